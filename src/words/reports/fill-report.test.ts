import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';

import {
	exampleFillMaskRun,
	unsealedFillMaskRun
} from '../../../tests/fixtures/example-fill-mask-run.ts';
import { sealFillMaskRun } from '#core/fill-mask/fill-mask-file.ts';
import type { FillVerdict } from '#core/fill-mask/fill-verdict.ts';
import type { FillMaskRun } from '#core/fill-mask/schema.ts';
import { readAnyRun } from '#core/run-file/any-run-file.ts';
import { crateOfFill } from './crate-of-run.ts';
import { fillBibtexNote, fillMethodsParagraph } from './fill-methods.ts';
import { predictionsText, predictionTable } from './fill-predictions.ts';
import { fillPythonScript } from '#core/report/fill-python.ts';
import { CRATE_METADATA_NAME, roCrateMetadata, roCrateZip } from '#core/report/ro-crate.ts';

const run = exampleFillMaskRun();
/** What this app calls the files of its model. */
const KNOWN = 'Sprout';
const verdict: FillVerdict = {
	verdict: 'bit-exact',
	evidence: { comparedMasks: 2, engineDiffers: false }
};

function changed(change: (run: Omit<FillMaskRun, 'id'>) => void): FillMaskRun {
	const copy = structuredClone(unsealedFillMaskRun());
	change(copy);
	return sealFillMaskRun(copy);
}

/** The example's tokens hidden one at a time. */
const scored = changed((copy) => {
	copy.request.masking = 'one-by-one';
	copy.request.sentences = [
		{ text: 'The nurse left.', token_ids: [2, 5, 6, 8, 3], masked_positions: [2] }
	];
	copy.output.sentences[0]?.answers.pop();
	copy.usage = { input_tokens: 5, forward_passes: 1 };
});

test('the methods paragraph names everything that decided the numbers', () => {
	const text = fillMethodsParagraph(run, verdict, 'text', KNOWN);
	for (const part of [
		'is dated 2026-11-22',
		'The model was Sprout, OpenSSF model digest sha256:',
		'precision int8',
		run.model.digest,
		'onnxruntime-web 1.30.0 on WebAssembly (CPU)',
		'In one sentence (8 tokens in all), [MASK] stood for 2 tokens',
		'all masks of a sentence in one forward pass',
		'the 2 likeliest tokens recorded (1 forward pass)',
		'nothing was sampled',
		run.id,
		'verified as bit-exact: Every logit at 2 masked tokens is the same, bit for bit.'
	]) {
		expect(text).toContain(part);
	}
	expect(fillMethodsParagraph(run, null, 'text', KNOWN)).not.toContain('verified as');
	expect(fillMethodsParagraph(run, null, 'markdown', KNOWN)).toContain(`\`${run.id}\``);
	expect(fillMethodsParagraph(scored, null, 'text', KNOWN)).toContain('one mask at a time');
	expect(fillBibtexNote(run, KNOWN)).toContain(`\\texttt{${run.id}}`);
	expect(fillBibtexNote(run, KNOWN)).toMatch(/^@misc\{glasshouse-[0-9a-f]{8},\n.*all masks/s);
});

test('a model without an address comes from the app or from a folder', () => {
	expect(fillMethodsParagraph(run, null, 'text', KNOWN)).toContain(
		'(ONNX; served with the app; license'
	);
	const local = changed((copy) => (copy.model.source = { url: 'local folder', revision: null }));
	const text = fillMethodsParagraph(local, null, 'text', KNOWN);
	expect(text).toContain('(ONNX; from a folder on the device; license');
});

test('each mask has a table, with the hidden word and the likeliest ones', () => {
	const text = predictionsText(run, 'text');
	expect(text).toContain('Sentence: The nurse said [MASK] left.');
	expect(text).toContain(
		'Token 3: " nurse" hidden, which comes at rank 3 with probability 0.08208 (−2.5 nats)'
	);
	expect(text).toContain('Token 5: a mask; entropy 0.5 nats.');
	expect(text).toContain(
		[
			'Rank  Token   Probability  Logprob (nats)',
			'1     " she"  0.7788       −0.25',
			'2     " he"   0.1738       −1.75'
		].join('\n')
	);
	const markdown = predictionsText(run, 'markdown');
	expect(markdown).toContain('| Rank | Token | Probability | Logprob (nats) |\n| --- |');
	expect(markdown).toContain('| 1 | `" she"` | 0.7788 | −0.25 |');
});

test('a scored sentence has one table, and its pseudo-log-likelihood', () => {
	const text = predictionsText(scored, 'text');
	expect(text).toContain('Pseudo-log-likelihood −2.5 nats over 1 token,');
	expect(text).toContain('" nurse"  0.08208      −2.5            3     " doctor"');
});

test('the file has every number, and the hidden word where it is not among the likeliest', () => {
	const { columns, rows } = predictionTable(run);
	expect(columns).toHaveLength(8);
	expect(rows.map((row) => row.slice(0, 6))).toEqual([
		[1, 3, ' nurse', 1, 10, ' doctor'],
		[1, 3, ' nurse', 2, 11, ' farmer'],
		[1, 3, ' nurse', 3, 6, ' nurse'],
		[1, 5, null, 1, 12, ' she'],
		[1, 5, null, 2, 13, ' he']
	]);
	for (const row of rows) expect(row[6]).toBeCloseTo(Math.exp(Number(row[7])), 12);
});

test('nothing in a run breaks out of a table or of the Python code', () => {
	const odd = changed((copy) => {
		copy.model.name = '"""\nimport os\n"""';
		const best = copy.output.sentences[0]?.answers[0]?.alternatives[0];
		if (best !== undefined) best.text = ' |`\n"""';
	});
	const table = predictionsText(odd, 'markdown');
	expect(table).toContain('| 1 | `" \\|\'\\n\\"\\"\\""` |');
	const script = fillPythonScript(odd, odd.model.name);
	expect(script.match(/"""/g)).toHaveLength(2);
	expect(script).not.toMatch(/^import os/m);
});

test('the RO-Crate describes its files, and its run file is readable', () => {
	const crate = crateOfFill(run, verdict, KNOWN);
	const metadata = roCrateMetadata(crate) as { '@graph': { '@id': string }[] };
	const ids = metadata['@graph'].map((entity) => entity['@id']);
	expect(ids).toContain('#setting-masking');
	const files = unzipSync(roCrateZip(crate));
	const names = Object.keys(files);
	expect(names.slice(0, 3)).toEqual([CRATE_METADATA_NAME, 'sentences.txt', 'predictions.md']);
	for (const name of names) expect(ids).toContain(name);
	expect(readAnyRun(files[names[3] ?? ''] ?? '')).toEqual(run);
});
