/** What the command line prints, and how it ends. */
import type { Verdict } from '#core/verification/verdict.ts';
import { printable, printableJson } from './printable.ts';
import type { FileResult } from './verify-file.ts';

type Kind = Verdict['verdict'] | 'error';

/** The exit code says the worst result; 64 is for a wrong call. */
export const EXIT_CODES: Readonly<Record<Kind, number>> = {
	'bit-exact': 0,
	'same-tokens': 0,
	'within-noise': 0,
	diverged: 1,
	'not-comparable': 2,
	'cannot-tell': 2,
	invalid: 3,
	error: 4
};

export const USAGE_EXIT_CODE = 64;

function kindOf({ verdict }: FileResult): Kind {
	return verdict === null ? 'error' : verdict.verdict;
}

export function exitCode(results: readonly FileResult[]): number {
	return Math.max(0, ...results.map((result) => EXIT_CODES[kindOf(result)]));
}

export function resultLine(result: FileResult): string {
	const text =
		result.verdict === null ? `${result.error.code}: ${result.error.message}` : result.text;
	const name = printable(result.name);
	return `${kindOf(result).padEnd(14)}  ${name}\n                ${printable(text)}`;
}

export function summaryLine(results: readonly FileResult[]): string {
	const kinds = Object.keys(EXIT_CODES) as Kind[];
	const counts = kinds
		.map((kind) => ({ kind, count: results.filter((result) => kindOf(result) === kind).length }))
		.filter(({ count }) => count > 0)
		.map(({ kind, count }) => `${count} ${kind}`);
	return `${results.length} verified: ${counts.join(', ')}`;
}

/** JSON has no Infinity: a shortfall of a token that the filters drop is the text "Infinity". */
function writable(_key: string, value: unknown): unknown {
	return value === Infinity || value === -Infinity ? String(value) : value;
}

/** One object: `results` with verdict, evidence, sentence and rows for each input, and `exitCode`. */
export function resultsJson(results: readonly FileResult[]): string {
	const plain = results.map((result) =>
		result.verdict === null
			? { name: result.name, verdict: 'error', code: result.error.code, text: result.error.message }
			: {
					name: result.name,
					...result.verdict,
					text: result.text,
					...result.rows,
					elapsedMs: Math.round(result.elapsedMs)
				}
	);
	const whole = { results: plain, exitCode: exitCode(results) };
	return printableJson(JSON.stringify(whole, writable, '\t'));
}
