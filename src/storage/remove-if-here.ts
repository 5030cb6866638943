import type { RunStore, StoredRun } from './run-store.ts';

/** Deletes a run of the history; `stored` is null when another tab has deleted it before. */
export async function removeIfHere(
	store: RunStore,
	id: string
): Promise<{ readonly stored: StoredRun | null }> {
	try {
		return { stored: await store.remove(id) };
	} catch (error) {
		if ((await store.get(id)) !== undefined) throw error;
		return { stored: null };
	}
}
