/** Whether data has the shape of a run, and what exactly is wrong if not. */
import * as v from 'valibot';

import { AppError } from '../errors.ts';
import { checkConsistency } from './consistency.ts';
import { runSchema } from './schema.ts';
import type { Run } from './schema.ts';

/** The error for one field: `path` is where, `expected` what should be there. */
export function fieldError(path: string, expected: string): AppError {
	return new AppError('run-field-invalid', `${path || 'the run'}: expected ${expected}`, {
		details: { path, expected }
	});
}

/**
 * The structural part of reading: exactly what the JSON Schema says.
 *
 * @throws AppError `run-field-invalid` with `path` (e.g. `output.tokens[3].logprob`), `expected` and
 *   `problem` in its details
 */
export function parseRunFields(data: unknown): Run {
	return parseFields(runSchema, data);
}

/** The same with the schema of any kind of run. @throws AppError as `parseRunFields` */
export function parseFields<S extends v.GenericSchema>(schema: S, data: unknown): v.InferOutput<S> {
	const result = v.safeParse(schema, data, { abortEarly: true });
	if (result.success) return result.output;
	const [issue] = result.issues;
	const path = issuePath(issue);
	throw new AppError('run-field-invalid', `${path}: ${issue.message}`, {
		details: { path, expected: expectedBy(issue), problem: issue.message.slice(0, 300) }
	});
}

/** Shape and inner consistency. @throws AppError `run-field-invalid` */
export function parseRun(data: unknown): Run {
	const run = parseRunFields(data);
	const broken = checkConsistency(run);
	if (broken !== null) throw fieldError(broken.path, broken.expected);
	return run;
}

/** What an issue's schema would have taken, in words: never a regular expression. */
export function expectedBy({ expected, kind, message, type }: v.BaseIssue<unknown>): string {
	if (type === 'regex') return message.replace(/^is not /, '');
	if (kind === 'schema' && expected === 'never') return 'no such field';
	return expected ?? message;
}

/** Where an issue of a schema is; '' for the whole. */
export function issuePath({ path }: v.BaseIssue<unknown>): string {
	return jsonPath((path ?? []).map(({ key }) => key));
}

/** `['output', 'tokens', 3, 'logprob']` as `output.tokens[3].logprob`. */
export function jsonPath(keys: readonly unknown[]): string {
	let path = '';
	for (const key of keys) {
		if (typeof key === 'number') path += `[${key}]`;
		else path += path === '' ? String(key) : `.${String(key)}`;
	}
	return path.slice(0, 300);
}
