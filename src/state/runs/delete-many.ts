import { plural } from '#words/plural.ts';
import type { ToastState } from '../page/toast-state.svelte.ts';
import type { RunsState } from './runs-state.svelte.ts';

/** As long as the toast that offers to undo; a tab that is closed before leaves the rest to the next. */
const UNDO_MS = 9_000;

/** Deletes any number of runs at once; the toast can take it back. */
export async function deleteMany(
	runs: RunsState,
	toasts: ToastState,
	ids: readonly string[]
): Promise<void> {
	const gone = new Set(ids);
	const rows = runs.summaries.filter(({ id }) => gone.has(id));
	const removed = await runs.attempt((store) => store.removeAll(ids));
	if (removed === null) return;
	const timer = setTimeout(() => {
		void runs.attempt((store) => store.eraseAll(removed)).then(() => runs.keepWaiting());
	}, UNDO_MS);
	async function undo(): Promise<void> {
		clearTimeout(timer);
		await runs.attempt((store) => store.restoreAll(removed ?? '', rows));
		const first = runs.found.find(({ id }) => gone.has(id));
		if (first !== undefined) runs.returned = first.id;
	}
	toasts.show(`${plural(ids.length, ['# run', '# runs'])} deleted.`, {
		label: 'Undo',
		run: () => void undo()
	});
}
