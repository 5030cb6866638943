import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { filterPipeline, type Filtered, type FilterStep } from './filters.ts';
import { TaskRefused } from './task-refused.ts';

/** Made with the harness's own filters, version 0.4.13. */
interface Fixture {
	readonly answers: readonly (readonly string[])[];
	readonly choices: readonly string[];
	readonly cases: readonly {
		readonly steps: readonly Readonly<Record<string, unknown>>[];
		readonly results: readonly Filtered[];
	}[];
}

const fixture = JSON.parse(
	readFileSync(
		new URL('../../../../tests/fixtures/evaluation/filters.json', import.meta.url),
		'utf8'
	)
) as Fixture;

const document = { choices: () => fixture.choices };

function isDictionary(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function step({ function: name, ...options }: Readonly<Record<string, unknown>>): FilterStep {
	const entries = Object.entries(options).map(
		([key, value]) => [key, isDictionary(value) ? new Map(Object.entries(value)) : value] as const
	);
	return { function: String(name), options: new Map<string, unknown>(entries) };
}

function refusal(steps: readonly Readonly<Record<string, unknown>>[], answers: Filtered): string {
	try {
		filterPipeline(steps.map(step))(answers, document);
	} catch (error) {
		if (error instanceof TaskRefused) return error.message;
		throw error;
	}
	throw new Error('nothing was refused');
}

describe('makes of answers what the harness makes of them', () => {
	test.each(fixture.cases.map((each) => ({ ...each, title: JSON.stringify(each.steps) })))(
		'$title',
		({ steps, results }) => {
			const filter = filterPipeline(steps.map(step));
			expect(fixture.answers.map((answers) => filter(answers, document))).toEqual(results);
		}
	);
});

test('refuses filters and options that it does not know, by name', () => {
	expect(refusal([{ function: 'format_span' }], [])).toBe(
		'format_span: this filter is not known here'
	);
	expect(refusal([{ function: 'regex', regex: 'a' }], ['a'])).toBe('regex: it has no option regex');
	expect(refusal([{ function: 'take_first_k' }], ['a'])).toBe(
		'take_first_k: k must be a whole number'
	);
});

test('refuses patterns that would mean something else', () => {
	expect(refusal([{ function: 'regex', regex_pattern: 'a++' }], ['a'])).toMatch(/possessive/);
	expect(refusal([{ function: 'regex', regex_pattern: '(' }], ['a'])).toMatch(/Python refuses it/);
});

test('refuses answers that are too few or of the wrong kind', () => {
	expect(refusal([{ function: 'take_first' }], [])).toMatch(/no answer/);
	expect(refusal([{ function: 'take_first_k', k: 3 }], ['a'])).toMatch(/takes 3 answers/);
	expect(refusal([{ function: 'regex', regex_pattern: 'a', group_select: 1 }], ['a'])).toMatch(
		/match 1 is asked for, and there are 1/
	);
	expect(
		refusal([{ function: 'map', mapping_dict: { a: 1 } }, { function: 'lowercase' }], ['a'])
	).toMatch(/needs texts/);
});
