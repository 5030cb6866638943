import { describe, expect, test } from 'vitest';
import {
	exampleFillMaskRun,
	unsealedFillMaskRun
} from '../../../tests/fixtures/example-fill-mask-run.ts';
import { exampleRun } from '../../../tests/fixtures/example-run.ts';
import { AppError } from '../errors.ts';
import { readAnyRun, sealAnyRun } from '../run-file/any-run-file.ts';
import { runId } from '../run-file/run-id.ts';
import { runFileName, serializeRun } from '../run-file/write-run.ts';
import type { FillMaskRun } from './schema.ts';
import fc, { examples } from '../../../tests/property.ts';

function codeOf(input: string): unknown {
	try {
		readAnyRun(input);
		return null;
	} catch (error) {
		if (error instanceof AppError) return [error.code, error.details['path'] ?? null];
		throw error;
	}
}

/** The example with one change, and the id that fits it. */
function changed(change: (run: FillMaskRun) => void): string {
	const run = structuredClone(exampleFillMaskRun());
	change(run);
	run.id = runId(run);
	return JSON.stringify(run);
}

describe('a sealed fill-mask run', () => {
	test('is read back as it was, beside runs that wrote a text', () => {
		expect(readAnyRun(serializeRun(exampleFillMaskRun()))).toEqual(exampleFillMaskRun());
		expect(readAnyRun(serializeRun(exampleRun()))).toEqual(exampleRun());
		expect(sealAnyRun(unsealedFillMaskRun())).toEqual(exampleFillMaskRun());
	});

	test('has a file name like other runs', () => {
		expect(runFileName(exampleFillMaskRun(), 'Sprout int8')).toMatch(
			/^2026-11-22-sprout-int8-[0-9a-f]{8}\.run\.json$/
		);
	});

	test('names what was edited', () => {
		const edited = { ...exampleFillMaskRun(), created: '2026-11-23T08:00:00.000Z' };
		expect(codeOf(JSON.stringify(edited))).toEqual(['run-id-mismatch', null]);
	});
});

test.each<[string, (run: FillMaskRun) => void]>([
	[
		'output.sentences[0].answers[1].original',
		({ output }) => {
			const [, second] = output.sentences[0]?.answers ?? [];
			if (second !== undefined) second.original = { text: 'x', logprob: -1, rank: 1 };
		}
	],
	[
		'output.sentences[0].answers[0].alternatives[1].logprob',
		({ output }) => {
			const second = output.sentences[0]?.answers[0]?.alternatives[1];
			if (second !== undefined) second.logprob = -0.1;
		}
	],
	[
		'output.sentences[0].answers[0].alternatives',
		({ output }) => {
			const second = output.sentences[0]?.answers[0]?.alternatives[1];
			if (second !== undefined) second.id = 10;
		}
	],
	['output.sentences', ({ output }) => output.sentences.push({ answers: [] as never })],
	[
		'request.sentences[0].masked_positions',
		({ request }) => {
			const [sentence] = request.sentences;
			if (sentence !== undefined) sentence.masked_positions = [2];
		}
	],
	[
		'request.sentences[0].masked_positions[1]',
		({ request }) => {
			const [sentence] = request.sentences;
			if (sentence !== undefined) sentence.masked_positions = [4, 2];
		}
	],
	['usage.forward_passes', ({ usage }) => (usage.forward_passes = 2)],
	['model.digest', ({ model }) => (model.digest = `sha256:${'0'.repeat(64)}`)]
])('a file that contradicts itself is refused: %s', (path, change) => {
	const [code, found] = (codeOf(changed(change)) ?? []) as [string?, string?];
	expect(code).toBe('run-field-invalid');
	expect(found?.startsWith(path)).toBe(true);
});

test('unknown versions and kinds are named', () => {
	expect(codeOf(JSON.stringify({ ...exampleFillMaskRun(), version: 2 }))).toEqual([
		'run-unknown-version',
		null
	]);
	expect(codeOf(JSON.stringify({ type: 'glasshouse.other' }))).toEqual(['run-not-a-run', null]);
});

test('reading is total: whatever is put in the place of a field gives a run or a named error', () => {
	const text = JSON.stringify(exampleFillMaskRun());
	fc.assert(
		fc.property(fc.nat(text.length - 1), fc.string({ maxLength: 4 }), (at, piece) => {
			codeOf(text.slice(0, at) + piece + text.slice(at + piece.length));
		}),
		{ numRuns: examples(300) }
	);
});
