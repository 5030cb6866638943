/**
 * Reading a lesson is total: any input gives a whole lesson of the current version or an `AppError`
 * that says what is wrong and where. Nothing in it is executed, fetched or shown by reading it.
 */
import { sha256Text } from '../digest/sha256.ts';
import { readJsonObject } from '../run-file/bounded-json.ts';
import { canonicalJson } from '../run-file/canonical-json.ts';
import { currentFields, type Fields } from '../run-file/migrate.ts';
import { fieldError, parseFields } from '../run-file/run-fields.ts';
import { checkLesson } from './check-lesson.ts';
import { readAs } from './lesson-errors.ts';
import { LESSON_LIMITS, LESSON_TYPE, lessonSchema } from './schema.ts';
import type { Lesson } from './schema.ts';

/** To `LESSON_VERSION`. */
const migrations: readonly ((older: Fields) => Fields)[] = [];

/**
 * @param input a lesson file's text or its UTF-8 bytes, with or without a byte order mark
 * @returns the lesson with every default filled in
 * @throws AppError `lesson-too-large` (also: nested too deep), `lesson-not-a-lesson`,
 *   `lesson-unknown-version` (details: `version`, `newest`), `lesson-field-invalid` (`path`, `expected`)
 */
export function readLesson(input: string | Uint8Array): Lesson {
	return readAs('lesson', () => lessonOf(readJsonObject(input, LESSON_LIMITS.fileBytes)));
}

function lessonOf(file: Fields): Lesson {
	const data = currentFields(file, LESSON_TYPE, migrations);
	const lesson = parseFields(lessonSchema, data);
	const broken = checkLesson(lesson);
	if (broken !== null) throw fieldError(broken.path, broken.expected);
	lessonDigest(lesson);
	return lesson;
}

/**
 * Names a lesson's content, however its file is written: answers say which lesson they are to.
 *
 * @returns `sha256:<64 hex digits>` of the RFC 8785 canonical JSON of the whole lesson
 */
export function lessonDigest(lesson: Lesson): string {
	return sha256Text(canonicalJson(lesson));
}

/** The lesson file's text: JSON, one tab deep, a line end at the end. */
export function serializeLesson(lesson: Lesson): string {
	return `${JSON.stringify(lesson, null, '\t')}\n`;
}

/** `the-next-word.en.lesson.json` */
export function lessonFileName({ id, language }: Lesson): string {
	return `${id}.${language}.lesson.json`;
}
