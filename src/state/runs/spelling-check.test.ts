import { flushSync } from 'svelte';
import { expect, test, vi } from 'vitest';

import { AppError } from '#core/errors.ts';
import { allFindings, comparedWords } from '#words/altered-words.ts';
import type { AlteredFile } from '#core/run-file/inspect-file.ts';

import { exampleRun } from '../../../tests/fixtures/example-run.ts';
import { scriptedModel } from '../../../tests/fixtures/scripted-model.ts';
import { SpellingCheck } from './spelling-check.svelte.ts';

const FINDING = { path: 'output.text', expected: '"A fox"', found: '"A wolf"' };

test('nothing counts as compared before the model that the file names is in use', async () => {
	const analyse = vi.fn(() =>
		Promise.resolve({ findings: [FINDING], comparedPrompt: true } as never)
	);
	const model = scriptedModel({ analyse });
	const check = new SpellingCheck(model, exampleRun());
	expect(check.isDue).toBe(false);
	expect(check.spelling).toEqual({ kind: 'no-tokenizer' });
	expect(comparedWords(check.spelling)).toMatch(/^Not compared: /);

	await model.loadDefault();
	flushSync();
	expect(check.isDue).toBe(true);
	expect(comparedWords(check.spelling)).not.toMatch(/^Compared/);
	await check.ask();
	expect(check.isDue).toBe(false);
	expect(check.spelling).toEqual({ kind: 'compared', findings: [FINDING], comparedPrompt: true });
	expect(comparedWords(check.spelling)).toMatch(/^Compared: .*prompt/);
	expect(analyse).toHaveBeenCalledTimes(1);
});

test('another model’s tokenizer is not asked', async () => {
	const model = scriptedModel({});
	await model.loadDefault();
	const run = exampleRun();
	const other = { ...run, model: { ...run.model, digest: `sha256:${'1'.repeat(64)}` } };
	const check = new SpellingCheck(model, other);
	expect([check.isDue, check.spelling.kind]).toEqual([false, 'no-tokenizer']);
});

test('a tokenizer that fails has compared nothing', async () => {
	const analyse = () => Promise.reject(new AppError('model-invalid', 'an expression explodes'));
	const model = scriptedModel({ analyse });
	await model.loadDefault();
	const check = new SpellingCheck(model, exampleRun());
	await check.ask();
	expect(check.spelling).toEqual({ kind: 'failed' });
	expect(comparedWords(check.spelling)).toMatch(/^Not compared: /);
});

test('a prompt that was not compared is said not to be, and filled masks, too', () => {
	const words = comparedWords({ kind: 'compared', findings: [], comparedPrompt: false });
	expect(words).toMatch(/Not compared: the prompt/);
	expect(comparedWords(null)).toMatch(/^Not compared: /);
});

test('what the file contradicts by itself is told once', () => {
	const altered = { findings: [{ ...FINDING, expected: '"A hen"' }] } as unknown as AlteredFile;
	const more = { path: 'output.tokens[1].text', expected: '" fox"', found: '" wolf"' };
	expect(
		allFindings(altered, { kind: 'compared', findings: [FINDING, more], comparedPrompt: true })
	).toEqual([...altered.findings, more]);
	expect(allFindings(altered, { kind: 'comparing' })).toEqual(altered.findings);
});
