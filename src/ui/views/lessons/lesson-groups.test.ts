import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ListedLesson } from '#state/lessons/lessons-state.svelte.ts';
import { groupLessons } from './lesson-groups.ts';
import { LESSON_DRAWINGS } from './lesson-pictures.ts';

const ids = [
	...new Set(
		readdirSync(new URL('../../../../public/lessons/', import.meta.url)).map(
			(name) => name.split('.')[0] ?? ''
		)
	)
];
const listed = (id: string, language = 'en'): ListedLesson =>
	({ id, language, key: `${id}.${language}` }) as ListedLesson;

test('every built-in lesson has a group and a picture', () => {
	const groups = groupLessons(ids.map((id) => listed(id)));
	expect(groups.map(({ name }) => name)).not.toContain('More lessons');
	expect(groups.flatMap(({ lessons }) => lessons)).toHaveLength(ids.length);
	expect(ids.filter((id) => LESSON_DRAWINGS[id] === undefined)).toEqual([]);
});

test('a lesson that no group names comes last, and translations share a number', () => {
	const groups = groupLessons([
		listed('first-look'),
		listed('first-look', 'es'),
		listed('tokens'),
		listed('of-our-own')
	]);
	expect(groups.at(-1)?.name).toBe('More lessons');
	expect(groups.flatMap(({ lessons }) => lessons.map(({ number }) => number))).toEqual([
		1, 1, 2, 3
	]);
});
