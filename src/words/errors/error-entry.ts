/** The shape of a sentence about an error, and what its facts are called in it. */
import type { ErrorDetails } from '#core/errors.ts';
import { formatBytes, formatNumber } from '../format.ts';
import { coreWords } from '../core/core-words.ts';

/** What can be offered beside the sentence. */
export type ErrorAction = 'retry' | 'use-cpu' | 'restart-model';

export interface ErrorText {
	readonly what: string;
	/** What it means, and what to do. */
	readonly advice: string;
	readonly actions: readonly ErrorAction[];
}

export type ErrorEntry = (details: ErrorDetails) => ErrorText;

export function entry(what: string, advice: string, ...actions: ErrorAction[]): ErrorEntry {
	return () => ({ what, advice, actions });
}

/** A fact as the sentence shows it; null when the error does not say. */
export function detail(details: ErrorDetails, name: string): string | null {
	const value = details[name] ?? null;
	if (value === null) return null;
	return typeof value === 'number' ? formatNumber(value) : String(value);
}

/** Of a fact that core says in words. */
export function phraseDetail(details: ErrorDetails, name: string): string | null {
	const phrase = detail(details, name);
	return phrase === null ? null : coreWords(phrase);
}

/** Of a fact that counts bytes. */
export function bytesDetail(details: ErrorDetails, name: string): string | null {
	const value = details[name];
	return typeof value === 'number' ? formatBytes(value) : null;
}

/**
 * The sentence with the facts in it, or one that does without them: half sentences that are put
 * together cannot be translated.
 *
 * @param facts null: the error does not say
 */
export function say<Facts extends readonly (string | null)[]>(
	facts: readonly [...Facts],
	sentence: (...known: { -readonly [K in keyof Facts]: string }) => string,
	without: string
): string {
	const known = facts.filter((fact) => fact !== null);
	if (known.length < facts.length) return without;
	return sentence(...(known as { -readonly [K in keyof Facts]: string }));
}
