/** What the list of built-in lessons says of each, so that none is fetched before it is opened. */
import * as v from 'valibot';

import { AppError } from '../errors.ts';
import { parseFields } from '../run-file/run-fields.ts';
import { sha256, shortText } from '../run-file/schema.ts';
import { slug } from './lesson-fields.ts';
import { readAs } from './lesson-errors.ts';
import { lessonSchema } from './schema.ts';

const { id, language, title, summary, minutes, ages } = lessonSchema.entries;

const entry = v.object({
	/** Beside the index: `<id>.<language>.json`. */
	file: v.pipe(shortText, v.regex(/^[A-Za-z0-9.-]+\.json$/, 'is not the name of a JSON file')),
	digest: sha256,
	id,
	language,
	title,
	summary,
	minutes,
	ages,
	/** The steps' ids. */
	steps: v.array(slug)
});

const lessonIndexSchema = v.array(entry);

export type LessonEntry = v.InferOutput<typeof entry>;

/** @throws AppError `lesson-field-invalid`, `lesson-not-a-lesson` */
export function readLessonIndex(json: string): LessonEntry[] {
	return readAs('lesson', () => {
		try {
			return parseFields(lessonIndexSchema, JSON.parse(json));
		} catch (cause) {
			if (cause instanceof AppError) throw cause;
			throw new AppError('run-not-json', 'the list of lessons is no JSON', { cause });
		}
	});
}
