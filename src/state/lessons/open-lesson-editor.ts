/** Builds the lesson editor, when it is first needed. */
import type { AppError } from '#core/errors.ts';
import type { SettingsStore } from '#storage/settings-store.ts';
import { DraftKeeper } from '../page/draft-keeper.ts';
import { LESSON_DRAFTS } from './lesson-draft.ts';
import { LessonEditor } from './lesson-editor.svelte.ts';
import { LessonPlayer, type PlayerParts } from './lesson-player.svelte.ts';
import { modelForLesson } from './recipe-for-lesson.svelte.ts';

export interface LessonEditorContext extends Omit<PlayerParts, 'onAttempt' | 'store'> {
	readonly settings: Promise<SettingsStore>;
	readonly onTrouble: (error: AppError) => void;
	readonly language: string;
}

/** Trying a lesson out leaves nothing behind. */
const NO_STORE: PlayerParts['store'] = { putAttempt: (attempt) => Promise.resolve(attempt) };

/** Resolves when the draft of last time has been read. */
export async function openLessonEditor(context: LessonEditorContext): Promise<LessonEditor> {
	const { model, settings, onTrouble, language } = context;
	const keeper = new DraftKeeper(
		settings,
		{ key: 'lesson-drafts', schema: LESSON_DRAFTS },
		onTrouble
	);
	const editor = new LessonEditor({
		keeper,
		language,
		model: modelForLesson(model, model.defaultChoice),
		tryOut: (lesson, digest) =>
			new LessonPlayer(lesson, digest, null, {
				...context,
				store: NO_STORE,
				onAttempt: () => undefined
			})
	});
	await editor.start();
	return editor;
}
