#!/usr/bin/env node
/**
 * Serves the folder `app` beside this one to this machine and to the others in the same network.
 * Node 16 or newer, nothing to install: node serve.mjs [--port 8080] [--only-here]
 * Read-only: it answers GET and HEAD with files of that folder, and nothing else.
 */
import { createReadStream, readFileSync, realpathSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { networkInterfaces } from 'node:os';
import { dirname, extname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = realpathSync(join(HERE, '..', 'app'));
/** What browsers need to give the page threads and to hold it to its own content policy. */
const HEADERS = JSON.parse(readFileSync(join(HERE, 'headers.json'), 'utf8'));
const TYPES = {
	'.css': 'text/css; charset=utf-8',
	'.html': 'text/html; charset=utf-8',
	'.js': 'text/javascript; charset=utf-8',
	'.json': 'application/json; charset=utf-8',
	'.mjs': 'text/javascript; charset=utf-8',
	'.png': 'image/png',
	'.svg': 'image/svg+xml',
	'.txt': 'text/plain; charset=utf-8',
	'.wasm': 'application/wasm',
	'.webmanifest': 'application/manifest+json'
};
const PORTS_TO_TRY = 20;

/** The file that an address means, or null: never one outside the folder. */
function findFile(address) {
	let path;
	try {
		path = decodeURIComponent(address.split(/[?#]/, 1)[0]);
	} catch {
		return null;
	}
	if (!path.startsWith('/') || /[\\\0:]/.test(path)) return null;
	if (path.split('/').some((part) => part.startsWith('.'))) return null;
	try {
		const file = realpathSync(join(ROOT, path.endsWith('/') ? `${path}index.html` : path));
		const status = statSync(file);
		// A link that leads out of the folder is not followed.
		if (!file.startsWith(ROOT + sep) || !status.isFile()) return null;
		return { file, size: status.size, etag: `"${status.size}-${Math.floor(status.mtimeMs)}"` };
	} catch {
		return null;
	}
}

/** The part that is asked for: null for the whole file, false when there is no such part. */
function findRange(header, size) {
	const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
	if (from === undefined || (from === '' && to === '')) return null;
	const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
	const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
	return start <= end && start < size ? { start, end } : false;
}

function refuse(response, status, headers = {}) {
	response.writeHead(status, { ...HEADERS, 'Content-Type': 'text/plain', ...headers });
	response.end(`${status}\n`);
}

function answer(request, response) {
	if (request.method !== 'GET' && request.method !== 'HEAD') {
		refuse(response, 405, { Allow: 'GET, HEAD' });
		return;
	}
	const found = findFile(request.url);
	if (found === null) {
		refuse(response, 404);
		return;
	}
	const { file, size, etag } = found;
	const headers = {
		...HEADERS,
		'Accept-Ranges': 'bytes',
		'Cache-Control': 'no-cache',
		'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
		ETag: etag,
		'X-Content-Type-Options': 'nosniff'
	};
	if (request.headers['if-none-match'] === etag) {
		response.writeHead(304, headers);
		response.end();
		return;
	}
	const range = findRange(request.headers.range, size);
	if (range === false) {
		refuse(response, 416, { 'Content-Range': `bytes */${size}` });
		return;
	}
	const { start, end } = range ?? { start: 0, end: size - 1 };
	headers['Content-Length'] = end - start + 1;
	if (range !== null) headers['Content-Range'] = `bytes ${start}-${end}/${size}`;
	response.writeHead(range === null ? 200 : 206, headers);
	if (request.method === 'HEAD' || size === 0) {
		response.end();
		return;
	}
	const stream = createReadStream(file, { start, end });
	stream.on('error', () => response.destroy());
	response.on('close', () => stream.destroy());
	stream.pipe(response);
}

function ownAddresses() {
	return Object.values(networkInterfaces())
		.flat()
		.filter(({ family, internal }) => (family === 'IPv4' || family === 4) && !internal)
		.map(({ address }) => address);
}

function say(port, onlyHere) {
	const others = onlyHere ? [] : ownAddresses();
	console.log('\n  Glasshouse for a class is running. Open it in a browser:\n');
	console.log(`  on this machine    http://localhost:${port}/`);
	for (const address of others) console.log(`  on the others      http://${address}:${port}/`);
	if (others.length > 0) {
		console.log('\n  If the others cannot reach it, README.txt says what to do.');
	}
	console.log('\n  Press Ctrl+C, or close this window, to stop.\n');
}

const options = process.argv.slice(2);
const onlyHere = options.includes('--only-here');
const wanted = options.includes('--port') ? Number(options[options.indexOf('--port') + 1]) : null;
if (wanted !== null && !(Number.isInteger(wanted) && wanted >= 0 && wanted < 65536)) {
	console.error('--port needs a number from 0 to 65535.');
	process.exit(1);
}
const server = createServer(answer);
let port = wanted ?? 8080;
server.on('error', (error) => {
	if (error.code === 'EADDRINUSE' && wanted === null && port < 8080 + PORTS_TO_TRY) {
		port += 1;
		server.listen(port, onlyHere ? '127.0.0.1' : '0.0.0.0');
		return;
	}
	console.error(`It cannot be started: ${error.message}`);
	process.exit(1);
});
server.on('listening', () => say(server.address().port, onlyHere));
server.listen(port, onlyHere ? '127.0.0.1' : '0.0.0.0');
