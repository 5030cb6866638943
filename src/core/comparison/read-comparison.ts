/** Reading a comparison file is total, like reading a run file: every run in it is read as if it came alone. */
import { AppError } from '../errors.ts';
import type { AnyRun } from '../run-file/any-run.ts';
import { anyRunOf } from '../run-file/any-run-file.ts';
import { checkKeys, readJsonObject } from '../run-file/bounded-json.ts';
import { migrate, type Fields } from '../run-file/migrate.ts';
import { runOf } from '../run-file/read-run.ts';
import { fieldError, jsonPath, parseFields } from '../run-file/run-fields.ts';
import type { Run } from '../run-file/schema.ts';
import { COMPARISON_TYPE, comparisonHead } from './schema.ts';
import type { Comparison } from './schema.ts';

/** To `COMPARISON_VERSION`. */
const migrations: readonly ((older: Fields) => Fields)[] = [];

/** What a file holds. */
export type RunFile =
	| { readonly kind: 'run'; readonly run: AnyRun }
	| { readonly kind: 'comparison'; readonly comparison: Comparison };

/**
 * @param input the text of a run file of any kind or of a comparison file, or its UTF-8 bytes
 * @throws AppError as `readAnyRun` and `readComparison`; `run-not-a-run` for what is neither
 */
export function readRunFile(input: string | Uint8Array): RunFile {
	const file = readJsonObject(input);
	return isComparison(file)
		? { kind: 'comparison', comparison: comparisonOf(file) }
		: { kind: 'run', run: anyRunOf(file) };
}

/**
 * @param input a comparison file's text or its UTF-8 bytes, with or without a byte order mark
 * @throws AppError the codes of `readRun`; where a run of it is wrong, `path` in the details begins
 *   with its place, e.g. `runs[2].output.tokens[3].logprob`
 */
export function readComparison(input: string | Uint8Array): Comparison {
	const file = readJsonObject(input);
	if (isComparison(file)) return comparisonOf(file);
	throw new AppError('run-not-a-run', `no "type": "${COMPARISON_TYPE}"`);
}

function isComparison(file: Fields): boolean {
	return Object.hasOwn(file, 'type') && file['type'] === COMPARISON_TYPE;
}

function comparisonOf(file: Fields): Comparison {
	const data = migrate(file, migrations);
	checkKeys(data, []);
	const head = parseFields(comparisonHead, data);
	const runs = head.runs.map(readEntry);
	checkDistinct(runs);
	return { ...head, runs };
}

function readEntry(data: unknown, index: number): Run {
	try {
		if (typeof data === 'object' && data !== null) return runOf(data as Fields);
		throw new AppError('run-not-a-run', 'not a JSON object');
	} catch (error) {
		if (!(error instanceof AppError)) throw error;
		const place = jsonPath(['runs', index]);
		const inner = error.details['path'];
		const path = typeof inner === 'string' && inner !== '' ? `${place}.${inner}` : place;
		throw new AppError(error.code, `${place}: ${error.message}`, {
			details: { ...error.details, path: path.slice(0, 300) },
			cause: error
		});
	}
}

/** The same run twice would be two columns that nobody can tell apart. */
function checkDistinct(runs: readonly Run[]): void {
	const seen = new Set<string>();
	for (const [index, { id }] of runs.entries()) {
		if (seen.has(id)) throw fieldError(jsonPath(['runs', index, 'id']), 'each run once');
		seen.add(id);
	}
}
