/** What is wrong in a lesson, and what to do about it. */
import type { FieldPath } from '#core/lesson/edit/field-path.ts';
import type { LessonProblem, ProblemKind } from '#core/lesson/edit/lesson-problems.ts';
import { plural } from '#words/plural.ts';
import { formatNumber } from '#words/format.ts';

const FORMS: Readonly<Partial<Record<string, string>>> = {
	id: 'Only lower-case letters and digits, with single hyphens between them.',
	language: 'A language tag such as en or pt-BR.',
	link: 'Choose a saved run.',
	seed: 'Enter a whole number from 0 to 18446744073709551615, or leave it empty.',
	temperature: '0, or from 0.001 to 100.',
	url: 'Enter a full web address that starts with https://.'
};

const CONTRADICTIONS: Readonly<Partial<Record<string, string>>> = {
	id: 'Another step has the same name.',
	link: 'Choose a saved run.',
	maximum: 'It must not be below the smallest answer.',
	options: 'Two options are the same.',
	pairs: 'In each line two different words in braces: The {cat|dog} slept.',
	question: 'The question comes first, but there is no question.',
	right: 'Select the right option, or say that no option is right or wrong.',
	to: 'It must not be below the youngest age.',
	values: 'Two to twelve values that this setting may have: 0, 0.7, 1.4.'
};

/** The words for what is missing where "Nothing is here yet." says too little. */
const MISSING: Readonly<Partial<Record<string, string>>> = {
	title: 'There is no title yet.',
	summary: 'One sentence for the list of lessons is missing.',
	link: 'No run is chosen yet.',
	pairs: 'There is no pair yet.',
	url: 'Leave it empty or enter a full web address.'
};

const SENTENCES: Readonly<Record<ProblemKind, (limit: number, name: string) => string>> = {
	missing: (_limit, name) => MISSING[name] ?? 'Nothing is here yet.',
	'too-long': (limit) => `Too long: at most ${formatNumber(limit)} characters fit.`,
	'too-few': (limit) => plural(limit, ['At least # is needed.', 'At least # are needed.']),
	'too-many': (limit) => plural(limit, ['At most # fits.', 'At most # fit.']),
	'too-small': (limit) => `Not less than ${formatNumber(limit)}.`,
	'too-large': (limit) => `Not more than ${formatNumber(limit)}.`,
	'not-a-number': () => 'Enter a number.',
	malformed: (_limit, name) => FORMS[name] ?? 'This is not allowed here.',
	unfit: (_limit, name) => CONTRADICTIONS[name] ?? 'This does not fit the rest of the lesson.'
};

export function problemText({ path, kind, limit }: LessonProblem): string {
	return SENTENCES[kind](limit, path.findLast((key) => typeof key === 'string') ?? '');
}

/** The page of the editor on which a field is. */
export function pageOf([part, index]: FieldPath): string {
	if (part === 'steps' && typeof index === 'number') return String(index + 1);
	return part === 'worksheet' ? part : '';
}

/** Where it is, in words. */
export function placeText(path: FieldPath): string {
	const page = pageOf(path);
	if (page === '') return 'About the lesson';
	return page === 'worksheet' ? 'Worksheet' : `Step ${page}`;
}

/** The id of a field's control in the page. */
export function fieldId(path: FieldPath): string {
	return `field-${path.join('-')}`;
}
