/** The built-in lessons that are not in `built-in-lessons.e2e.ts`. */
import { others, playLesson } from './play-lesson.ts';
import { test } from './test.ts';

for (const lesson of others) {
	test(`the lesson “${lesson.title}” can be played from its first step to its worksheet`, async ({
		page
	}) => {
		test.setTimeout(300_000);
		await playLesson(page, lesson);
	});
}
