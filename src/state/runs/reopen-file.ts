/** What was opened from a file, or lent by the bench, and not kept: found again after a reload. */
import type { RunFile } from '#core/comparison/read-comparison.ts';
import { SessionFiles, type SessionFile } from '#storage/session-files.ts';
import type { RunsState } from './runs-state.svelte.ts';

function sessionStorageOrNull(): Storage | null {
	try {
		return sessionStorage;
	} catch {
		return null;
	}
}

/** Null for bytes that are no text: they could not be given back as they were. */
async function textOf(source: Blob | string): Promise<string | null> {
	if (typeof source === 'string') return source;
	try {
		const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
		return decoder.decode(await source.arrayBuffer());
	} catch {
		return null;
	}
}

function partsOf(file: RunFile | null): Pick<SessionFile, 'kind' | 'runIds'> {
	if (file === null) return { kind: 'refused', runIds: [] };
	const runs = file.kind === 'run' ? [file.run] : file.comparison.runs;
	return { kind: file.kind, runIds: runs.map(({ id }) => id) };
}

/**
 * @param file what was in it; null where it was refused
 * @returns whether a reload finds it again
 */
export async function rememberFile(source: Blob | string, file: RunFile | null): Promise<boolean> {
	const text = await textOf(source);
	if (text === null) return false;
	const name = source instanceof File ? source.name : null;
	return new SessionFiles(sessionStorageOrNull()).add({ name, text, ...partsOf(file) });
}

async function reopen(runs: RunsState, isIt: (file: SessionFile) => boolean): Promise<boolean> {
	const file = new SessionFiles(sessionStorageOrNull()).all().findLast(isIt);
	if (file === undefined) return false;
	await runs.openFile(file.name === null ? file.text : new File([file.text], file.name));
	return true;
}

/** Puts a run that is not kept in reach of its page again, where this tab still has it. */
export async function reopenRun(runs: RunsState, id: string): Promise<void> {
	if (runs.has(id) || (await runs.get(id)) !== null) return;
	if (await reopen(runs, ({ runIds }) => runIds.includes(id))) return;
	const { BenchStore } = await import('#storage/bench-store.ts');
	const onBench = await new BenchStore().all().catch(() => new Map<string, never>());
	const run = onBench.get(id);
	if (run !== undefined) runs.lend(run);
}

/** The last file that could not be opened. */
export function reopenRefused(runs: RunsState): Promise<boolean> {
	return reopen(runs, ({ kind }) => kind === 'refused');
}

export function reopenComparison(runs: RunsState): Promise<boolean> {
	return reopen(runs, ({ kind }) => kind === 'comparison');
}
