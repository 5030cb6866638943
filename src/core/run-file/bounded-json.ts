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
	const isOpen = isLeftOpen(text);
	const data = parseJson(text, isOpen && text.trimStart().startsWith('{'));
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
		const isCutShort = isWholeButForTheEnd(input);
		throw new AppError('run-not-json', 'not UTF-8', { cause, details: { isCutShort } });
	}
}

/** Whether these bytes are UTF-8 up to a character that is not all there. */
function isWholeButForTheEnd(input: Uint8Array): boolean {
	try {
		return /^\s*\{/u.test(
			new TextDecoder('utf-8', { fatal: true }).decode(input, { stream: true })
		);
	} catch {
		return false;
	}
}

/**
 * Counts brackets outside strings, before anything recursive sees the text.
 * @returns whether the text ends before everything that it opened is closed
 */
function isLeftOpen(text: string): boolean {
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
	return depth > 0 || inString;
}

function parseJson(text: string, isCutShort: boolean): unknown {
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw new AppError('run-not-json', 'not JSON', { cause, details: { isCutShort } });
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
