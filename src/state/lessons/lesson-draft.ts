/** Lessons that are being written, as they are kept over a reload: unfinished, so no reader of lessons takes them. */
import { readLessonDraft } from '#core/lesson/edit/read-draft.ts';
import type { Lesson } from '#core/lesson/schema.ts';
import type { ValueSchema } from '#storage/settings-store.ts';
import { fields, list } from '../page/stored-value.ts';

export interface LessonDrafts {
	readonly draft: Lesson;
	/** Others that were begun, the one left last first. */
	readonly others: readonly Lesson[];
}

export const LESSON_DRAFTS: ValueSchema<LessonDrafts | null> = {
	'~standard': {
		validate: (value) => {
			try {
				const { draft, others } = fields(value);
				return { value: { draft: readLessonDraft(draft), others: list(others, readLessonDraft) } };
			} catch (error) {
				return { issues: [error] };
			}
		}
	}
};
