/** The shape of a sentence about an error, and what its facts are called in it. */
import type { ErrorDetails } from '#core/errors.ts';
import { formatBytes } from '../format.ts';

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

/** A detail for the sentence, or what to say without it. */
export function detail(details: ErrorDetails, name: string, otherwise: string): string {
	const value = details[name];
	return value === undefined || value === null ? otherwise : String(value);
}

export function bytesDetail(details: ErrorDetails, name: string, otherwise: string): string {
	const value = details[name];
	return typeof value === 'number' ? formatBytes(value) : otherwise;
}
