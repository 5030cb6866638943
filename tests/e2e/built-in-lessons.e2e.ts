/** Built-in lessons with each kind of step that there is; the others are in `built-in-lessons.long.ts`. */
import { expect } from '@playwright/test';
import { everyDay, kindsIn, lessons, playEach } from './play-lesson.ts';
import { test } from './test.ts';

test('the lessons of every day hold each kind of step that there is', () => {
	expect(kindsIn(everyDay)).toEqual(kindsIn(lessons));
});

playEach(everyDay);
