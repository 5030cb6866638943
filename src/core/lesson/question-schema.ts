/** What a step asks. The answer is locked in before the step reveals anything. */
import * as v from 'valibot';

import {
	finite,
	flag,
	line,
	markdown,
	optionalLine,
	optionalMarkdown,
	plainText,
	stepModel
} from './lesson-fields.ts';

const MOST_OPTIONS = 12;

const words = v.pipe(markdown, v.minLength(1));

const choice = v.strictObject({
	type: v.literal('choice'),
	text: words,
	options: v.pipe(v.array(line), v.minLength(2), v.maxLength(MOST_OPTIONS)),
	/** Indices from 0; null where none is right or wrong. */
	right: v.optional(
		v.nullable(
			v.pipe(
				v.array(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MOST_OPTIONS - 1))),
				v.maxLength(MOST_OPTIONS)
			)
		),
		null
	),
	/** Whether more than one may be chosen. */
	several: flag(false)
});

const text = v.strictObject({
	type: v.literal('text'),
	text: words,
	/** Room to write. */
	lines: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(20)), 3),
	/** What a good answer says, for the teacher. */
	sample: optionalMarkdown
});

const number = v.strictObject({
	type: v.literal('number'),
	text: words,
	unit: optionalLine,
	/** Null where none is right or wrong. */
	right: v.optional(v.nullable(finite), null),
	/** How far off still counts as right. */
	tolerance: v.optional(v.pipe(v.number(), v.finite(), v.minValue(0)), 0),
	minimum: v.optional(v.nullable(finite), null),
	maximum: v.optional(v.nullable(finite), null)
});

/** Which word comes next? How likely each was is asked of the model when it is revealed. */
const prediction = v.strictObject({
	type: v.literal('prediction'),
	text: words,
	model: stepModel,
	/** What the model reads. */
	prompt: plainText,
	/** Exactly what could follow the prompt, with its blank: ` red`. */
	options: v.pipe(v.array(line), v.minLength(2), v.maxLength(MOST_OPTIONS)),
	/** Whether a word of your own may be typed. */
	own: flag(true)
});

export const question = v.variant('type', [choice, text, number, prediction]);

export type Question = v.InferOutput<typeof question>;
