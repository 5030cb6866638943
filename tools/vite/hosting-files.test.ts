import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { preview } from 'vite';
import { describe, expect, test, vi } from 'vitest';
import { withSafetyHeaders } from '../../src/service-worker/safety-headers.ts';
import { HOSTING_FILES } from './hosting-files.ts';
import { hosting } from './hosting.ts';
import { headersFor, HOST_POLICY, SAFETY_HEADERS } from './safety-headers.ts';

type Table = Record<string, string>;

const PAGES = ['/app/index.html', '/app/', '/app/embed.html', '/app/assets/worker-x.js'];

function file(name: string): string {
	const text = HOSTING_FILES[name];
	if (text === undefined) throw new Error(`the build does not write ${name}`);
	return text;
}

/** As the kinds of host that read it do: the rules of all patterns that fit add up. */
function readHeadersFile(text: string, path: string): Table {
	const found: Table = {};
	let isFor = false;
	for (const line of text.split('\n').filter((each) => each !== '')) {
		if (line.startsWith('/')) {
			isFor = line === path || (line.endsWith('*') && path.startsWith(line.slice(0, -1)));
			continue;
		}
		const [, name = '', value = ''] = /^ {2}([\w-]+): (.+)$/.exec(line) ?? [];
		if (!isFor) continue;
		expect(found, 'no rule says a header twice').not.toHaveProperty(name);
		found[name] = value;
	}
	return found;
}

/** nginx: a location that has headers of its own takes them in place of those outside it. */
function readNginx(text: string, path: string): Table {
	const rules = (of: string): Table =>
		Object.fromEntries(
			[...of.matchAll(/add_header ([\w-]+) "([^"]+)" always;/g)].map(([, name, value]) => [
				name,
				value
			])
		) as Table;
	const locations = [...text.matchAll(/^location ~ (\S+) \{\n(.*?)^\}/gms)];
	const fitting = locations.find(([, pattern = '']) => new RegExp(pattern).test(path));
	const inside = rules(fitting?.[2] ?? '');
	const outside = rules(text.replaceAll(/^location .*?^\}/gms, ''));
	return Object.keys(inside).length > 0 ? inside : outside;
}

function readCaddy(text: string, path: string): Table {
	const but = /@outsideFrames not path \*(\S+)/.exec(text)?.[1] ?? '';
	expect(but).not.toBe('');
	const blocks = [...text.matchAll(/^header( @outsideFrames)? \{\n(.*?)^\}/gms)];
	expect(blocks).toHaveLength(2);
	return Object.fromEntries(
		blocks
			.filter(([, matcher]) => matcher === undefined || !path.endsWith(but))
			.flatMap(([, , block = '']) =>
				[...block.matchAll(/^\t([\w-]+) "([^"]+)"$/gm)].map(([, name, value]) => [name, value])
			)
	) as Table;
}

describe('every kind of host sends the same', () => {
	test('headers of isolation, content, features, referrers and types with every file', () => {
		for (const path of PAGES) {
			expect(Object.keys(headersFor(path))).toEqual(
				expect.arrayContaining([
					'Cross-Origin-Opener-Policy',
					'Cross-Origin-Embedder-Policy',
					'Cross-Origin-Resource-Policy',
					'Content-Security-Policy',
					'Permissions-Policy',
					'Referrer-Policy',
					'X-Content-Type-Options'
				])
			);
		}
		expect(headersFor('/app/embed.html?theme=dark')).not.toHaveProperty('X-Frame-Options');
		expect(headersFor('/app/?embed.html')).toHaveProperty('X-Frame-Options', 'DENY');
	});

	test.each(PAGES)('nginx, Caddy and the class pack: %s', (path) => {
		expect(readNginx(file('hosting/nginx.conf'), path)).toEqual(headersFor(path));
		expect(readCaddy(file('hosting/Caddyfile'), path)).toEqual(headersFor(path));
		expect(JSON.parse(file('class-pack/headers.json'))).toEqual(HOST_POLICY);
	});

	test('hosts that read _headers, which can keep single files alone out of frames', () => {
		const text = file('_headers');
		for (const page of ['/', '/index.html', '/embed.html']) {
			expect(readHeadersFile(text, page), page).toEqual(headersFor(page));
		}
		expect(readHeadersFile(text, '/assets/worker-x.js')).toEqual(SAFETY_HEADERS);
	});

	test('the service worker', () => {
		vi.stubGlobal('__HOST_POLICY__', HOST_POLICY);
		const inLowerCase = (table: Readonly<Table>) =>
			Object.fromEntries(Object.entries(table).map(([name, value]) => [name.toLowerCase(), value]));
		for (const path of PAGES) {
			const plain = new Response('x', { status: 203, headers: { 'x-own': '1' } });
			const { status, headers } = withSafetyHeaders(plain, `https://host.example${path}?a#b`);
			expect(status).toBe(203);
			const expected = { ...inLowerCase(headersFor(path)), 'x-own': '1' };
			expect(Object.fromEntries(headers)).toMatchObject(expected);
			expect(headers.has('x-frame-options')).toBe(!path.includes('embed'));
		}
		expect(
			withSafetyHeaders(new Response(), 'https://host.example/embed').headers.has('x-frame-options')
		).toBe(false);
		vi.unstubAllGlobals();
	});

	test('the preview of the built folder, with what it does not have, too', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'glasshouse-preview-'));
		for (const name of ['index.html', 'embed.html']) writeFileSync(join(folder, name), name);
		const server = await preview({
			configFile: false,
			logLevel: 'silent',
			appType: 'mpa',
			base: '/app/',
			plugins: [hosting()],
			build: { outDir: folder },
			preview: { host: '127.0.0.1', port: 0 }
		});
		try {
			const address = new URL(server.resolvedUrls?.local[0] ?? '').origin;
			for (const path of [...PAGES, '/app/embed.html?x']) {
				const { status, headers } = await fetch(address + path);
				expect(status, path).toBe(path.includes('worker') ? 404 : 200);
				for (const [name, value] of Object.entries(headersFor(path))) {
					expect(headers.get(name), `${path} ${name}`).toBe(value);
				}
				expect(headers.has('x-frame-options')).toBe(!path.includes('embed'));
			}
		} finally {
			await server.close();
			rmSync(folder, { recursive: true, force: true });
		}
	});
});

test('a feature is off for every page, and the two that the app needs stay on', () => {
	const rules = SAFETY_HEADERS['Permissions-Policy'].split(', ');
	for (const rule of rules) expect(rule).toMatch(/^[a-z-]+=\(\)$/);
	const off = rules.map((rule) => rule.slice(0, -3));
	expect(off).toEqual([...new Set(off)].sort());
	expect(off).toEqual(
		expect.arrayContaining([
			...['camera', 'microphone', 'geolocation', 'usb', 'serial', 'hid', 'midi', 'payment'],
			...['display-capture', 'browsing-topics', 'clipboard-read', 'publickey-credentials-get']
		])
	);
	expect(off).not.toContain('clipboard-write');
	expect(off).not.toContain('cross-origin-isolated');
});
