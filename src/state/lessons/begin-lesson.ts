import { AppError } from '#core/errors.ts';
import type { AppState } from '../app-state.ts';
import type { LessonEditor } from './lesson-editor.svelte.ts';

/**
 * Leads to the lesson editor with something to begin with.
 *
 * @param begin what to put there, e.g. `beginCopy`
 */
export async function beginLesson(
	{ lessons, route, toasts }: AppState,
	begin: (editor: LessonEditor) => void | Promise<void>
): Promise<void> {
	try {
		const { editor: gate } = await lessons.get();
		const editor = await gate.get();
		const before = editor.others.length;
		await begin(editor);
		if (editor.others.length > before) {
			toasts.show('Your previous draft is saved under “Other drafts”.');
		}
	} catch (error) {
		// What could not be fetched, the editor's page says itself.
		if (!(error instanceof AppError)) throw error;
	}
	route.go({ view: 'lesson-editor', page: '' });
}
