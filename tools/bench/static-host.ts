/** The built app as a plain static host serves it: compressed, with ETags, without headers of the app's own. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
	'.css': 'text/css',
	'.html': 'text/html; charset=utf-8',
	'.js': 'text/javascript',
	'.json': 'application/json',
	'.mjs': 'text/javascript',
	'.png': 'image/png',
	'.svg': 'image/svg+xml',
	'.wasm': 'application/wasm',
	'.webmanifest': 'application/manifest+json'
};

interface Served {
	readonly body: Buffer;
	readonly etag: string;
	readonly type: string;
}

function read(path: string): Served | null {
	const file = join(DIST, normalize(path));
	if (!file.startsWith(DIST) || !existsSync(file) || !statSync(file).isFile()) return null;
	const content = readFileSync(file);
	return {
		body: gzipSync(content, { level: 9 }),
		etag: `"${createHash('sha256').update(content).digest('hex').slice(0, 16)}"`,
		type: TYPES[extname(file)] ?? 'application/octet-stream'
	};
}

export interface StaticHost {
	readonly address: string;
	/** The answers so far that had a body: compressed bytes, without headers. */
	readonly sent: readonly { readonly path: string; readonly bytes: number }[];
	stop(): Promise<void>;
}

export async function startStaticHost(): Promise<StaticHost> {
	const files = new Map<string, Served | null>();
	const sent: { path: string; bytes: number }[] = [];
	const server = createServer((request, response) => {
		const { pathname } = new URL(request.url ?? '/', 'http://host');
		const path = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
		if (!files.has(path)) files.set(path, read(path));
		const file = files.get(path) ?? null;
		if (file === null) {
			response.writeHead(404).end();
			return;
		}
		const headers = { etag: file.etag, 'cache-control': 'max-age=600', vary: 'accept-encoding' };
		if (request.headers['if-none-match'] === file.etag) {
			response.writeHead(304, headers).end();
			return;
		}
		sent.push({ path, bytes: file.body.byteLength });
		response.writeHead(200, {
			...headers,
			'content-type': file.type,
			'content-encoding': 'gzip',
			'content-length': file.body.byteLength
		});
		response.end(file.body);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		address: `http://127.0.0.1:${port.toString()}/`,
		sent,
		stop: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			})
	};
}
