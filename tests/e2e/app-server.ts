/** The built app on a server of the test's own, which can be switched off and given a newer version. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { preview } from 'vite';

export interface AppServer {
	readonly address: string;
	/** Writes another text into the app's start page, with the service worker that goes with it. */
	publishNewVersion(title: string): void;
	/** Takes a file away, as a host that was given half of the app. */
	remove(file: string): void;
	/** Puts a file back that was taken away. */
	restore(file: string): void;
	/** Lets pages of these origins talk to the app in a frame. */
	allowFrames(origins: readonly string[]): void;
	/** No network from here on. */
	stop(): Promise<void>;
}

function replaceIn(file: string, from: string, to: string): void {
	const text = readFileSync(file, 'utf8');
	if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
	writeFileSync(file, text.replaceAll(from, to));
}

export async function startAppServer(): Promise<AppServer> {
	let newer = 0;
	const folder = mkdtempSync(join(tmpdir(), 'glasshouse-app-'));
	cpSync('dist', folder, { recursive: true, filter: (path) => !path.endsWith('.map') });
	const server = await preview({
		configFile: false,
		logLevel: 'error',
		build: { outDir: folder },
		preview: { host: '127.0.0.1', port: 0 }
	});
	const page = join(folder, 'index.html');
	const worker = join(folder, 'service-worker.js');
	const [address] = server.resolvedUrls?.local ?? [];
	if (address === undefined) throw new Error('the server has no address');
	return {
		address,
		remove(file) {
			rmSync(join(folder, file));
		},
		restore(file) {
			cpSync(join('dist', file), join(folder, file));
		},
		allowFrames(origins) {
			writeFileSync(join(folder, 'embed-origins.json'), JSON.stringify({ origins }));
		},
		publishNewVersion(title) {
			const files = JSON.parse(readFileSync(join(folder, 'precache.json'), 'utf8')) as {
				url: string;
				revision: string;
				integrity: string;
			}[];
			const index = files.find(({ url }) => url === 'index.html');
			if (index === undefined) throw new Error('index.html is not in the list');
			const [old = ''] = /<div id="app"[^>]*>/.exec(readFileSync(page, 'utf8')) ?? [];
			replaceIn(page, old, `<div id="app" title="${title}">`);
			// Another revision without an integrity: what the test changes by hand has no build behind it.
			const revision = (count: number) => `0123456789${count.toString().padStart(6, '0')}`;
			replaceIn(worker, newer === 0 ? index.revision : revision(newer), revision(newer + 1));
			if (newer === 0) replaceIn(worker, index.integrity, '');
			newer += 1;
		},
		async stop() {
			await new Promise((resolve) => {
				server.httpServer.close(resolve);
				if ('closeAllConnections' in server.httpServer) server.httpServer.closeAllConnections();
			});
			rmSync(folder, { recursive: true, force: true });
		}
	};
}
