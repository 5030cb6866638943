/** What a schema cannot say about a lesson: its parts must fit each other. */
import { AppError } from '../errors.ts';
import { readLink } from '../link/read-link.ts';
import { jsonPath } from '../run-file/run-fields.ts';
import { readPairs } from '../scoring/pairs.ts';
import { parseAxisValues, type AxisField } from '../sweep/axis-values.ts';
import type { Activity, LessonRecipe } from './activity-schema.ts';
import type { Question } from './question-schema.ts';
import type { Lesson } from './schema.ts';

export interface BrokenField {
	readonly path: string;
	readonly expected: string;
}

type Path = readonly (string | number)[];

interface Contradiction {
	readonly path: Path;
	readonly expected: string;
}

/** Most cells of a sweep in a lesson: a class has minutes. */
const MOST_VALUES = 12;

/** @returns the first field that does not fit, or null */
export function checkLesson(lesson: Lesson): BrokenField | null {
	for (const { path, expected } of contradictions(lesson)) {
		return { path: jsonPath(path), expected };
	}
	return null;
}

/** Every field that does not fit the others, of a lesson whose fields have the right types. */
export function* contradictions({ steps, ages }: Lesson): Generator<Contradiction> {
	if (ages !== null && ages.to !== null && ages.to < ages.from) {
		yield broken(['ages', 'to'], 'an age not below the youngest');
	}
	const seen = new Set<string>();
	for (const [index, step] of steps.entries()) {
		const at: Path = ['steps', index];
		if (seen.has(step.id)) yield broken([...at, 'id'], 'each step’s id once');
		seen.add(step.id);
		if (step.activity !== null) yield* checkActivity(step.activity, [...at, 'activity']);
		if (step.question !== null) yield* checkQuestion(step.question, [...at, 'question']);
		if (step.first === 'question' && step.question === null) {
			yield broken([...at, 'question'], 'a question, since it comes first');
		}
	}
}

function broken(path: Path, expected: string): Contradiction {
	return { path, expected };
}

function* checkActivity(activity: Activity, at: Path): Generator<Contradiction> {
	switch (activity.type) {
		case 'write':
		case 'samples':
			yield* checkRecipe(activity.recipe, [...at, 'recipe']);
			break;
		case 'compare':
			for (const [i, recipe] of activity.recipes.entries()) {
				yield* checkRecipe(recipe, [...at, 'recipes', i]);
			}
			break;
		case 'sweep':
			yield* checkRecipe(activity.recipe, [...at, 'recipe']);
			yield* checkSweep(activity, at);
			break;
		case 'pairs':
			yield* checkPairs(activity.pairs, [...at, 'pairs']);
			break;
		case 'run':
			yield* checkRunLink(activity.link, [...at, 'link']);
			break;
		case 'tokens':
		case 'score':
		case 'data':
		case 'openness':
			// Whatever their schemas let through, they can show.
			break;
	}
}

function* checkPairs(text: string, at: Path): Generator<Contradiction> {
	const { pairs, badLines } = readPairs(text);
	if (pairs.length === 0 || badLines.length > 0) {
		yield broken(at, 'a pair of different texts in each line');
	}
}

function* checkRunLink(link: string, at: Path): Generator<Contradiction> {
	if (!isRunLink(link)) yield broken(at, 'the whole link of a run');
}

function* checkRecipe({ request }: LessonRecipe, at: Path): Generator<Contradiction> {
	const { mode, messages, prompt } = request;
	if (mode === 'chat') {
		if (prompt !== null) yield broken([...at, 'request', 'prompt'], 'no prompt in a conversation');
		return;
	}
	if (messages.length > 0) {
		yield broken([...at, 'request', 'messages'], 'no messages where a text is completed');
	}
	// A learner may have to write the beginning.
	if (prompt === null) {
		yield broken([...at, 'request', 'prompt'], 'a text to complete, which may be empty');
	}
}

function* checkSweep(
	{ field, values }: Extract<Activity, { type: 'sweep' }>,
	at: Path
): Generator<Contradiction> {
	const count = countValues(field, values);
	if (count < 2 || count > MOST_VALUES) {
		yield broken([...at, 'values'], `two to ${MOST_VALUES} values that ${field} may have`);
	}
}

/** 0 when the text is no list of values. */
function countValues(field: AxisField, values: string): number {
	try {
		return parseAxisValues(field, values).length;
	} catch (error) {
		if (!(error instanceof AppError)) throw error;
		return 0;
	}
}

function isRunLink(link: string): boolean {
	try {
		return readLink(link).kind === 'run';
	} catch (error) {
		if (!(error instanceof AppError)) throw error;
		return false;
	}
}

function* checkQuestion(question: Question, at: Path): Generator<Contradiction> {
	if (question.type === 'number') {
		const { minimum, maximum } = question;
		if (minimum !== null && maximum !== null && minimum > maximum) {
			yield broken([...at, 'maximum'], 'a number not below the minimum');
		}
	}
	if (question.type === 'text' || question.type === 'number') return;
	if (new Set(question.options).size < question.options.length) {
		yield broken([...at, 'options'], 'each option once');
	}
	if (question.type === 'choice') yield* checkRight(question, at);
}

function* checkRight(
	{ right, options, several }: Extract<Question, { type: 'choice' }>,
	at: Path
): Generator<Contradiction> {
	if (right === null) return;
	if (right.some((index) => index >= options.length)) {
		yield broken([...at, 'right'], 'numbers of options, from 0');
	}
	// Several may be right and one of them enough: then any of them counts.
	if (right.length === 0 && !several) yield broken([...at, 'right'], 'an option, or null');
}
