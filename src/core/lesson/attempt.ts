/** One learner's way through a lesson, as this device keeps it. */
import * as v from 'valibot';

import { originFields, sha256, shortText } from '../run-file/schema.ts';
import { ANSWERS_TYPE, ANSWERS_VERSION, answerSchema, attemptId, time } from './answers-schema.ts';
import type { Answered, Answers } from './answers-schema.ts';
import { slug } from './lesson-fields.ts';
import type { Question } from './question-schema.ts';
import type { Lesson } from './schema.ts';

const stepAttempt = v.object({
	step: slug,
	/** Null until something is chosen or typed. */
	answer: v.nullable(answerSchema),
	/** When it was locked in. */
	answered: v.nullable(time),
	isRevealed: v.boolean()
});

export const attemptSchema = v.object({
	/** Digest of the lesson. */
	lesson: sha256,
	id: attemptId,
	learner: v.pipe(shortText, v.maxLength(100)),
	started: originFields.created,
	/** Steps that were seen, by id. */
	seen: v.array(slug),
	steps: v.array(stepAttempt)
});

export type Attempt = v.InferOutput<typeof attemptSchema>;
export type StepAttempt = Attempt['steps'][number];

export function stepOf(attempt: Attempt, step: string): StepAttempt {
	return (
		attempt.steps.find((each) => each.step === step) ?? {
			step,
			answer: null,
			answered: null,
			isRevealed: false
		}
	);
}

/** The attempt with one step changed. */
export function withStep(attempt: Attempt, changed: StepAttempt): Attempt {
	const others = attempt.steps.filter(({ step }) => step !== changed.step);
	return { ...attempt, steps: [...others, changed] };
}

/** What an answers file holds of the attempt: every answer that is locked in, in the lesson's order. */
export function answersOf(
	lesson: Lesson,
	attempt: Attempt,
	made: Pick<Answers, 'created' | 'app'>
): Answers {
	const { id, title, language } = lesson;
	return {
		type: ANSWERS_TYPE,
		version: ANSWERS_VERSION,
		id: attempt.id,
		created: made.created,
		app: made.app,
		lesson: { id, title, language, digest: attempt.lesson },
		learner: attempt.learner.trim(),
		started: attempt.started,
		answers: lesson.steps.flatMap(({ id: step, question }): Answered[] => {
			const { answer, answered } = stepOf(attempt, step);
			if (question === null || answer === null || answered === null) return [];
			if (question.type !== answer.type) return [];
			return [{ step, question: asked(question), answer, answered }];
		})
	};
}

function asked(question: Question): Answered['question'] {
	return {
		type: question.type,
		text: question.text,
		options: 'options' in question ? question.options : [],
		unit: question.type === 'number' ? question.unit : ''
	};
}
