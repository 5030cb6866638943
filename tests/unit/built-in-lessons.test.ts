import { readdirSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { lessonDigest, readLesson } from '#core/lesson/read-lesson.ts';

const folder = new URL('../../public/lessons/', import.meta.url);
const names = readdirSync(folder);

describe('the built-in lessons', () => {
	it.each(names)('%s is a lesson, and its name says which', (name) => {
		const { id, language, model } = readLesson(readFileSync(new URL(name, folder)));
		expect(name).toBe(`${id}.${language}.json`);
		expect(model.name).toBe('Sprout');
	});

	it('are there, and differ', () => {
		const digests = names.map((name) =>
			lessonDigest(readLesson(readFileSync(new URL(name, folder))))
		);
		expect(digests.length).toBeGreaterThan(0);
		expect(new Set(digests).size).toBe(digests.length);
	});
});
