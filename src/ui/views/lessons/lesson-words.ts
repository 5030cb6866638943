/** What the parts of a lesson are called. */
import type { Lesson } from '#core/lesson/schema.ts';
import { strangersWords } from '#words/strangers-words.ts';
import { SPACE_MARK } from '#words/token-words.ts';

export function agesText(ages: NonNullable<Lesson['ages']>): string {
	return ages.to === null
		? `from ${ages.from.toString()} years`
		: `${ages.from.toString()} to ${ages.to.toString()} years`;
}

/** Words between commas; the option without the blank that begins it. */
export function optionText(option: string): string {
	return strangersWords(option) || SPACE_MARK;
}
