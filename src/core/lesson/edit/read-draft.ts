import * as v from 'valibot';

import { lessonSchema, type Lesson } from '../schema.ts';

/**
 * Reads back a lesson that was being written, however unfinished: every field has the right type, whatever
 * is still missing in it; a number that was cleared is NaN.
 *
 * @throws TypeError when it is no draft of this version
 */
export function readLessonDraft(value: unknown): Lesson {
	const result = v.safeParse(lessonSchema, value);
	if (result.typed) return result.output;
	if (result.issues.every(({ kind, input }) => kind === 'validation' || Number.isNaN(input))) {
		return value as Lesson;
	}
	throw new TypeError('not a draft of a lesson');
}
