import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { runLinkOfRun, writeRunLink } from '#core/link/write-link.ts';
import { sealRun } from '#core/run-file/seal-run.ts';
import { serializeRun } from '#core/run-file/write-run.ts';
import type { Run } from '#core/run-file/schema.ts';
import { main } from './cli.ts';
import { makeRun, nodeRequest } from './make-run.ts';
import { openModel } from './open-model.ts';
import { SPROUT_FOLDER, sproutFileNames } from './sprout-folder.ts';

// The real model on the CPU, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const folder = mkdtempSync(join(tmpdir(), 'glasshouse-verify-'));
let run: Run;

function file(name: string, content: string): string {
	const path = join(folder, name);
	writeFileSync(path, content);
	return path;
}

async function verify(...args: string[]): Promise<{ code: number; printed: string }> {
	const lines: string[] = [];
	const code = await main(args, (text) => lines.push(text));
	return { code, printed: lines.join('\n') };
}

beforeAll(async () => {
	const model = await openModel(SPROUT_FOLDER, sproutFileNames('int8'));
	run = await makeRun(
		model,
		'int8',
		nodeRequest({ settings: { temperature: 2, top_k: 0, top_p: 1, max_tokens: 24 } })
	);
	await model.session.dispose();
	file('honest.run.json', serializeRun(run));
});

afterAll(() => rmSync(folder, { recursive: true }));

test('an honest run is bit-exact token by token, and ends with 0', async () => {
	const { code, printed } = await verify(join(folder, 'honest.run.json'), '--exact');
	expect(printed).toMatch(
		/^bit-exact .*honest\.run\.json\n.*bit for bit\. The text ends at the limit of 24 tokens\.\n1 verified: 1 bit-exact$/
	);
	expect(code).toBe(0);
});

test('a link can be verified, too', async () => {
	const { code, printed } = await verify(
		`https://example.org/#${writeRunLink(runLinkOfRun(run, true))}`
	);
	expect(printed).toContain('1 verified');
	expect(code).toBe(0);
});

test('a folder is summed up, and ends with the code of its worst file', async () => {
	const lies = join(folder, 'lies');
	mkdirSync(lies);
	file('lies/edited.run.json', serializeRun(run).replace('garden', 'kitchen'));
	file('lies/junk.run.json', '{');
	file('lies/readme.txt', 'not a run');
	const seed = { ...run, request: { ...run.request, seed: '43' } };
	file('lies/seed.run.json', serializeRun(sealRun(seed)));
	const { code, printed } = await verify(folder);
	expect(printed).toContain('4 verified: ');
	expect(printed).toContain('1 diverged, 2 invalid');
	expect(code).toBe(3);
	expect((await verify(join(lies, 'seed.run.json'))).code).toBe(1);
});

test('JSON has a row for each token', async () => {
	const { printed } = await verify(join(folder, 'honest.run.json'), '--json');
	const { results, exitCode } = JSON.parse(printed) as {
		results: { verdict: string; tokens: unknown[] }[];
		exitCode: number;
	};
	expect(exitCode).toBe(0);
	expect(results[0]?.tokens).toHaveLength(run.output.token_ids.length);
});

test('a model that is not here is an error, not a verdict', async () => {
	const resources = [
		{ name: 'onnx/other.onnx', size_bytes: 1, digest: `sha256:${'0'.repeat(64)}` }
	];
	const { modelDigest } = await import('#core/digest/model-digest.ts');
	const model = { ...run.model, resources, digest: modelDigest(resources) };
	const path = file('elsewhere.json', serializeRun(sealRun({ ...run, model })));
	const { code, printed } = await verify(path, '--model', folder);
	expect(printed).toContain('model-file-missing');
	expect(code).toBe(4);
});

test('a file whose model’s files are named with codes and a NUL is an error of its own', async () => {
	const name = 'onnx/\u001b[2Kx\u0000.onnx';
	const resources = [{ name, size_bytes: 1, digest: `sha256:${'0'.repeat(64)}` }];
	const { modelDigest } = await import('#core/digest/model-digest.ts');
	const model = { ...run.model, resources, digest: modelDigest(resources) };
	const path = file('painted.json', serializeRun(sealRun({ ...run, model })));
	const { code, printed } = await verify(path, '--model', folder);
	expect(printed).toContain('model-file-missing');
	expect(printed).not.toContain('\u001b');
	expect(code).toBe(4);
});

test('a wrong call says how to call', async () => {
	expect(await verify()).toMatchObject({ code: 64 });
	expect((await verify('--nonsense')).printed).toContain('--model <path>');
	expect((await verify(join(folder, 'nowhere.run.json'))).code).toBe(64);
	const run = join(folder, 'honest.run.json');
	expect((await verify(run, '--model', join(folder, 'nowhere.tar'))).code).toBe(64);
	expect((await verify(run, '--model', '/dev/null')).code).toBe(64);
});

const REFERENCE = fileURLToPath(new URL('../tests/fixtures/reference/', import.meta.url));

test.skipIf(!existsSync(REFERENCE))('the reference runs hold in Node, to the bit', async () => {
	const { printed } = await verify(REFERENCE, '--exact');
	expect(printed).toMatch(/(\d+) verified: \1 bit-exact$/);
	expect((await verify(REFERENCE)).code).toBe(0);
});
