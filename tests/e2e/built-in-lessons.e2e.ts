/** Built-in lessons with each kind of step that there is; the others are in `built-in-lessons.long.ts`. */
import { expect } from '@playwright/test';
import { everyDay, kindsIn, lessons, playLesson } from './play-lesson.ts';
import { test } from './test.ts';

test('the lessons of every day hold each kind of step that there is', () => {
	expect(kindsIn(everyDay)).toEqual(kindsIn(lessons));
});

for (const lesson of everyDay) {
	test(`the lesson “${lesson.title}” can be played from its first step to its worksheet`, async ({
		page
	}) => {
		test.setTimeout(300_000);
		await playLesson(page, lesson);
	});
}
