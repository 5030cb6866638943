/** What a schema cannot say about a lesson: its parts must fit each other. */
import { AppError } from '../errors.ts';
import { readLink } from '../link/read-link.ts';
import { jsonPath } from '../run-file/run-fields.ts';
import { readPairs } from '../scoring/pairs.ts';
import { parseAxisValues } from '../sweep/axis-values.ts';
import type { Activity, LessonRecipe } from './activity-schema.ts';
import type { Question } from './question-schema.ts';
import type { Lesson } from './schema.ts';

export interface BrokenField {
	readonly path: string;
	readonly expected: string;
}

type Path = readonly (string | number)[];

/** Most cells of a sweep in a lesson: a class has minutes. */
const MOST_VALUES = 12;

/** @returns the first field that does not fit, or null */
export function checkLesson({ steps, ages }: Lesson): BrokenField | null {
	if (ages !== null && ages.to !== null && ages.to < ages.from) {
		return broken(['ages', 'to'], 'an age not below the youngest');
	}
	const seen = new Set<string>();
	for (const [index, step] of steps.entries()) {
		const at: Path = ['steps', index];
		if (seen.has(step.id)) return broken([...at, 'id'], 'each step’s id once');
		seen.add(step.id);
		const found =
			(step.activity === null ? null : checkActivity(step.activity, [...at, 'activity'])) ??
			(step.question === null ? null : checkQuestion(step.question, [...at, 'question']));
		if (found !== null) return found;
		if (step.first === 'question' && step.question === null) {
			return broken([...at, 'question'], 'a question, since it comes first');
		}
	}
	return null;
}

function broken(path: Path, expected: string): BrokenField {
	return { path: jsonPath(path), expected };
}

function checkActivity(activity: Activity, at: Path): BrokenField | null {
	switch (activity.type) {
		case 'write':
		case 'samples':
			return checkRecipe(activity.recipe, [...at, 'recipe']);
		case 'compare':
			return firstOf(activity.recipes, (recipe, i) => checkRecipe(recipe, [...at, 'recipes', i]));
		case 'sweep':
			return checkRecipe(activity.recipe, [...at, 'recipe']) ?? checkSweep(activity, at);
		case 'pairs': {
			const { pairs, badLines } = readPairs(activity.pairs);
			const fits = pairs.length > 0 && badLines.length === 0;
			return fits ? null : broken([...at, 'pairs'], 'a pair of different texts in each line');
		}
		case 'run':
			return isRunLink(activity.link) ? null : broken([...at, 'link'], 'the whole link of a run');
		default:
			return null;
	}
}

function firstOf<T>(
	list: readonly T[],
	check: (item: T, index: number) => BrokenField | null
): BrokenField | null {
	for (const [index, item] of list.entries()) {
		const found = check(item, index);
		if (found !== null) return found;
	}
	return null;
}

function checkRecipe({ request }: LessonRecipe, at: Path): BrokenField | null {
	if (request.mode === 'completion') {
		if (request.messages.length > 0) {
			return broken([...at, 'request', 'messages'], 'no messages where a text is completed');
		}
		// A learner may have to write the beginning.
		return request.prompt === null
			? broken([...at, 'request', 'prompt'], 'a text to complete, which may be empty')
			: null;
	}
	return request.prompt === null
		? null
		: broken([...at, 'request', 'prompt'], 'no prompt in a conversation');
}

function checkSweep(
	{ field, values }: Extract<Activity, { type: 'sweep' }>,
	at: Path
): BrokenField | null {
	const expected = `two to ${MOST_VALUES} values that ${field} may have`;
	try {
		const { length } = parseAxisValues(field, values);
		if (length >= 2 && length <= MOST_VALUES) return null;
	} catch (error) {
		if (!(error instanceof AppError)) throw error;
	}
	return broken([...at, 'values'], expected);
}

function isRunLink(link: string): boolean {
	try {
		return readLink(link).kind === 'run';
	} catch (error) {
		if (!(error instanceof AppError)) throw error;
		return false;
	}
}

function checkQuestion(question: Question, at: Path): BrokenField | null {
	if (question.type === 'number') {
		const { minimum, maximum } = question;
		const fits = minimum === null || maximum === null || minimum <= maximum;
		return fits ? null : broken([...at, 'maximum'], 'a number not below the minimum');
	}
	if (question.type === 'text') return null;
	if (new Set(question.options).size < question.options.length) {
		return broken([...at, 'options'], 'each option once');
	}
	return question.type === 'choice' ? checkRight(question, at) : null;
}

function checkRight(
	{ right, options, several }: Extract<Question, { type: 'choice' }>,
	at: Path
): BrokenField | null {
	if (right === null) return null;
	if (right.some((index) => index >= options.length)) {
		return broken([...at, 'right'], 'numbers of options, from 0');
	}
	// Several may be right and one of them enough: then any of them counts.
	if (right.length === 0 && !several) return broken([...at, 'right'], 'an option, or null');
	return null;
}
