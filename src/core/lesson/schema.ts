/**
 * The lesson, version 1. This is its only definition; `public/schema/lesson-1.schema.json` is derived
 * from it. What has an obvious default may be left out of a file; once read, everything is there.
 */
import * as v from 'valibot';

import { activity } from './activity-schema.ts';
import {
	lessonModel,
	line,
	optionalLine,
	optionalMarkdown,
	shortText,
	slug,
	upTo
} from './lesson-fields.ts';
import { question } from './question-schema.ts';

export const LESSON_TYPE = 'glasshouse.lesson';
export const LESSON_VERSION = 1;

/** Limits that keep a hostile file from costing more than a moment. */
export const LESSON_LIMITS = { fileBytes: 2 * 1024 * 1024, steps: 100, questions: 100 } as const;

const age = v.pipe(v.number(), v.integer(), v.minValue(3), v.maxValue(120));

const source = v.strictObject({
	title: line,
	url: v.optional(
		v.nullable(v.pipe(shortText, v.regex(/^https?:\/\/[^\s<>"]+$/, 'is not a web address'))),
		null
	)
});

/** Parts of the glass that a reveal opens. */
export const GLASSES = [
	/** What else the model could have said at a token. */
	'alternatives',
	/** How a token was drawn. */
	'inspector',
	'timeline',
	'attention',
	/** Layer by layer. */
	'lens',
	/** Heads switched off. */
	'heads',
	/** Where several outputs differ. */
	'differences'
] as const;

const reveal = v.strictObject({
	text: optionalMarkdown,
	show: upTo(GLASSES.length, v.picklist(GLASSES))
});

const step = v.strictObject({
	id: slug,
	title: line,
	text: optionalMarkdown,
	activity: v.optional(v.nullable(activity), null),
	question: v.optional(v.nullable(question), null),
	/** What comes first: with `question`, the activity opens once the answer is locked in. */
	first: v.optional(v.picklist(['activity', 'question']), 'activity'),
	reveal: v.optional(v.nullable(reveal), null),
	teacher_note: optionalMarkdown
});

const worksheetQuestion = v.strictObject({
	text: v.pipe(optionalMarkdown.wrapped, v.minLength(1)),
	/** To tick. */
	options: upTo(12, line),
	/** To write on. */
	lines: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(30)), 3),
	/** For the teacher's copy. */
	answer: optionalMarkdown
});

const worksheet = v.strictObject({
	title: optionalLine,
	text: optionalMarkdown,
	questions: upTo(LESSON_LIMITS.questions, worksheetQuestion)
});

export const lessonSchema = v.strictObject({
	type: v.literal(LESSON_TYPE),
	version: v.literal(LESSON_VERSION),
	id: slug,
	title: line,
	/** BCP 47. */
	language: v.pipe(
		v.string(),
		v.maxLength(35),
		v.regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'is not a language tag such as en or pt-BR')
	),
	summary: line,
	minutes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(600)),
	ages: v.optional(
		v.nullable(v.strictObject({ from: age, to: v.optional(v.nullable(age), null) })),
		null
	),
	objectives: upTo(20, line),
	based_on: upTo(50, source),
	/** SPDX expression; null when it is not known. */
	license: v.optional(v.nullable(shortText), null),
	/** What the steps use unless they name another one. */
	model: lessonModel,
	text: optionalMarkdown,
	teacher_note: optionalMarkdown,
	steps: v.pipe(v.array(step), v.minLength(1), v.maxLength(LESSON_LIMITS.steps)),
	worksheet: v.optional(v.nullable(worksheet), null)
});

export type Lesson = v.InferOutput<typeof lessonSchema>;
export type LessonStep = Lesson['steps'][number];
export type LessonModel = Lesson['model'];
export type Reveal = NonNullable<LessonStep['reveal']>;
