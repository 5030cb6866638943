/** Untrusted JSON, the part that every kind of run file shares: size, depth, encoding and keys. */
import { AppError } from '../errors.ts';
import { fieldError, jsonPath } from './run-fields.ts';
import { RUN_LIMITS } from './schema.ts';

/**
 * @param input a file's text or its UTF-8 bytes, with or without a byte order mark
 * @param limitBytes the largest file of its kind
 * @returns a JSON object whose keys are harmless
 * @throws AppError `run-too-large`, `run-too-deep`, `run-not-json`, `run-not-a-run`, `run-field-invalid`
 */
export function readJsonObject(
	input: string | Uint8Array,
	limitBytes: number = RUN_LIMITS.fileBytes
): Record<string, unknown> {
	const text = decode(input, limitBytes);
	checkDepth(text);
	const data = parseJson(text);
	if (typeof data !== 'object' || data === null || Array.isArray(data)) {
		throw new AppError('run-not-a-run', 'not a JSON object');
	}
	return data as Record<string, unknown>;
}

function decode(input: string | Uint8Array, limitBytes: number): string {
	// A text has at least as many UTF-8 bytes as UTF-16 units.
	if (input.length > limitBytes) {
		throw new AppError('run-too-large', 'the file is larger than such a file may be', {
			details: { sizeBytes: input.length, limitBytes }
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

/** Names that mean something to JavaScript objects; free-form records would drop them silently. */
const REFUSED_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** @throws AppError `run-field-invalid` */
export function checkKeys(data: unknown, path: readonly (string | number)[]): void {
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
