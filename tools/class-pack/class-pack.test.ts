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
import { HOSTING_FILES } from '../vite/hosting-files.ts';
import { headersFor } from '../vite/safety-headers.ts';
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
	write(join(dist, 'embed.html'), '<!doctype html><title>Frame</title>');
	write(join(dist, 'assets/empty.css'), '');
	const policy = 'class-pack/headers.json';
	write(join(dist, policy), HOSTING_FILES[policy] ?? '');
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
	symlinkSync(join(out, 'secret.txt'), join(out, 'app/secret-link.txt'));
	symlinkSync(join(out, 'app/circle'), join(out, 'app/circle'));
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

const MODEL = '/class/models/1/onnx/model.onnx';

interface Answer {
	readonly status: number;
	readonly headers: Headers;
	readonly body: Buffer;
}

/**
 * Sends exactly these bytes: `fetch` would tidy them up.
 *
 * @returns the first answer, and whether the server hung up after it
 */
function sendRaw(port: number, request: string): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const pieces: Buffer[] = [];
		const socket = connect(port, '127.0.0.1', () => socket.write(request, 'latin1'));
		socket.once('error', reject);
		socket.on('data', (data) => pieces.push(data));
		socket.once('close', () => {
			const all = Buffer.concat(pieces);
			const [head = '', ...rest] = all.toString('latin1').split('\r\n\r\n');
			const [first = '', ...lines] = head.split('\r\n');
			const fields = lines.map((line): [string, string] => {
				const colon = line.indexOf(':');
				return [line.slice(0, colon), line.slice(colon + 1).trim()];
			});
			const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(first)?.[1]);
			const body = Buffer.from(rest.join('\r\n\r\n'), 'latin1');
			resolve({ status, headers: new Headers(fields), body });
		});
	});
}

/** For titles: some of what is asked for is very long. */
function titled<Case extends readonly [string, ...unknown[]]>(cases: readonly Case[]) {
	return cases.map(
		([asked, ...rest]) =>
			[asked.length > 40 ? `${asked.slice(0, 30)}… (${asked.length})` : asked, asked, ...rest] as [
				string,
				...Case
			]
	);
}

const CLOSE = 'Host: localhost\r\nConnection: close\r\n\r\n';

function expectPolicy(headers: Headers, path: string): void {
	for (const [name, value] of Object.entries(headersFor(path))) {
		expect(headers.get(name), name).toBe(value);
	}
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
		expectPolicy(headers, path);
		expect(headers.get('x-frame-options')).toBe('DENY');
	});

	serving('lets other pages show the page for frames, and no other', async () => {
		const { headers } = await ask('/embed.html?theme=dark');
		expectPolicy(headers, '/embed.html');
		expect(headers.get('x-frame-options')).toBeNull();
	});

	serving.each(
		titled<[string, number, [number, number]]>([
			['bytes=0-99', 206, [0, 100]],
			['bytes=900-', 206, [900, 1000]],
			['bytes=900-5000', 206, [900, 1000]],
			['bytes=-50', 206, [950, 1000]],
			['bytes=0-', 206, [0, 1000]],
			[`bytes=900-${'9'.repeat(5000)}`, 206, [900, 1000]],
			[`bytes=-${'9'.repeat(5000)}`, 206, [0, 1000]],
			[`bytes=${'0'.repeat(5000)}7-9`, 206, [7, 10]],
			['BYTES=0-99', 206, [0, 100]],
			['bytes=0-1,5-6', 200, [0, 1000]],
			['bytes=-', 200, [0, 1000]],
			['bytes=9-5', 200, [0, 1000]],
			['bytes=a-b', 200, [0, 1000]],
			['bytes=0x1-5', 200, [0, 1000]],
			['bytes=٣-', 200, [0, 1000]],
			['items=0-5', 200, [0, 1000]],
			['0-5', 200, [0, 1000]]
		])
	)('gives the part %s', async (_title, range, expected, [from, to]) => {
		const request = `GET ${MODEL} HTTP/1.1\r\nRange: ${range}\r\n${CLOSE}`;
		const { status, headers, body } = await sendRaw(port, request);
		expect(status).toBe(expected);
		expect(body).toEqual(BYTES.subarray(from, to));
		const said = expected === 206 ? `bytes ${from}-${to - 1}/1000` : null;
		expect(headers.get('content-range')).toBe(said);
		expectPolicy(headers, MODEL);
	});

	serving.each(
		titled<[string]>([
			['bytes=1000-'],
			['bytes=1000-2000'],
			[`bytes=${'9'.repeat(5000)}-`],
			['bytes=-0']
		])
	)('says that there is no part %s', async (_title, range) => {
		const request = `GET ${MODEL} HTTP/1.1\r\nRange: ${range}\r\n${CLOSE}`;
		const { status, headers, body } = await sendRaw(port, request);
		expect(status).toBe(416);
		expect(headers.get('content-range')).toBe('bytes */1000');
		expect(body.toString()).toBe('416\n');
		expectPolicy(headers, MODEL);
	});

	serving('gives several parts in one as the whole, and so of an empty file', async () => {
		const twice = 'Range: bytes=0-1\r\nRange: bytes=5-6\r\n';
		const whole = await sendRaw(port, `GET ${MODEL} HTTP/1.1\r\n${twice}${CLOSE}`);
		expect([whole.status, whole.body.length]).toEqual([200, 1000]);
		for (const range of ['bytes=0-', 'bytes=-5', 'bytes=7-9']) {
			const { status, body } = await ask('/assets/empty.css', { headers: { range } });
			expect([status, body.length]).toEqual([200, 0]);
		}
	});

	serving('gives a part only of the version that is asked for', async () => {
		const range = 'bytes=0-99';
		const etag = (await ask(MODEL)).headers.get('etag') ?? '';
		const same = await ask(MODEL, { headers: { range, 'if-range': etag } });
		expect([same.status, same.body.length]).toEqual([206, 100]);
		for (const other of ['"other"', `W/${etag}`, 'Sat, 01 Jan 2050 00:00:00 GMT']) {
			const changed = await ask(MODEL, { headers: { range, 'if-range': other } });
			expect([changed.status, changed.body.length]).toEqual([200, 1000]);
		}
	});

	serving('says how long a file is without sending it, whatever part is asked for', async () => {
		const { status, headers, body } = await ask(MODEL, {
			method: 'HEAD',
			headers: { range: 'bytes=0-9' }
		});
		expect([status, headers.get('content-length'), body.length]).toEqual([200, '1000', 0]);
		expectPolicy(headers, MODEL);
	});

	serving('says what has not changed', async () => {
		const etag = (await ask(MODEL)).headers.get('etag') ?? '';
		for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
			const { status, headers } = await ask(MODEL, { headers: { 'if-none-match': known } });
			expect(status).toBe(304);
			expectPolicy(headers, MODEL);
		}
		const { status } = await ask(MODEL, { headers: { 'if-none-match': '"other"' } });
		expect(status).toBe(200);
	});

	serving.each(
		titled([
			['/../secret.txt'],
			['/..%2fsecret.txt'],
			['/%2e%2e/secret.txt'],
			['/assets/../../secret.txt'],
			['/..\\secret.txt'],
			['/..%5csecret.txt'],
			['//etc/passwd'],
			['/leak/glasshouse-pack.json'],
			['/%00'],
			['/%E0%A4%A'],
			['/C:/secret.txt'],
			['/.hidden'],
			['/assets'],
			['/assets/'],
			['/nothing'],
			['/secret-link.txt'],
			['/circle'],
			['/%ED%A0%80'],
			['/index.html%00.txt'],
			['/assets/app.js/'],
			['/index.html/x'],
			[`/${'a'.repeat(5000)}`],
			[`/${'a/'.repeat(2000)}`],
			[`/${'%2e%2e%2f'.repeat(500)}etc/passwd`],
			['http://localhost/../secret.txt']
		])
	)('does not give %s', async (_title, path) => {
		const { status, headers, body } = await sendRaw(port, `GET ${path} HTTP/1.1\r\n${CLOSE}`);
		expect(status).toBe(404);
		expect(body.toString()).toBe('404\n');
		expectPolicy(headers, path);
	});

	serving('understands a whole address, as proxies ask', async () => {
		for (const path of [
			'http://localhost/',
			'http://localhost',
			'HTTP://h:8080/index.html?x=http://y'
		]) {
			const { status, headers } = await sendRaw(port, `GET ${path} HTTP/1.1\r\n${CLOSE}`);
			expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
		}
	});

	serving.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'CONNECT'])(
		'does not do %s',
		async (method) => {
			const { status, headers } = await sendRaw(port, `${method} /index.html HTTP/1.1\r\n${CLOSE}`);
			expect(status).toBe(405);
			expect(headers.get('allow')).toBe('GET, HEAD');
			expectPolicy(headers, '/index.html');
		}
	);

	serving(
		'answers a request that brings a body, and takes nothing of it for the next one',
		async () => {
			const inside = `GET /index.html HTTP/1.1\r\n${CLOSE}`;
			for (const [method, expected] of [
				['POST', 405],
				['GET', 200]
			] as const) {
				const request = `${method} /assets/app.js HTTP/1.1\r\nHost: x\r\nContent-Length: ${inside.length}\r\nConnection: close\r\n\r\n${inside}`;
				const { status, body } = await sendRaw(port, request);
				expect(status).toBe(expected);
				expect(body.toString()).not.toContain('<title>');
			}
			const large = await ask('/index.html', { method: 'POST', body: Buffer.alloc(1_000_000) });
			expect(large.status).toBe(405);
		}
	);

	serving.each([
		['no host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', [400]],
		['two hosts', `GET / HTTP/1.1\r\nHost: a\r\n${CLOSE}`, [400]],
		['no HTTP', 'nonsense\r\n\r\n', [400]],
		['no version', 'GET / / /\r\n\r\n', [400]],
		['a method nobody knows', `GLASS / HTTP/1.1\r\n${CLOSE}`, [400, 501]],
		['a later version', `GET / HTTP/3.0\r\n${CLOSE}`, [400, 505]],
		['a very long address', `GET /${'a'.repeat(100_000)} HTTP/1.1\r\n${CLOSE}`, [414, 431]],
		['a very long header', `GET / HTTP/1.1\r\nX: ${'a'.repeat(100_000)}\r\n${CLOSE}`, [431]],
		['very many headers', `GET / HTTP/1.1\r\n${'X: y\r\n'.repeat(5000)}${CLOSE}`, [400, 431]]
	] as const)('refuses %s with the headers of the app', async (_title, request, expected) => {
		const { status, headers, body } = await sendRaw(port, request);
		expect(expected).toContain(status);
		expect(headers.get('connection')).toBe('close');
		expect(body.toString()).toBe(`${status}\n`);
		expectPolicy(headers, '/');
		expect((await ask('/')).status).toBe(200);
	});
});
