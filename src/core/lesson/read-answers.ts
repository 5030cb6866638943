/** Reading answers is total, like reading a lesson. */
import { readJsonObject } from '../run-file/bounded-json.ts';
import { currentFields, type Fields } from '../run-file/migrate.ts';
import { fieldError, jsonPath, parseFields } from '../run-file/run-fields.ts';
import { ANSWERS_LIMITS, ANSWERS_TYPE, answersSchema } from './answers-schema.ts';
import type { Answered, Answers } from './answers-schema.ts';
import { readAs } from './lesson-errors.ts';

/** To `ANSWERS_VERSION`. */
const migrations: readonly ((older: Fields) => Fields)[] = [];

/**
 * @param input an answers file's text or its UTF-8 bytes, with or without a byte order mark
 * @throws AppError `answers-too-large` (also: nested too deep), `answers-not-answers`,
 *   `answers-unknown-version` (details: `version`, `newest`), `answers-field-invalid` (`path`, `expected`)
 */
export function readAnswers(input: string | Uint8Array): Answers {
	return readAs('answers', () => answersOf(readJsonObject(input, ANSWERS_LIMITS.fileBytes)));
}

function answersOf(file: Fields): Answers {
	const data = currentFields(file, ANSWERS_TYPE, migrations);
	const answers = parseFields(answersSchema, data);
	const seen = new Set<string>();
	for (const [index, answered] of answers.answers.entries()) {
		const at = ['answers', index];
		if (seen.has(answered.step)) throw fieldError(jsonPath([...at, 'step']), 'each step once');
		seen.add(answered.step);
		checkFits(answered, jsonPath([...at, 'answer']));
	}
	return answers;
}

function checkFits({ question, answer }: Answered, path: string): void {
	if (answer.type !== question.type) throw fieldError(`${path}.type`, question.type);
	const within = (index: number) => index < question.options.length;
	if (answer.type === 'choice' && !answer.chosen.every(within)) {
		throw fieldError(`${path}.chosen`, 'places of options');
	}
	if (answer.type === 'prediction' && answer.option !== null && !within(answer.option)) {
		throw fieldError(`${path}.option`, 'the place of an option');
	}
}

/** The answers file's text: JSON, one tab deep, a line end at the end. */
export function serializeAnswers(answers: Answers): string {
	return `${JSON.stringify(answers, null, '\t')}\n`;
}

/** `first-look-mia-1a2b3c4d.answers.json`: the lesson, whose they are if they say so, and which attempt. */
export function answersFileName({ lesson, learner, id }: Answers): string {
	const name = learner
		.normalize('NFKD')
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-|-$/g, '');
	return `${[lesson.id, name, id.slice(0, 8)].filter((part) => part !== '').join('-')}.answers.json`;
}
