/** A whole lesson in the fragment of an address: its file, compressed. */
import { unwrapMessage, wrapMessage } from '../link/envelope.ts';
import { LINK_LIMITS } from '../link/link-schema.ts';
import { readLesson } from './read-lesson.ts';
import type { Lesson } from './schema.ts';

/** @returns what comes after the `#`: `lesson=1.…` */
export function writeLessonLink(lesson: Lesson): string {
	return wrapMessage('lesson', new TextEncoder().encode(JSON.stringify(lesson)));
}

/** Whether the link could be read again. @param fragment as `writeLessonLink` gives it */
export function fitsLessonLink(fragment: string): boolean {
	return fragment.length <= LINK_LIMITS.characters;
}

/**
 * @param address a whole address, or its fragment with or without `#`
 * @throws AppError `link-malformed`, `link-too-large`, `link-unknown-version`, and what `readLesson` says
 */
export function readLessonLink(address: string): Lesson {
	return readLesson(unwrapMessage(address, ['lesson']).message);
}
