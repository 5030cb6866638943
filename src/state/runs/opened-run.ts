/** What can be open in Runs: a run, or a file that is not one. */
import type { AppError } from '#core/errors.ts';
import type { RunFile } from '#core/comparison/read-comparison.ts';
import type { AnyRun } from '#core/run-file/any-run.ts';
import type { AlteredFile } from '#core/run-file/inspect-file.ts';
import type { StoredRun } from '#storage/run-store.ts';

export interface ChosenRun {
	readonly id: string;
	readonly name: string;
}

/** What reads run files, and looks into those that cannot be read. */
export interface RunFiles {
	/** @throws AppError as `readRunFile` */
	readonly read: (source: Blob | string) => Promise<RunFile>;
	readonly inspect: (source: Blob | string) => Promise<AlteredFile | null>;
}

/** A file that is no sound run. */
export interface RefusedFile {
	/** Null for a text that was pasted. */
	readonly name: string | null;
	readonly error: AppError;
	/** Null where it is no run at all. */
	readonly altered: AlteredFile | null;
	/** The sound run of the id that the file states, where the history has it. */
	readonly original: AnyRun | null;
}

export type OpenedRun =
	| { readonly kind: 'none' }
	| { readonly kind: 'opening'; readonly id: string }
	/** `kept` is false for a run from a file until its owner keeps it. */
	| { readonly kind: 'open'; readonly stored: StoredRun; readonly kept: boolean }
	| { readonly kind: 'missing'; readonly id: string }
	| { readonly kind: 'failed'; readonly id: string; readonly error: AppError };

/** The run that is meant, where there is one. */
export function idOf(opened: OpenedRun): string | null {
	if (opened.kind === 'open') return opened.stored.run.id;
	return opened.kind === 'none' ? null : opened.id;
}

/** A run that the history does not hold, as if it did. */
export function unkept(run: AnyRun): StoredRun {
	return { run, title: run.notes.title, starred: false, savedAt: run.created };
}
