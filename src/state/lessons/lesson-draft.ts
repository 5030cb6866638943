/** Lessons that are being written, as they are kept over a reload: unfinished, so no reader of lessons takes them. */
import * as v from 'valibot';

import { readLessonDraft } from '#core/lesson/edit/read-draft.ts';
import type { Lesson } from '#core/lesson/schema.ts';
import type { ValueSchema } from '#storage/settings-store.ts';

export interface LessonDrafts {
	readonly draft: Lesson;
	/** Others that were begun, the one left last first. */
	readonly others: readonly Lesson[];
}

const draftSchema = v.pipe(
	v.unknown(),
	v.rawTransform(({ dataset, addIssue, NEVER }): Lesson => {
		try {
			return readLessonDraft(dataset.value);
		} catch (error) {
			addIssue({ message: String(error) });
			return NEVER;
		}
	})
);

export const LESSON_DRAFTS: ValueSchema<LessonDrafts | null> = v.object({
	draft: draftSchema,
	others: v.array(draftSchema)
});
