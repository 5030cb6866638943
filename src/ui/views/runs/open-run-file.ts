import type { AppState } from '#state/app-state.ts';
import { linkFragment } from '#state/page/routes.ts';
import { rememberFile } from '#state/runs/reopen-file.ts';

/** Beyond this a text is no link: see `LINK_LIMITS`. */
const LONGEST_LINK = 1024 * 1024;

/**
 * Opens a dropped, chosen or pasted run or comparison file, or a pasted link, on its own page; a file that is
 * no sound one has a page, too.
 */
export async function openRunFile(app: AppState, source: Blob | string): Promise<void> {
	const isLink = typeof source === 'string' && !source.trimStart().startsWith('{');
	const fragment = isLink && source.length <= LONGEST_LINK ? linkFragment(source) : null;
	if (fragment !== null) {
		app.route.go({ view: 'link', fragment });
		return;
	}
	const file = await app.runs.openFile(source);
	const isSafe = await rememberFile(source, file);
	if (!isSafe && file !== null) {
		app.toasts.show('This file is too large to survive a reload. Keep what you need in Runs.');
	}
	if (file?.kind === 'run') app.route.go({ view: 'run', id: file.run.id });
	if (file?.kind === 'comparison') app.route.go({ view: 'comparison' });
	if (file === null) app.route.go({ view: 'file' });
}
