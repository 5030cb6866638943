import { expect, it } from 'vitest';

import { exampleLesson } from '../../../tests/fixtures/example-lesson.ts';
import { AppError } from '../errors.ts';
import { wrapMessage } from '../link/envelope.ts';
import { LINK_LIMITS } from '../link/link-schema.ts';
import { fitsLessonLink, readLessonLink, writeLessonLink } from './lesson-link.ts';

const lesson = exampleLesson();
const fragment = writeLessonLink(lesson);

function codeOf(address: string): string {
	try {
		readLessonLink(address);
	} catch (error) {
		if (error instanceof AppError) return error.code;
		throw error;
	}
	return 'read';
}

it('a lesson travels in a link and comes out as it was', () => {
	expect(fragment).toMatch(/^lesson=1\.[A-Za-z0-9_-]+$/);
	expect(readLessonLink(`https://example.org/app/#${fragment}.`)).toEqual(lesson);
	expect(fitsLessonLink(fragment)).toBe(true);
	expect(fitsLessonLink('x'.repeat(LINK_LIMITS.characters))).toBe(true);
	expect(fitsLessonLink('x'.repeat(LINK_LIMITS.characters + 1))).toBe(false);
});

it('a link that is cut, newer, of another kind, or holds no lesson is refused by name', () => {
	expect(codeOf(fragment.slice(0, -9))).toBe('link-malformed');
	expect(codeOf(fragment.replace('=1.', '=2.'))).toBe('link-unknown-version');
	expect(codeOf('run=1.AAAA')).toBe('link-malformed');
	const text = (data: string) => wrapMessage('lesson', new TextEncoder().encode(data));
	expect(codeOf(text('{}'))).toBe('lesson-not-a-lesson');
	expect(codeOf(text(' '.repeat(2_000_000)))).toBe('lesson-not-a-lesson');
	expect(codeOf(wrapMessage('lesson', new Uint8Array(3_000_000)))).toBe('link-too-large');
	expect(codeOf(`lesson=1.${'A'.repeat(1024 * 1024)}`)).toBe('link-too-large');
});
