/** The command line with models in packs that the app's own code made. */
import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { FillMaskRun } from '#core/fill-mask/schema.ts';
import { fillLinkOfRun, runLinkOfRun, writeFillLink, writeRunLink } from '#core/link/write-link.ts';
import { sealRun } from '#core/run-file/seal-run.ts';
import { serializeRun } from '#core/run-file/write-run.ts';
import type { Run } from '#core/run-file/schema.ts';
import { main } from './cli.ts';
import { BERT_FOLDER, fillWithBert } from './make-fill-run.ts';
import { packOfFolder } from './make-pack.ts';
import { makeRun, nodeRequest } from './make-run.ts';
import { folderPlace } from './model-place.ts';
import { filesOfPrecision, openModel } from './open-model.ts';
import { SPROUT_FOLDER, sproutFileNames } from './sprout-folder.ts';

// The real model on the CPU, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const ROBERTA = fileURLToPath(new URL('../tests/fixtures/fill-mask/roberta', import.meta.url));
const WEIGHTS = 'onnx/model_int8.onnx';
const folder = mkdtempSync(join(tmpdir(), 'glasshouse-verify-pack-'));
const inFolder = (name: string) => join(folder, name);
/** Sprout with a line more in its config: another model than the one that is always there. */
const OWN = inFolder('own');
let run: Run;
let filled: FillMaskRun;

async function verify(...args: string[]): Promise<{ code: number; printed: string }> {
	const lines: string[] = [];
	const code = await main(args, (text) => lines.push(text));
	return { code, printed: lines.join('\n') };
}

async function writePack(name: string, model: string, files: readonly string[]): Promise<void> {
	writeFileSync(inFolder(name), await packOfFolder(model, files));
}

/** A copy of a pack with one changed byte: `after` bytes behind where a text begins. */
function damage(pack: string, text: string, after: number): string {
	const bytes = readFileSync(inFolder(pack));
	const at = bytes.indexOf(text) + after;
	bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
	writeFileSync(inFolder('damaged.tar'), bytes);
	return inFolder('damaged.tar');
}

beforeAll(async () => {
	const files = sproutFileNames('int8');
	for (const name of files) cpSync(join(SPROUT_FOLDER, name), join(OWN, name));
	writeFileSync(join(OWN, 'config.json'), `${readFileSync(join(OWN, 'config.json'), 'utf8')}\n`);
	// First: once an engine is loaded there are workers, which the store would hash in.
	await writePack('own.tar', OWN, files);
	await writePack('sprout.tar', SPROUT_FOLDER, files);
	const bert = (await filesOfPrecision(folderPlace(BERT_FOLDER), 'q8')) ?? [];
	await writePack('bert.tar', BERT_FOLDER, bert);
	const roberta = (await filesOfPrecision(folderPlace(ROBERTA), 'fp32')) ?? [];
	await writePack('roberta.tar', ROBERTA, roberta);
	const model = await openModel(OWN, files);
	const settings = { temperature: 2, top_k: 0, top_p: 1, max_tokens: 24 };
	run = await makeRun(model, 'int8', nodeRequest({ settings }));
	await model.session.dispose();
	filled = await fillWithBert('q8');
	writeFileSync(inFolder('honest.run.json'), serializeRun(run));
	writeFileSync(inFolder('filled.json'), serializeRun(filled));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Of the same calls with the model as a folder and as a pack. */
async function both(
	model: string,
	pack: string,
	...args: string[]
): Promise<{ code: number; printed: string }> {
	const asFolder = await verify(...args, '--model', model);
	const asPack = await verify(...args, '--model', inFolder(pack));
	const untimed = (text: string) => text.replace(/"elapsedMs": \d+/g, '');
	expect(untimed(asPack.printed)).toBe(untimed(asFolder.printed));
	expect(asPack.code).toBe(asFolder.code);
	return asPack;
}

describe('a pack of the model gives what its folder gives:', () => {
	test('an honest run is bit-exact token by token', async () => {
		const { code, printed } = await both(OWN, 'own.tar', inFolder('honest.run.json'), '--exact');
		expect(printed).toContain('1 verified: 1 bit-exact');
		expect(code).toBe(0);
	});

	test('JSON has a row for each token', async () => {
		const { printed } = await both(OWN, 'own.tar', inFolder('honest.run.json'), '--json');
		const { results } = JSON.parse(printed) as { results: { tokens: unknown[] }[] };
		expect(results[0]?.tokens).toHaveLength(run.output.token_ids.length);
	});

	test('a lie is found out', async () => {
		const seed = { ...run, request: { ...run.request, seed: '43' } };
		writeFileSync(inFolder('lie.json'), serializeRun(sealRun(seed)));
		const { code, printed } = await both(OWN, 'own.tar', inFolder('lie.json'));
		expect(printed).toContain('1 verified: 1 diverged');
		expect(code).toBe(1);
	});

	test('the pack of another model is not comparable, with the files that differ', async () => {
		const path = inFolder('honest.run.json');
		const { code, printed } = await both(SPROUT_FOLDER, 'sprout.tar', path);
		expect(printed).toMatch(/^not-comparable .*\n.*config\.json/);
		expect(code).toBe(2);
	});

	test('a pack without the named files has no such model', async () => {
		const path = inFolder('filled.json');
		const { code, printed } = await both(ROBERTA, 'roberta.tar', path);
		expect(printed).toContain('model-file-missing: no folder or pack has ');
		expect(code).toBe(4);
	});

	test('filled masks hold, from a file and from a link', async () => {
		const link = `https://example.org/#${writeFillLink(fillLinkOfRun(filled, false))}`;
		for (const input of [inFolder('filled.json'), link]) {
			const { code, printed } = await both(BERT_FOLDER, 'bert.tar', input);
			expect(printed).toContain('1 verified: 1 bit-exact');
			expect(code).toBe(0);
		}
	});

	test('a link finds the model by its precision', async () => {
		const link = writeRunLink(runLinkOfRun(run, true));
		const { code, printed } = await both(OWN, 'own.tar', link);
		expect(printed).toContain('1 verified: 1 same-tokens');
		expect(code).toBe(0);
	});
});

test('of several packs and folders the one with the digest is taken, for each run', async () => {
	const places = [ROBERTA, inFolder('bert.tar'), inFolder('sprout.tar'), inFolder('own.tar')];
	const options = places.flatMap((place) => ['--model', place]);
	const runs = [inFolder('honest.run.json'), inFolder('filled.json')];
	const { code, printed } = await verify(...runs, ...options, '--exact');
	expect(printed).toContain('2 verified: 2 bit-exact');
	expect(code).toBe(0);
});

describe('nothing is verified with', () => {
	const path = inFolder('honest.run.json');

	test('damaged weights: their file is named', async () => {
		// The manifest names the file before the archive does.
		const pack = damage('own.tar', `${WEIGHTS}\0`, 5000);
		const { code, printed } = await verify(path, '--model', pack);
		expect(printed).toMatch(/^error .*\n +model-digest-mismatch: .*damaged\.tar: onnx\/model_int8/);
		expect(printed).toContain('1 verified: 1 error');
		expect(code).toBe(4);
	});

	test('a damaged manifest', async () => {
		const pack = damage('own.tar', '"sha256:', 20);
		const { code, printed } = await verify(path, '--model', pack);
		expect(printed).toMatch(/\n +pack-invalid: .*damaged\.tar: not a pack: /);
		expect(code).toBe(4);
	});

	test('a pack that was cut off, even where the built-in model would do', async () => {
		const pack = inFolder('short.tar');
		cpSync(inFolder('sprout.tar'), pack);
		truncateSync(pack, 700_000);
		const { code, printed } = await verify(path, '--model', pack, '--json');
		const { results } = JSON.parse(printed) as { results: { code: string; text: string }[] };
		expect(results[0]?.code).toBe('pack-invalid');
		expect(results[0]?.text).toContain('short.tar: not a readable tar archive: it ends early');
		expect(code).toBe(4);
	});
});
