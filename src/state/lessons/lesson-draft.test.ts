import { expect, test } from 'vitest';
import { exampleLesson } from '../../../tests/fixtures/example-lesson.ts';
import { newLesson } from '#core/lesson/edit/new-parts.ts';
import { LESSON_DRAFTS } from './lesson-draft.ts';

const MODEL = exampleLesson().model;
const read = (value: unknown) => LESSON_DRAFTS['~standard'].validate(value);

test('unfinished lessons are read back as they were kept', async () => {
	const draft = { ...newLesson('en', MODEL), title: '' };
	const kept = { draft, others: [newLesson('es', MODEL)] };
	expect(await read(kept)).toEqual({ typed: true, value: kept });
});

test('what is no lesson is refused, also among the others', async () => {
	const draft = newLesson('en', MODEL);
	expect(await read({ draft: { ...draft, steps: 'none' }, others: [] })).toHaveProperty('issues');
	expect(await read({ draft, others: [1] })).toHaveProperty('issues');
	expect(await read(null)).toHaveProperty('issues');
});
