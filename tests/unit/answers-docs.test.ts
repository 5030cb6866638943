import { readFileSync } from 'node:fs';

import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';

import type { Answer } from '#core/lesson/answers-schema.ts';
import { answersOf, type Attempt } from '#core/lesson/attempt.ts';
import { readAnswers } from '#core/lesson/read-answers.ts';
import { lessonDigest } from '#core/lesson/read-lesson.ts';
import {
	docsPage,
	documentedFields,
	fieldsOf,
	publishedSchema,
	publishedText,
	publishedUrl
} from '../../tools/schema.ts';
import { exampleLesson } from '../fixtures/example-lesson.ts';
import { isRead } from './is-read.ts';

const docs = docsPage('answers.md');
const created = '2026-11-22T08:00:00.000Z';

/** One of each type, as the app writes them. */
function exampleAnswers() {
	const lesson = exampleLesson();
	const given: Record<string, Answer> = {
		guess: { type: 'prediction', option: null, own: 'green' },
		write: { type: 'choice', chosen: [1] },
		compare: { type: 'text', text: 'They differ.' },
		sweep: { type: 'number', value: 2.5 }
	};
	const attempt: Attempt = {
		lesson: lessonDigest(lesson),
		id: '0123456789abcdef'.repeat(2),
		learner: 'Mia',
		started: created,
		seen: [],
		steps: Object.entries(given).map(([step, answer]) => {
			return { step, answer, answered: created, isRevealed: true };
		})
	};
	const app = { name: 'Glasshouse', version: '0.1.0', commit: null };
	return answersOf(lesson, attempt, { app, created });
}

it('docs/answers.md describes every field of the schema, and none that is not there', () => {
	const inSchema = fieldsOf(publishedSchema('answers')).map(([path]) => path);
	expect([...documentedFields(docs).keys()].sort()).toEqual([...new Set(inSchema)].sort());
});

describe('public/schema/answers-1.schema.json', () => {
	it('is current (else: npx tsx tools/schema.ts)', () => {
		expect(readFileSync(publishedUrl('answers'), 'utf8')).toBe(publishedText('answers'));
	});

	it('agrees with the reader on sound and on broken answers', () => {
		const validate = new Ajv2020().compile(publishedSchema('answers'));
		const sound = exampleAnswers();
		const [first] = sound.answers;
		const { learner: _learner, ...nameless } = sound;
		const answer = (given: unknown) => ({ ...sound, answers: [{ ...first, answer: given }] });
		const broken: unknown[] = [
			nameless,
			{ ...sound, extra: 1 },
			{ ...sound, version: 2 },
			{ ...sound, type: 'glasshouse.lesson' },
			{ ...sound, id: 'mia' },
			{ ...sound, created: 'yesterday' },
			{ ...sound, learner: 'x'.repeat(101) },
			{ ...sound, lesson: { ...sound.lesson, digest: 'sha256:0' } },
			{ ...sound, answers: [{ ...first, step: 'No slug' }] },
			{ ...sound, answers: Array.from({ length: 101 }, () => first) },
			answer({ type: 'prediction', option: -1, own: '' }),
			answer({ type: 'prediction', option: 0.5, own: '' }),
			answer({ type: 'prediction', option: 0 }),
			answer({ type: 'choice', chosen: [12] }),
			answer({ type: 'number', value: 'x' }),
			answer({ type: 'drawing' })
		];
		expect(new Set(sound.answers.map((each) => each.answer.type)).size).toBe(4);
		expect([validate(sound), isRead(readAnswers, sound)]).toEqual([true, true]);
		for (const data of broken)
			expect([validate(data), isRead(readAnswers, data)]).toEqual([false, false]);
	});
});
