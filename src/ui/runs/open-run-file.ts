import type { AppState } from '#state/app-state.ts';

/** Opens a dropped, chosen or pasted run file on its own page; what is wrong with it goes to `runs.fileError`. */
export async function openRunFile(app: AppState, source: Blob | string): Promise<void> {
	const id = await app.runs.openFile(source);
	if (id !== null) app.route.go({ view: 'run', id });
}
