/**
 * Reading a run file is total: any input gives a valid current run or an `AppError` that says what
 * is wrong and where. Nothing in the file is ever executed.
 */
import { AppError } from '../errors.ts';
import { fieldError, jsonPath, parseRun } from './run-fields.ts';
import { runId } from './run-id.ts';
import { RUN_LIMITS, RUN_TYPE, RUN_VERSION } from './schema.ts';
import type { Run } from './schema.ts';

/** Step n − 1 turns a run of version n into one of version n + 1. Append only. */
const migrations: readonly ((run: Record<string, unknown>) => Record<string, unknown>)[] = [];

/**
 * @param input a run file's text or its UTF-8 bytes, with or without a byte order mark
 * @throws AppError `run-too-large`, `run-too-deep`, `run-not-json`, `run-not-a-run`,
 *   `run-unknown-version` (details: `version`, `newest`), `run-field-invalid` (`path`, `expected`),
 *   `run-id-mismatch` (`expected`: what the content has, `actual`: what the file says)
 */
export function readRun(input: string | Uint8Array): Run {
	const text = decode(input);
	checkDepth(text);
	const data = migrate(asRun(parseJson(text)));
	checkKeys(data, []);
	const run = parseRun(data);
	const expected = runId(run);
	if (run.id !== expected) {
		throw new AppError('run-id-mismatch', 'the content was changed after it was sealed', {
			details: { expected, actual: run.id }
		});
	}
	return run;
}

function decode(input: string | Uint8Array): string {
	// A text has at least as many UTF-8 bytes as UTF-16 units.
	if (input.length > RUN_LIMITS.fileBytes) {
		throw new AppError('run-too-large', 'the file is larger than a run file may be', {
			details: { sizeBytes: input.length, limitBytes: RUN_LIMITS.fileBytes }
		});
	}
	if (typeof input === 'string') return input.replace(/^\uFEFF/, '');
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(input); // drops the byte order mark
	} catch (cause) {
		throw new AppError('run-not-json', 'not UTF-8', { cause });
	}
}

/** Counts brackets outside strings, before anything recursive sees the text. */
function checkDepth(text: string): void {
	let depth = 0;
	let inString = false;
	for (let i = 0; i < text.length; i++) {
		const unit = text.charCodeAt(i);
		if (inString) {
			if (unit === 0x5c)
				i++; // a backslash takes the next character along
			else if (unit === 0x22) inString = false;
		} else if (unit === 0x22) inString = true;
		else if (unit === 0x7b || unit === 0x5b) depth++;
		else if (unit === 0x7d || unit === 0x5d) depth--;
		if (depth > RUN_LIMITS.depth) {
			throw new AppError('run-too-deep', 'nested deeper than a run file may be', {
				details: { limit: RUN_LIMITS.depth }
			});
		}
	}
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw new AppError('run-not-json', 'not JSON', { cause });
	}
}

function asRun(data: unknown): Record<string, unknown> {
	if (typeof data === 'object' && data !== null && !Array.isArray(data)) {
		const fields = data as Record<string, unknown>;
		if (Object.hasOwn(fields, 'type') && fields['type'] === RUN_TYPE) return fields;
	}
	throw new AppError('run-not-a-run', `no "type": "${RUN_TYPE}"`);
}

function migrate(run: Record<string, unknown>): Record<string, unknown> {
	const { version } = run;
	const known = typeof version === 'number' && Number.isInteger(version);
	if (!known || version < 1 || version > RUN_VERSION) {
		throw new AppError('run-unknown-version', 'not a version that this app can read', {
			details: { version: describeVersion(version), newest: RUN_VERSION }
		});
	}
	return migrations.slice(version - 1).reduce((older, step) => step(older), run);
}

function describeVersion(version: unknown): string | number {
	if (typeof version === 'number') return version;
	return version === undefined ? 'none' : JSON.stringify(version).slice(0, 40);
}

/** Names that mean something to JavaScript objects; free-form records would drop them silently. */
const REFUSED_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

function checkKeys(data: unknown, path: readonly (string | number)[]): void {
	if (typeof data !== 'object' || data === null) return;
	if (Array.isArray(data)) {
		// Long lists of numbers are most of a run file; they hold no keys.
		data.forEach((item: unknown, i) => {
			if (typeof item === 'object') checkKeys(item, [...path, i]);
		});
		return;
	}
	for (const [key, item] of Object.entries(data)) {
		if (REFUSED_KEYS.has(key)) throw fieldError(jsonPath([...path, key]), 'no such field');
		checkKeys(item, [...path, key]);
	}
}
