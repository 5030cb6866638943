import { describe, expect, it } from 'vitest';

import { exampleRun, unsealedRun } from '../../../tests/fixtures/example-run.ts';
import { exampleFillMaskRun } from '../../../tests/fixtures/example-fill-mask-run.ts';
import { AppError } from '../errors.ts';
import { sealRun } from '../run-file/seal-run.ts';
import { readRun } from '../run-file/read-run.ts';
import type { Run } from '../run-file/schema.ts';
import { readComparison, readRunFile } from './read-comparison.ts';
import { COMPARISON_LIMITS } from './schema.ts';
import type { Comparison } from './schema.ts';
import {
	comparisonFileName,
	comparisonOfRuns,
	fitsComparisonFile,
	serializeComparison,
	serializeRunLines
} from './write-comparison.ts';

/** The example with another seed. */
function seeded(seed: string): Run {
	const run = unsealedRun();
	return sealRun({ ...run, request: { ...run.request, seed } });
}

const runs = ['1', '2', '3'].map(seeded);
const app = { name: 'Glasshouse', version: '0.1.0', commit: null };
const comparison = comparisonOfRuns(runs, {
	created: '2026-11-22T08:00:00.000Z',
	app,
	title: 'Three seeds'
});

function errorOf(data: unknown): AppError {
	try {
		readComparison(typeof data === 'string' ? data : JSON.stringify(data));
	} catch (error) {
		if (error instanceof AppError) return error;
		throw error;
	}
	throw new Error('was read');
}

/** The comparison with its third run changed. */
function withThird(change: (run: Run) => void): Comparison {
	const copy = structuredClone(comparison);
	const third = copy.runs[2];
	if (third !== undefined) change(third);
	return copy;
}

describe('a comparison file', () => {
	const text = serializeComparison(comparison);

	it('is read back as it was, from text and from bytes', () => {
		expect(readComparison(text)).toEqual(comparison);
		expect(readComparison(new TextEncoder().encode(`\uFEFF${text}`))).toEqual(comparison);
	});

	it('is told from a run file by its type', () => {
		expect(readRunFile(text)).toEqual({ kind: 'comparison', comparison });
		expect(readRunFile(JSON.stringify(runs[0]))).toEqual({ kind: 'run', run: runs[0] });
		expect(errorOf(exampleRun()).code).toBe('run-not-a-run');
		expect(errorOf([]).code).toBe('run-not-a-run');
	});

	it('names the run whose content does not match its id', () => {
		const error = errorOf(withThird((run) => (run.output.text = 'Another text')));
		expect(error.code).toBe('run-id-mismatch');
		expect(error.details['path']).toBe('runs[2]');
	});

	it('names the field of the run that is wrong', () => {
		const error = errorOf(withThird((run) => (run.request.temperature = -1)));
		expect(error.code).toBe('run-field-invalid');
		expect(error.details['path']).toBe('runs[2].request.temperature');
	});

	it('refuses what is no run, a version of a run that it does not know, and refused keys', () => {
		expect(errorOf({ ...comparison, runs: [runs[0], {}] }).details['path']).toBe('runs[1]');
		const newer = { ...comparison, runs: [{ ...runs[0], version: 2 }] };
		expect(errorOf(newer).code).toBe('run-unknown-version');
		const polluted = text.replace('"runs":', '"__proto__":{"a":1},"runs":');
		expect(errorOf(polluted).code).toBe('run-field-invalid');
	});

	it('says what is wrong with a run that is not one, and with one that comes twice', () => {
		for (const entry of [null, 5, 'text']) {
			const error = errorOf({ ...comparison, runs: [runs[0], entry] });
			expect([error.code, error.details['path']]).toEqual(['run-not-a-run', 'runs[1]']);
		}
		expect(errorOf({ ...comparison, runs: [...runs, runs[0]] }).details).toEqual({
			path: 'runs[3].id',
			expected: 'each run once'
		});
		const wrong = errorOf(withThird((run) => Object.assign(run.request, { temperature: 'x' })));
		expect(wrong.details['problem']).toBe('is neither 0 nor from 0.001 to 100');
		expect(wrong.cause).toBeInstanceOf(AppError);
		const deep = withThird((run) => {
			run.engine.options = { x: 5 as never };
		});
		expect(errorOf(deep).details['path']).toBe('runs[2].engine.options.x');
		const long = withThird((run) => Object.assign(run, { ['x'.repeat(400)]: 1 }));
		expect(errorOf(long).details['path']).toBe(`runs[2].${'x'.repeat(292)}`);
	});

	it('is nothing but a file of its type', () => {
		for (const type of ['glasshouse.run', undefined]) {
			expect(errorOf({ ...comparison, type }).code).toBe('run-not-a-run');
		}
		expect(errorOf('{"__proto__":{"type":"glasshouse.comparison"},"version":1}').code).toBe(
			'run-not-a-run'
		);
		const filled = exampleFillMaskRun();
		expect(readRunFile(JSON.stringify(filled))).toEqual({ kind: 'run', run: filled });
	});

	it('is one line, with nothing but a title in its notes', () => {
		expect(text.indexOf('\n')).toBe(text.length - 1);
		expect(comparison).toMatchObject({
			type: 'glasshouse.comparison',
			version: 1,
			notes: { title: 'Three seeds', text: '' }
		});
		expect(comparison.runs).not.toBe(runs);
	});

	it('refuses versions that it does not know', () => {
		for (const version of [0, 2, '1', null, undefined]) {
			expect(errorOf({ ...comparison, version }).code).toBe('run-unknown-version');
		}
	});

	it('has every run once, at least one, and no more than the limit', () => {
		const twice = errorOf({ ...comparison, runs: [...runs, runs[0]] });
		expect(twice.details['path']).toBe('runs[3].id');
		expect(errorOf({ ...comparison, runs: [] }).details['path']).toBe('runs');
		const many = Array.from({ length: COMPARISON_LIMITS.runs + 1 }, () => ({}));
		expect(errorOf({ ...comparison, runs: many }).details['path']).toBe('runs');
	});

	it('says before writing whether it could be read again', () => {
		expect(fitsComparisonFile(comparison, text)).toBe(true);
		const many = Array.from({ length: COMPARISON_LIMITS.runs + 1 }, () => exampleRun());
		expect(fitsComparisonFile({ ...comparison, runs: many }, '')).toBe(false);
		expect(fitsComparisonFile(comparison, 'é'.repeat(33 * 1024 * 1024))).toBe(false);
		expect(fitsComparisonFile(comparison, 'é'.repeat(32 * 1024 * 1024))).toBe(true);
		const most = many.slice(1);
		expect(fitsComparisonFile({ ...comparison, runs: most }, '')).toBe(true);
	});

	it('has a file name of date, size and first run', () => {
		const id = runs[0]?.id.slice(7, 15) ?? '';
		expect(comparisonFileName(comparison)).toBe(`2026-11-22-3-runs-${id}.comparison.json`);
		expect(comparisonFileName({ ...comparison, runs: runs.slice(0, 1) })).toBe(
			`2026-11-22-1-run-${id}.comparison.json`
		);
	});
});

it('as JSON Lines, every line is a run file', () => {
	const lines = serializeRunLines(runs).trimEnd().split('\n');
	expect(lines.map((line) => readRun(line))).toEqual(runs);
});
