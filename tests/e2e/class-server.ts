/** A class pack on its own server, as a teacher would start it. */
import { spawn, spawnSync } from 'node:child_process';
import { createWriteStream, createReadStream, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { readTar } from '../../src/storage/weights/tar.ts';

export type ServerKind = 'node' | 'python';

export interface ClassServer {
	/** `http://localhost:…/` */
	readonly address: string;
	readonly port: number;
	stop(): Promise<void>;
}

export function hasPython(): boolean {
	return spawnSync('python3', ['--version']).status === 0;
}

/** Starts the pack's own server and waits until it says where it is. */
export async function startClassServer(pack: string, kind: ServerKind): Promise<ClassServer> {
	const [command, script] =
		kind === 'node' ? [process.execPath, 'serve.mjs'] : ['python3', 'serve.py'];
	const server = spawn(command, [join(pack, 'server', script), '--port', '0'], {
		stdio: ['ignore', 'pipe', 'inherit']
	});
	const port = await new Promise<number>((resolve, reject) => {
		let said = '';
		server.once('error', reject);
		server.once('exit', () => reject(new Error(`the server ended: ${said}`)));
		server.stdout.on('data', (data: Buffer) => {
			said += data.toString();
			const found = /localhost:(\d+)/.exec(said);
			if (found !== null) resolve(Number(found[1]));
		});
	});
	return {
		address: `http://localhost:${port.toString()}/`,
		port,
		async stop() {
			const ended = new Promise((resolve) => server.once('exit', resolve));
			server.kill();
			await ended;
		}
	};
}

/** Unpacks an archive. @returns the paths of its files */
export async function unpackTar(archive: string, folder: string): Promise<string[]> {
	const names: string[] = [];
	const stream = Readable.toWeb(createReadStream(archive));
	for await (const entry of readTar(stream as ReadableStream<Uint8Array<ArrayBuffer>>)) {
		const path = join(folder, ...entry.name.split('/'));
		mkdirSync(dirname(path), { recursive: true });
		await pipeline(entry.body(), createWriteStream(path));
		names.push(entry.name);
	}
	return names;
}
