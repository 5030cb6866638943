#!/usr/bin/env node
/**
 * Serves the folder `app` beside this one to this machine and to the others in the same network.
 * Node 16 or newer, nothing to install: node serve.mjs [--port 8080] [--only-here]
 * Read-only: it answers GET and HEAD with files of that folder, and nothing else.
 */
import {
	accessSync,
	constants,
	createReadStream,
	readFileSync,
	realpathSync,
	statSync
} from 'node:fs';
import { createServer, STATUS_CODES } from 'node:http';
import { networkInterfaces } from 'node:os';
import { dirname, extname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = realpathSync(join(HERE, '..', 'app'));
/**
 * What browsers need to give the page threads and to hold it to its policies. It goes with every answer, errors
 * included; `outsideFrames` with every one but the page that is made for frames.
 */
const POLICY = JSON.parse(readFileSync(join(HERE, 'headers.json'), 'utf8'));
const REFUSED = { ...POLICY.headers, ...POLICY.outsideFrames, 'Content-Type': 'text/plain' };
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
	try {
		// The whole address, as a proxy is asked, means the same.
		const [encoded] = address.replace(/^https?:\/\/[^/?#]*/i, '').split(/[?#]/, 1);
		const path = decodeURIComponent(encoded) || '/';
		if (!path.startsWith('/') || /[\\\0:]/.test(path)) return null;
		if (path.split('/').some((part) => part.startsWith('.'))) return null;
		const file = realpathSync(join(ROOT, path.endsWith('/') ? `${path}index.html` : path));
		const status = statSync(file);
		// A link that leads out of the folder is not followed.
		if (!file.startsWith(ROOT + sep) || !status.isFile()) return null;
		accessSync(file, constants.R_OK);
		return { file, size: status.size, etag: `"${status.size}-${Math.floor(status.mtimeMs)}"` };
	} catch {
		return null;
	}
}

/**
 * The part that is asked for (RFC 9110, 14.1.2): null for the whole file, false when there is no such part.
 *
 * What is malformed, in another unit or in several parts is ignored, and so is a part of an empty file, since no
 * Content-Range could name it.
 */
function findRange(header, size) {
	const [, first = '', last = ''] = /^bytes=([0-9]*)-([0-9]*)$/i.exec(header ?? '') ?? [];
	if ((first === '' && last === '') || size === 0) return null;
	const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
	const end = first === '' || last === '' ? size - 1 : Number(last);
	if (first !== '' && last !== '' && end < start) return null;
	return start < size ? { start, end: Math.min(end, size - 1) } : false;
}

function refuse(response, status, headers = {}) {
	const body = `${status}\n`;
	response.writeHead(status, { ...REFUSED, 'Content-Length': body.length, ...headers });
	response.end(body);
}

/** For what never becomes a request, and would otherwise be answered by Node itself or not at all. */
function refuseRaw(socket, status, headers = {}) {
	const body = `${status}\n`;
	const all = { ...REFUSED, ...headers, 'Content-Length': body.length, Connection: 'close' };
	const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
	socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`);
}

/** One host has to be named; since HTTP/1.1, that is. */
function namesItsHost({ rawHeaders, httpVersion }) {
	const isHost = (text, index) => index % 2 === 0 && text.toLowerCase() === 'host';
	const hosts = rawHeaders.filter(isHost).length;
	return hosts === 1 || (hosts === 0 && httpVersion === '1.0');
}

function isKnown(header = '', etag) {
	const tags = header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
	return tags.includes(etag) || header.trim() === '*';
}

/** A part of another version than the one that is here would be of no use. */
function wantedRange({ method, headers }, { size, etag }) {
	const isPartWanted = method === 'GET' && [undefined, etag].includes(headers['if-range']);
	return isPartWanted ? findRange(headers.range, size) : null;
}

function send(request, response, found) {
	const { file, size, etag } = found;
	const isForFrames = file === join(ROOT, POLICY.framePage);
	const headers = {
		...POLICY.headers,
		...(isForFrames ? {} : POLICY.outsideFrames),
		'Accept-Ranges': 'bytes',
		'Cache-Control': 'no-cache',
		'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
		ETag: etag
	};
	if (isKnown(request.headers['if-none-match'], etag)) {
		response.writeHead(304, headers);
		response.end();
		return;
	}
	const range = wantedRange(request, found);
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

/** Connections with an answer under way: another one must not be written into it. */
const answering = new WeakSet();

function answer(request, response) {
	answering.add(request.socket);
	response.on('close', () => answering.delete(request.socket));
	if (!namesItsHost(request)) {
		refuse(response, 400, { Connection: 'close' });
		return;
	}
	if (request.method !== 'GET' && request.method !== 'HEAD') {
		refuse(response, 405, { Allow: 'GET, HEAD' });
		return;
	}
	const found = findFile(request.url);
	if (found === null) refuse(response, 404);
	else send(request, response, found);
}

/** What Node could not read. */
function answerNonsense({ code }, socket) {
	if (!socket.writable || answering.has(socket)) {
		socket.destroy();
		return;
	}
	const statuses = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };
	refuseRaw(socket, statuses[code] ?? 400);
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
const server = createServer({ requireHostHeader: false }, answer);
server.on('clientError', answerNonsense);
server.on('checkExpectation', (_request, response) => refuse(response, 417));
server.on('connect', (_request, socket) => refuseRaw(socket, 405, { Allow: 'GET, HEAD' }));
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
