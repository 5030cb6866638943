/**
 * Answers to a lesson, version 1: what one learner said, with what was asked, so that they can be
 * counted without the lesson. This is their only definition; `public/schema/answers-1.schema.json` is
 * derived from it.
 */
import * as v from 'valibot';

import { originFields, sha256, shortText } from '../run-file/schema.ts';
import { finite, line, markdown, slug, upTo } from './lesson-fields.ts';
import { LESSON_LIMITS } from './schema.ts';

export const ANSWERS_TYPE = 'glasshouse.answers';
export const ANSWERS_VERSION = 1;

export const ANSWERS_LIMITS = { fileBytes: 2 * 1024 * 1024, textLength: 20_000 } as const;

const MOST_OPTIONS = 12;
const place = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MOST_OPTIONS - 1));
const text = v.pipe(v.string(), v.maxLength(ANSWERS_LIMITS.textLength));

/** What was said; its type is the question's. */
export const answerSchema = v.variant('type', [
	v.strictObject({
		type: v.literal('choice'),
		/** Places of the chosen options, from 0, in order. */
		chosen: v.pipe(v.array(place), v.maxLength(MOST_OPTIONS))
	}),
	v.strictObject({ type: v.literal('text'), text }),
	v.strictObject({ type: v.literal('number'), value: finite }),
	v.strictObject({
		type: v.literal('prediction'),
		/** Null when a word of your own was typed. */
		option: v.nullable(place),
		own: shortText
	})
]);

export const time = originFields.created;

/** Which attempt this is: 128 random bits; nothing about the learner. */
export const attemptId = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/, 'is not 32 hex digits'));

const answered = v.strictObject({
	step: slug,
	/** As the learner saw it. */
	question: v.strictObject({
		type: v.picklist(['choice', 'text', 'number', 'prediction']),
		text: markdown,
		options: upTo(MOST_OPTIONS, line).wrapped,
		unit: shortText
	}),
	answer: answerSchema,
	/** When it was locked in. */
	answered: time
});

export const answersSchema = v.strictObject({
	type: v.literal(ANSWERS_TYPE),
	version: v.literal(ANSWERS_VERSION),
	id: attemptId,
	created: time,
	app: originFields.app,
	lesson: v.strictObject({ id: slug, title: line, language: shortText, digest: sha256 }),
	/** As the learner typed it; may be empty. */
	learner: v.pipe(shortText, v.maxLength(100)),
	started: time,
	answers: v.pipe(v.array(answered), v.maxLength(LESSON_LIMITS.steps))
});

export type Answers = v.InferOutput<typeof answersSchema>;
export type Answered = Answers['answers'][number];
export type Answer = v.InferOutput<typeof answerSchema>;
