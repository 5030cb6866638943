import { plural } from '#words/plural.ts';
import type { ToastState } from '../page/toast-state.svelte.ts';
import type { RunsState } from './runs-state.svelte.ts';

/**
 * Deletes any number of runs at once; the toast can take it back. They are on the disk as long as it is there; a tab that is
 * closed before leaves the rest to the next.
 */
export async function deleteMany(
	runs: RunsState,
	toasts: ToastState,
	ids: readonly string[]
): Promise<void> {
	const gone = new Set(ids);
	const rows = runs.summaries.filter(({ id }) => gone.has(id));
	const removed = await runs.attempt((store) => store.removeAll(ids));
	if (removed === null) return;
	async function undo(): Promise<void> {
		await runs.attempt((store) => store.restoreAll(removed ?? '', rows));
		const first = runs.found.find(({ id }) => gone.has(id));
		if (first !== undefined) runs.returned = first.id;
	}
	async function erase(): Promise<void> {
		await runs.attempt((store) => store.eraseAll(removed ?? ''));
		await runs.keepWaiting();
	}
	toasts.undoable(
		`${plural(ids.length, ['# run', '# runs'])} deleted.`,
		() => void undo(),
		() => void erase()
	);
}
