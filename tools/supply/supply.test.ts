import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { bundledPackages, packageOf } from './bundled-packages.ts';
import { licencesText } from './licences.ts';
import { crates, isAllowed } from './parts.ts';
import { main } from './provenance-cli.ts';
import { describeBuild } from './provenance.ts';
import { billOfMaterials } from './sbom.ts';

const folder = mkdtempSync(join(tmpdir(), 'glasshouse-supply-'));
const dist = join(folder, 'dist');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: string): void {
	mkdirSync(join(dist, name, '..'), { recursive: true });
	writeFileSync(join(dist, name), content);
}

function mapOf(...sources: string[]): string {
	return JSON.stringify({ version: 3, sources, mappings: '' });
}

/** As the build leaves it, as far as its parts are concerned. */
beforeEach(() => {
	rmSync(dist, { recursive: true, force: true });
	const modules = ['svelte/src/index-client.js', '@noble/hashes/sha2.js', 'onnxruntime-web/x.mjs'];
	write('assets/app.js.map', mapOf('../../src/main.ts', '../../node_modules/comlink/x.mjs'));
	write('assets/worker.js.map', mapOf(...modules.map((name) => `../../../node_modules/${name}`)));
	write('assets/tokenizers-abc.wasm', 'wasm');
	write('runtime/onnx/ort.wasm', 'runtime');
	write('models/sprout/onnx/model.onnx', 'weights');
	write('index.html', '<!doctype html>');
	write('class.json', '{}');
});

describe('the parts of a build', () => {
	test('are the packages that its source maps name, those of its workers too', () => {
		expect(bundledPackages(dist)).toEqual([
			...['@noble/hashes', 'comlink', 'onnxruntime-web', 'svelte'],
			...['workbox-core', 'workbox-precaching', 'workbox-routing', 'workbox-strategies']
		]);
		expect(packageOf('../node_modules/a/node_modules/@b/c/d.js')).toBe('@b/c');
		expect(packageOf('../../src/main.ts')).toBeNull();
		rmSync(join(dist, 'assets'), { recursive: true });
		expect(() => bundledPackages(dist)).toThrow(/no source maps/);
	});

	test('each have their licence in the text, with who holds the rights', () => {
		const text = licencesText(dist);
		for (const holder of [
			/Paul Miller/,
			/Svelte Contributors/,
			/Microsoft Corporation/,
			/Kosako/
		]) {
			expect(text).toMatch(holder);
		}
		for (const name of [...bundledPackages(dist), 'tokenizers', 'onig', 'rayon']) {
			expect(text).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(`, 'm'));
		}
		expect(text).toContain(readFileSync('LICENSE', 'utf8').trim());
	});

	test.each([
		['axe-core', /axe-core is under MPL-2\.0/],
		['caniuse-lite', /caniuse-lite is under CC-BY-4\.0/],
		['no-such-package', /no-such-package/]
	])('stop the build when %s is among them', (name, problem) => {
		write('assets/more.js.map', mapOf(`../../node_modules/${name}/index.js`));
		expect(() => licencesText(dist)).toThrow(problem);
		expect(() => billOfMaterials(dist, '1.0.0')).toThrow(problem);
	});

	test('are allowed by a list of licences, any of several', () => {
		const fine = [
			'MIT',
			'MIT OR Apache-2.0',
			'Unlicense OR MIT',
			'(MPL-2.0 OR MIT)',
			'MIT/Apache-2.0'
		];
		for (const licence of fine) expect(isAllowed(licence), licence).toBe(true);
		const others = ['GPL-3.0', 'MPL-2.0', 'MIT AND GPL-3.0', 'UNLICENSED', 'SEE LICENSE IN x', ''];
		for (const licence of others) expect(isAllowed(licence), licence).toBe(false);
	});
});

test('the crates in the tokenizers are those of their lock file', () => {
	const lock = readFileSync('tools/tokenizers/native/Cargo.lock', 'utf8');
	const { cargoLock } = JSON.parse(
		readFileSync('tools/tokenizers/native/licences.json', 'utf8')
	) as { cargoLock: string };
	expect(createHash('sha256').update(lock).digest('hex')).toBe(cargoLock);
	expect(crates().map(({ name }) => name)).toContain('tokenizers');
	for (const { name, version, hash } of crates()) {
		const entry = `name = "${name}"\nversion = "${version}"\n`;
		const [, after = ''] = lock.split(entry);
		expect(after.slice(0, 200), name).toContain(hash.content);
	}
});

describe('the bill of materials', () => {
	interface Component {
		readonly name: string;
		readonly 'bom-ref': string;
		readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
		readonly licenses?: readonly object[];
		readonly components?: readonly Component[];
	}

	test('names every part once, with a licence and a digest, the same each time', () => {
		const bill = billOfMaterials(dist, '1.2.3');
		expect(JSON.stringify(billOfMaterials(dist, '1.2.3'))).toBe(JSON.stringify(bill));
		expect(bill).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.5', version: 1 });
		const all = (list: readonly Component[]): Component[] =>
			list.flatMap((each) => [each, ...all(each.components ?? [])]);
		const components = all(bill['components'] as Component[]);
		const refs = components.map((each) => each['bom-ref']);
		expect(new Set(refs).size).toBe(refs.length);
		expect(refs).toEqual(
			expect.arrayContaining(['pkg:npm/%40noble/hashes@2.4.0', 'models/sprout/onnx/model.onnx'])
		);
		const digested = components.filter(({ hashes }) => hashes !== undefined);
		for (const { hashes = [] } of digested) {
			expect(hashes[0]?.content).toMatch(
				hashes[0]?.alg === 'SHA-512' ? /^[\da-f]{128}$/ : /^[\da-f]{64}$/
			);
		}
		const licensed = components.filter(({ licenses }) => licenses !== undefined);
		expect(licensed.length).toBeGreaterThan(55);
		const weights = createHash('sha256').update('weights').digest('hex');
		expect(JSON.stringify(bill)).toContain(weights);
	});
});

describe('provenance', () => {
	async function provenance(...args: string[]): Promise<{ code: number; lines: string[] }> {
		const lines: string[] = [];
		return { code: await main(args, (line) => lines.push(line), dist), lines };
	}

	test('names commit, lock file, Node and the digest of every file', () => {
		const statement = describeBuild(dist);
		expect(statement.subject.map(({ name }) => name)).toContain('models/sprout/onnx/model.onnx');
		const lock = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
		const predicate = JSON.stringify(statement.predicate);
		for (const part of [lock, process.version, 'urn:glasshouse']) expect(predicate).toContain(part);
	});

	test('finds what is changed, missing or of another build in a folder', async () => {
		expect((await provenance()).code).toBe(0);
		const copy = join(folder, 'copy');
		cpSync(dist, copy, { recursive: true });
		// Written anew by each place.
		writeFileSync(join(copy, 'class.json'), '{"title":"ours"}');
		expect((await provenance('--check', copy)).code).toBe(0);
		writeFileSync(join(copy, 'index.html'), '<!doctype html><script src=//elsewhere.example>');
		rmSync(join(copy, 'assets/tokenizers-abc.wasm'));
		// What the copy says of itself does not count.
		writeFileSync(join(copy, 'provenance.json'), JSON.stringify(describeBuild(copy)));
		const { code, lines } = await provenance('--check', copy);
		expect(code).toBe(1);
		expect(lines).toEqual([
			'missing: assets/tokenizers-abc.wasm',
			'changed: index.html',
			expect.stringMatching(/^\d+ files are those of the build, 1 differ, 1 are missing$/)
		]);
	});

	test('checks a copy on a server', async () => {
		await provenance();
		let lie = false;
		const server = createServer((request, response) => {
			const name = (request.url ?? '').replace('/app/', '');
			response.end(lie && name === 'index.html' ? 'other' : readFileSync(join(dist, name)));
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/app`;
		expect((await provenance('--check', address)).code).toBe(0);
		lie = true;
		expect((await provenance('--check', address)).lines[0]).toBe('changed: index.html');
		await new Promise((resolve) => {
			server.close(resolve);
			server.closeAllConnections();
		});
		expect((await provenance('--check', address)).code).toBe(2);
	});

	test('an empty statement proves nothing, and says so', async () => {
		write('provenance.json', '{"subject":[]}');
		const { code, lines } = await provenance('--check', dist);
		expect([code, lines]).toEqual([2, [expect.stringContaining('names no files')]]);
		expect((await provenance('--elsewhere')).code).toBe(2);
	});
});
