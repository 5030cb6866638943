/** Runs of models that fill masks on the command line, with the tiny BERT of the fixtures. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { sealFillMaskRun } from '#core/fill-mask/fill-mask-file.ts';
import type { FillMaskRun } from '#core/fill-mask/schema.ts';
import { fillLinkOfRun, fillRecipeOfRun, writeFillLink } from '#core/link/write-link.ts';
import { serializeRun } from '#core/run-file/write-run.ts';
import { main } from './cli.ts';
import { BERT_FOLDER, fillWithBert } from './make-fill-run.ts';

// A real engine on the CPU, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const MODELS = fileURLToPath(new URL('../tests/fixtures/fill-mask/', import.meta.url));
const BERT = BERT_FOLDER;
const folder = mkdtempSync(join(tmpdir(), 'glasshouse-verify-fill-'));
let runs: Record<'fp32' | 'q8', FillMaskRun>;

function file(name: string, run: FillMaskRun): string {
	const path = join(folder, name);
	writeFileSync(path, serializeRun(run));
	return path;
}

async function verify(...args: string[]): Promise<{ code: number; printed: string }> {
	const lines: string[] = [];
	const code = await main(args, (text) => lines.push(text));
	return { code, printed: lines.join('\n') };
}

/** With a probability that the model does not give. */
function lie(run: FillMaskRun): FillMaskRun {
	const { id: _id, ...copy } = structuredClone(run);
	const best = copy.output.sentences[1]?.answers[0]?.alternatives[0];
	if (best === undefined) throw new Error('no answer');
	best.logprob /= 2;
	return sealFillMaskRun(copy);
}

beforeAll(async () => {
	runs = { fp32: await fillWithBert('fp32'), q8: await fillWithBert('q8') };
});

afterAll(() => rmSync(folder, { recursive: true }));

test.each(['fp32', 'q8'] as const)(
	'an honest %s run is bit-exact and ends with 0',
	async (each) => {
		const path = file(`${each}.json`, runs[each]);
		const { code, printed } = await verify(path, '--model', BERT);
		expect(printed).toMatch(
			/^bit-exact .*\n.*Every logit at 3 masked tokens is the same, bit for bit\.\n1 verified: 1 bit-exact$/
		);
		expect(code).toBe(0);
	}
);

test('the two precisions are two models', async () => {
	const { model, ...rest } = runs.fp32;
	const { digest, resources } = runs.q8.model;
	const claimed = sealFillMaskRun({ ...rest, model: { ...model, digest, resources } });
	const { printed, code } = await verify(file('claimed.json', claimed), '--model', BERT);
	expect(printed).toMatch(/^diverged .*\n.*the file and the model disagree about/);
	expect(code).toBe(1);
});

test('a folder of both kinds of lies ends with the code of its worst file', async () => {
	mkdirSync(join(folder, 'many'));
	file('many/honest.run.json', runs.fp32);
	file('many/lie.run.json', lie(runs.fp32));
	expect(await verify(join(folder, 'many'), '--model', BERT)).toMatchObject({ code: 1 });
	const edited = serializeRun(runs.fp32).replace('"position": 2', '"position": 3');
	writeFileSync(join(folder, 'many/edited.run.json'), edited);
	const { code, printed } = await verify(join(folder, 'many'), '--model', BERT);
	expect(printed).toContain('3 verified: 1 bit-exact, 1 diverged, 1 invalid');
	expect(code).toBe(3);
});

test('JSON has a row for each mask', async () => {
	const path = file('lie.json', lie(runs.fp32));
	const { printed } = await verify(path, '--json', '--model', BERT);
	const { results, exitCode } = JSON.parse(printed) as {
		results: { verdict: string; evidence: object; masks: { position: number }[] }[];
		exitCode: number;
	};
	expect(exitCode).toBe(1);
	expect(results[0]).toMatchObject({
		verdict: 'diverged',
		evidence: { sentence: 1, position: 5, number: 'logprob' }
	});
	expect(results[0]?.masks.map(({ position }) => position)).toEqual([2, 5, 5]);
	expect(results[0]?.masks[2]).toMatchObject({ contradiction: { number: 'logprob' } });
});

describe('the model', () => {
	test('is found among folders whose files have the same names', async () => {
		const path = file('many.json', runs.fp32);
		const others = ['roberta', 'distilbert', 'bert'].flatMap((name) => [
			'--model',
			join(MODELS, name)
		]);
		expect((await verify(path, ...others)).printed).toContain('1 verified: 1 bit-exact');
	});

	test('that is another one is not comparable, with the files that differ', async () => {
		const path = file('other.json', runs.fp32);
		const { code, printed } = await verify(path, '--model', join(MODELS, 'roberta'));
		expect(printed).toMatch(
			/^not-comparable .*\n.*config\.json, .* differ\. So does 1 more file\./
		);
		expect(code).toBe(2);
	});

	test('that is nowhere is an error that says what to do', async () => {
		const { code, printed } = await verify(file('alone.json', runs.fp32));
		expect(printed).toContain('no folder or pack has the model, one that fills masks: use --model');
		expect(code).toBe(4);
		const q8 = await verify(file('alone-q8.json', runs.q8));
		expect(q8.printed).toContain('model-file-missing');
		expect(q8.code).toBe(4);
	});
});

describe('a link', () => {
	const address = (run: FillMaskRun) =>
		`https://example.org/#${writeFillLink(fillLinkOfRun(run, false))}`;

	test.each(['fp32', 'q8'] as const)('to a %s run is verified like its file', async (each) => {
		const { code, printed } = await verify(address(runs[each]), '--model', BERT);
		expect(printed).toContain('1 verified: 1 bit-exact');
		expect(code).toBe(0);
	});

	test('that lies is found out', async () => {
		const { code, printed } = await verify(address(lie(runs.fp32)), '--model', BERT);
		expect(printed).toContain('1 verified: 1 diverged');
		expect(code).toBe(1);
	});

	test('that only asks claims nothing', async () => {
		const recipe = writeFillLink(fillRecipeOfRun(runs.fp32, false));
		expect(await verify(recipe, '--model', BERT)).toMatchObject({ code: 3 });
	});

	test('whose model is nowhere is an error that says what to do', async () => {
		const { code, printed } = await verify(address(runs.q8));
		expect(printed).toContain('no folder or pack has a model in precision q8: use --model');
		expect(code).toBe(4);
	});
});
