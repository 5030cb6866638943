import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
	copyFileSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test, vi } from 'vitest';
import { sha256Hex } from '#core/digest/sha256.ts';
import { modelDigest } from '#core/digest/model-digest.ts';
import { SAFETY_HEADERS } from '../vite/safety-headers.ts';
import { main } from './cli.ts';
import { makeClassPack } from './make-class-pack.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const folder = mkdtempSync(join(tmpdir(), 'glasshouse-pack-'));
const dist = join(folder, 'dist');
const model = join(folder, 'model');
const out = join(folder, 'out');
const BYTES = Buffer.from(Array.from({ length: 1000 }, (_, i) => i % 251));

function write(path: string, content: string | Uint8Array): void {
	mkdirSync(join(path, '..'), { recursive: true });
	writeFileSync(path, content);
}

/** As the build leaves it, as far as the pack is concerned. */
function writeBuild(): void {
	write(join(dist, 'index.html'), '<!doctype html><title>App</title>');
	write(join(dist, 'assets/app.js'), 'export {};');
	write(join(dist, 'assets/app.js.map'), '{}');
	write(join(dist, 'runtime/engine.wasm'), BYTES);
	write(join(dist, 'class.json'), '{}');
	write(join(dist, 'embed-origins.json'), '{"origins":["https://home.example"]}');
	write(join(dist, 'class-pack/headers.json'), JSON.stringify(SAFETY_HEADERS));
	write(join(dist, 'class-pack/README.txt'), 'For teachers');
	for (const name of ['serve.mjs', 'serve.py', 'start.cmd', 'start.sh']) {
		copyFileSync(join('public/class-pack', name), join(dist, 'class-pack', name));
	}
}

function writeModel(): void {
	const name = 'onnx/model.onnx';
	const files = [
		{ name, sizeBytes: BYTES.length, digest: `sha256:${sha256Hex(BYTES)}`, url: null }
	];
	const source = { url: null, revision: null };
	const described = { id: 'local/x:int8', title: 'x', digest: modelDigest(files), source };
	const manifest = { type: 'glasshouse-pack', version: 1, model: described, files };
	write(join(model, 'glasshouse-pack.json'), JSON.stringify(manifest));
	write(join(model, name), BYTES);
}

beforeAll(async () => {
	writeBuild();
	writeModel();
	const lesson = 'public/lessons/first-look.en.json';
	await makeClassPack({ dist, out, title: 'Class 9b', models: [model], lessons: [lesson] });
	symlinkSync(join(folder, 'model'), join(out, 'app/leak'));
	write(join(out, 'secret.txt'), 'no');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a class pack as a folder', () => {
	it('lists its models and lessons, and holds them', () => {
		const list = JSON.parse(readFileSync(join(out, 'app/class.json'), 'utf8')) as object;
		expect(list).toEqual({
			type: 'glasshouse.class',
			version: 1,
			title: 'Class 9b',
			models: ['class/models/1'],
			lessons: ['class/lessons/1.lesson.json']
		});
		expect(readFileSync(join(out, 'app/class/models/1/onnx/model.onnx'))).toEqual(BYTES);
		expect(existsSync(join(out, 'app/class/lessons/1.lesson.json'))).toBe(true);
	});

	it('takes neither source maps nor the origins of the place it was made at', () => {
		expect(existsSync(join(out, 'app/assets/app.js.map'))).toBe(false);
		expect(readFileSync(join(out, 'app/embed-origins.json'), 'utf8')).not.toContain('home');
	});

	it('is not written over another one, and not with a damaged model', async () => {
		const lines: string[] = [];
		expect(await main([out], (line) => lines.push(line))).toBe(1);
		const damaged = join(folder, 'damaged');
		write(join(damaged, 'glasshouse-pack.json'), readFileSync(join(model, 'glasshouse-pack.json')));
		write(join(damaged, 'onnx/model.onnx'), 'other bytes');
		const order = { dist, out: join(folder, 'out-2'), title: '', lessons: [] };
		await expect(makeClassPack({ ...order, models: [damaged] })).rejects.toThrow(
			/onnx\/model\.onnx is not what its manifest says/
		);
	});
});

interface Answer {
	readonly status: number;
	readonly headers: Headers;
	readonly body: Buffer;
}

/** As it is written: `fetch` would tidy the path up. */
function askRaw(port: number, path: string): Promise<number> {
	return new Promise((resolve, reject) => {
		const socket = connect(port, '127.0.0.1', () => {
			socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
		});
		socket.once('error', reject);
		socket.once('data', (data) => {
			resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(data.toString())?.[1]));
			socket.destroy();
		});
	});
}

const python = spawnSync('python3', ['--version']).status === 0;

describe.each([
	{ name: 'the Node server', command: process.execPath, script: 'serve.mjs', isThere: true },
	{ name: 'the Python server', command: 'python3', script: 'serve.py', isThere: python }
])('$name', ({ command, script, isThere }) => {
	const serving = test.skipIf(!isThere);
	let server: ChildProcess | null = null;
	let port = 0;

	beforeAll(async () => {
		if (!isThere) return;
		const args = [join(out, 'server', script), '--port', '0', '--only-here'];
		const started = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
		server = started;
		port = await new Promise<number>((resolve, reject) => {
			let said = '';
			started.once('error', reject);
			started.stdout.on('data', (data: Buffer) => {
				said += data.toString();
				const found = /http:\/\/localhost:(\d+)\//.exec(said)?.[1];
				if (found !== undefined) resolve(Number(found));
			});
		});
	});
	afterAll(() => server?.kill());

	async function ask(path: string, init: RequestInit = {}): Promise<Answer> {
		const response = await fetch(`http://127.0.0.1:${port}${path}`, init);
		const body = Buffer.from(await response.arrayBuffer());
		return { status: response.status, headers: response.headers, body };
	}

	serving.each([
		['/', 'text/html; charset=utf-8'],
		['/index.html?x=1', 'text/html; charset=utf-8'],
		['/assets/app.js', 'text/javascript; charset=utf-8'],
		['/runtime/engine.wasm', 'application/wasm'],
		['/class.json', 'application/json; charset=utf-8'],
		['/class/models/1/onnx/model.onnx', 'application/octet-stream']
	])('gives %s as %s, with the headers of the app', async (path, type) => {
		const { status, headers } = await ask(path);
		expect(status).toBe(200);
		expect(headers.get('content-type')).toBe(type);
		for (const [name, value] of Object.entries(SAFETY_HEADERS)) {
			expect(headers.get(name)).toBe(value);
		}
	});

	serving.each([
		['bytes=0-99', 206, [0, 100]],
		['bytes=900-', 206, [900, 1000]],
		['bytes=900-5000', 206, [900, 1000]],
		['bytes=-50', 206, [950, 1000]],
		['bytes=0-', 206, [0, 1000]],
		['bytes=0-1,5-6', 200, [0, 1000]],
		['bytes=-', 200, [0, 1000]]
	] as const)('gives the part %s', async (range, expected, [from, to]) => {
		const path = '/class/models/1/onnx/model.onnx';
		const { status, headers, body } = await ask(path, { headers: { range } });
		expect(status).toBe(expected);
		expect(body).toEqual(BYTES.subarray(from, to));
		const said = expected === 206 ? `bytes ${from}-${to - 1}/1000` : null;
		expect(headers.get('content-range')).toBe(said);
	});

	serving('says that there is no such part, and what has not changed', async () => {
		const path = '/class/models/1/onnx/model.onnx';
		const beyond = await ask(path, { headers: { range: 'bytes=1000-' } });
		expect(beyond.status).toBe(416);
		expect(beyond.headers.get('content-range')).toBe('bytes */1000');
		const { headers } = await ask(path, { method: 'HEAD' });
		expect(headers.get('content-length')).toBe('1000');
		const etag = headers.get('etag') ?? '';
		expect((await ask(path, { headers: { 'if-none-match': etag } })).status).toBe(304);
	});

	serving.each([
		'/../secret.txt',
		'/..%2fsecret.txt',
		'/%2e%2e/secret.txt',
		'/assets/../../secret.txt',
		'/..\\secret.txt',
		'/..%5csecret.txt',
		'//etc/passwd',
		'/leak/glasshouse-pack.json',
		'/%00',
		'/%E0%A4%A',
		'/C:/secret.txt',
		'/.hidden',
		'/assets',
		'/assets/',
		'/nothing'
	])('does not give %s', async (path) => {
		expect(await askRaw(port, path)).toBe(404);
	});

	serving.each(['POST', 'PUT', 'DELETE'])('does not do %s', async (method) => {
		const { status, headers } = await ask('/index.html', { method });
		expect(status).toBe(405);
		expect(headers.get('allow')).toBe('GET, HEAD');
	});
});
