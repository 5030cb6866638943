/** docs/verification.md and docs/links.md name everything that they are about. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Cause } from '#core/verification/checked-token.ts';
import { COMPARISON_1, FILL_1, LINK_1_DEFAULTS, RECIPE_1, RUN_1 } from '#core/link/link-1.ts';
import { NOISE_BANDS } from '#core/verification/tau.ts';
import type { Doubt, IncomparableReason, Verdict } from '#core/verification/verdict.ts';
import { EXIT_CODES } from '../../cli/cli-output.ts';

function read(name: string): string {
	return readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
}

/** By type, none can be forgotten here. */
const VERDICTS: Readonly<Record<Verdict['verdict'], true>> = {
	invalid: true,
	'not-comparable': true,
	diverged: true,
	'cannot-tell': true,
	'within-noise': true,
	'same-tokens': true,
	'bit-exact': true
};

const REASONS: Readonly<Record<IncomparableReason, true>> = {
	model: true,
	template: true,
	prompt: true,
	sampler: true,
	incomplete: true
};

const CAUSES: Readonly<Record<Cause, true>> = {
	token: true,
	probability: true,
	margin: true,
	number: true
};

const DOUBTS: Readonly<Record<Doubt, true>> = {
	'nothing-drawn': true,
	end: true,
	choice: true,
	numbers: true
};

describe('docs/verification.md', () => {
	const page = read('verification.md');

	test('has a row for every verdict, worst first', () => {
		const rows = Object.keys(VERDICTS).map((verdict) => page.indexOf(`\n| \`${verdict}\``));
		expect(rows).not.toContain(-1);
		expect(rows.toSorted((a, b) => a - b)).toEqual(rows);
	});

	test('has a row for every reason not to compare', () => {
		for (const reason of Object.keys(REASONS)) expect(page).toContain(`\n| \`${reason}\``);
	});

	test('has a row for every cause of a divergence', () => {
		for (const cause of Object.keys(CAUSES)) expect(page).toContain(`\n| \`${cause}\``);
	});

	test('has a row for every reason why nothing can be told', () => {
		for (const doubt of Object.keys(DOUBTS)) expect(page).toContain(`\n| \`${doubt}\``);
	});

	test('has the tau of every pair of backends', () => {
		const table = page.slice(page.indexOf('<!-- tau -->'), page.indexOf('<!-- /tau -->'));
		const rows = table
			.split('\n')
			.filter((line) => /^\| (wasm|webgpu)/.test(line))
			.map((line) => line.split('|').map((cell) => cell.trim()))
			.map(([, backends, arithmetic, , tau]) => [backends, arithmetic, Number(tau)]);
		expect(rows).toEqual(
			NOISE_BANDS.map(({ backends, arithmetic, tau }) => [backends.join(', '), arithmetic, tau])
		);
	});

	test('has every exit code of the command line', () => {
		const sentence = page.slice(page.indexOf('The exit code is'));
		for (const [kind, code] of Object.entries(EXIT_CODES)) {
			const words = kind === 'error' ? 'could not be verified' : `\`${kind}\``;
			expect(sentence).toMatch(new RegExp(`${code}[^;]*${words}`));
		}
	});
});

describe('docs/links.md', () => {
	const page = read('links.md');
	const proto = page.slice(page.indexOf('```proto'), page.indexOf('## What a run link'));

	test('has every field of every message with its number', () => {
		for (const message of [RECIPE_1, RUN_1, COMPARISON_1, FILL_1]) {
			for (const { name, number } of message.allFields()) {
				const ending = new RegExp(`\\b${name} = ${number};`);
				expect(proto, name).toMatch(ending);
			}
		}
	});

	test('has the values of settings that are left out', () => {
		for (const [name, value] of Object.entries(LINK_1_DEFAULTS)) {
			expect(proto).toMatch(new RegExp(`${name} = \\d+; +// left out: ${value}\\b`));
		}
	});

	test('says of every verdict what a run link can prove', () => {
		const table = page.slice(page.indexOf('## What a run link'));
		for (const verdict of Object.keys(VERDICTS)) expect(table).toContain(`\n| \`${verdict}\``);
	});
});
