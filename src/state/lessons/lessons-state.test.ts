import 'fake-indexeddb/auto';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

import { lessonDigest, readLesson } from '#core/lesson/read-lesson.ts';
import { LessonStore } from '#storage/lesson-store.ts';

import { lessonRoute, routeAddress } from '../page/routes.ts';
import { LessonsState, type LessonsParts } from './lessons-state.svelte.ts';

const FILE = new URL('../../../public/lessons/temperature.en.json', import.meta.url);

/** With one built-in lesson. */
async function oneLesson() {
	const lesson = readLesson(await readFile(FILE));
	const digest = lessonDigest(lesson);
	const { id, language, title, summary, minutes, ages } = lesson;
	const entry = { id, language, title, summary, minutes, ages, digest, steps: ['one'] };
	const index = JSON.stringify([{ file: 'temperature.en.json', ...entry }]);
	const lessons = new LessonsState({
		store: new LessonStore(),
		baseUrl: './',
		languages: ['en'],
		fetch: (path) => {
			const isIndex = path === './lessons/index.json';
			return Promise.resolve(new Response(isIndex ? index : '', { status: isIndex ? 200 : 404 }));
		}
	} as Partial<LessonsParts> as LessonsParts);
	await lessons.start();
	return { lesson, lessons };
}

test('a lesson of the app is named by a short address, an edited copy of it is not', async () => {
	const { lesson, lessons } = await oneLesson();
	const key = lessons.builtInKey(lessonDigest(lesson)) ?? '';
	const address = routeAddress(lessonRoute(key));
	expect(address).toBe('#/lessons/temperature.en');
	const copy = { ...lesson, title: `${lesson.title}!` };
	expect(lessons.builtInKey(lessonDigest(copy))).toBeNull();
	// Nor is it once it is among the lessons of this browser.
	await lessons.keep(copy);
	expect(lessons.builtInKey(lessonDigest(copy))).toBeNull();
});
