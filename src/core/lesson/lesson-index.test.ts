import { expect, it } from 'vitest';

import { AppError } from '../errors.ts';
import { readAs } from './lesson-errors.ts';
import { readLessonIndex } from './lesson-index.ts';

const entry = {
	file: 'first-look.en.json',
	digest: `sha256:${'0'.repeat(64)}`,
	id: 'first-look',
	language: 'en',
	title: 'First look',
	summary: 'What it is.',
	minutes: 20,
	ages: { from: 10, to: null },
	steps: ['one', 'two']
};

function errorOf(work: () => unknown): unknown {
	try {
		return work();
	} catch (error) {
		return error;
	}
}

it('gives back what it says of each lesson', () => {
	expect(readLessonIndex(JSON.stringify([entry, { ...entry, language: 'es' }]))).toEqual([
		entry,
		{ ...entry, language: 'es' }
	]);
	expect(readLessonIndex('[]')).toEqual([]);
});

it('is refused when it is no JSON or has a field that is wrong', () => {
	expect(errorOf(() => readLessonIndex('<!doctype html>'))).toMatchObject({
		code: 'lesson-not-a-lesson'
	});
	expect(errorOf(() => readLessonIndex(JSON.stringify([{ ...entry, minutes: 0 }])))).toMatchObject({
		code: 'lesson-field-invalid',
		details: { path: '[0].minutes' }
	});
});

it.each(['../x.json', 'a/b.json', 'x.txt', 'x.json.txt', '.json/', 'xjson', ' x.json'])(
	'names no file outside its folder, and none of another kind: %s',
	(file) => {
		expect(errorOf(() => readLessonIndex(JSON.stringify([{ ...entry, file }])))).toMatchObject({
			code: 'lesson-field-invalid',
			details: { path: '[0].file' }
		});
	}
);

it.each([
	['run-too-large', 'lesson-too-large', 'answers-too-large'],
	['run-too-deep', 'lesson-too-large', 'answers-too-large'],
	['run-not-json', 'lesson-not-a-lesson', 'answers-not-answers'],
	['run-not-a-run', 'lesson-not-a-lesson', 'answers-not-answers'],
	['run-unknown-version', 'lesson-unknown-version', 'answers-unknown-version'],
	['run-field-invalid', 'lesson-field-invalid', 'answers-field-invalid']
] as const)('what the readers of run files call %s is %s or %s', (code, ofLesson, ofAnswers) => {
	const cause = new AppError(code, 'why', { details: { path: 'x' } });
	const fail = () => {
		throw cause;
	};
	const said = { message: 'why', details: { path: 'x' }, cause };
	expect(errorOf(() => readAs('lesson', fail))).toMatchObject({ code: ofLesson, ...said });
	expect(errorOf(() => readAs('answers', fail))).toMatchObject({ code: ofAnswers, ...said });
});

it('other errors stay as they are', () => {
	for (const error of [new AppError('busy', 'busy'), new Error('unexpected')]) {
		const fail = () => {
			throw error;
		};
		expect(errorOf(() => readAs('lesson', fail))).toBe(error);
	}
});
