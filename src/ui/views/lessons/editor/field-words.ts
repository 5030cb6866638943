/** What the fields of a lesson are called, in its form and where something is wrong. */
import type { FieldPath } from '#core/lesson/edit/field-path.ts';
import { SETTING_WORDS } from '#words/setting-words.ts';

/** By the field's name, or that of what it is in and its own. */
const LABELS: Readonly<Record<string, string>> = {
	'activity.locked': 'Fixed for the learner',
	'activity.text': 'Text',
	'question.model': 'Who is asked',
	'question.text': 'Question',
	'questions.text': 'Question',
	'recipe.title': 'Title of this column',
	'recipes.title': 'Title of this column',
	'request.prompt': 'Prompt',
	'reveal.text': 'Explanation',
	'steps.text': 'What to do',
	'steps.title': 'Title of the step',
	'worksheet.text': 'Above the questions',
	'worksheet.title': 'Title of the worksheet',
	'based_on.title': 'Title of the source',
	activity: 'What runs in this step',
	ages: 'Ages',
	answer: 'A good answer',
	backend: 'Computes on',
	based_on: 'Based on',
	content: 'Message',
	count: 'How many times',
	field: 'Setting',
	first: 'What comes first',
	from: 'From age',
	given: 'Before each text',
	id: 'Name in addresses',
	language: 'Language',
	license: 'Licence',
	lines: 'Lines to write on',
	link: 'Run',
	max_tokens: 'Max tokens',
	maximum: 'Largest answer taken',
	messages: 'Conversation',
	minimum: 'Smallest answer taken',
	minutes: 'Minutes',
	model: 'Model',
	models: 'Models',
	objectives: 'Afterwards you can',
	options: 'Options',
	own: 'Allow a typed answer',
	pairs: 'Pairs',
	prompt: 'Prompt',
	query: 'What to look for',
	question: 'Kind of question',
	right: 'Right answer',
	role: 'Who speaks',
	sample: 'What a good answer says',
	seed: 'Seed',
	show: 'Show',
	steps: 'Steps',
	stop_sequences: 'Stop strings',
	summary: 'Summary',
	task: 'What to do with it',
	teacher_note: 'Note for the teacher',
	text: 'Introduction',
	title: 'Title',
	to: 'To age',
	tolerance: 'How far off still counts',
	unit: 'Unit',
	url: 'Web address',
	values: 'Values',
	view: 'Which tool'
};

/** What an entry of a list is called. */
const ENTRIES: Readonly<Record<string, string>> = {
	models: 'Model',
	objectives: 'Objective',
	options: 'Option',
	stop_sequences: 'Stop string'
};

/** An entry of a list of short texts, as its field and the buttons beside it name it: `Option 2`. */
export function entryLabel(list: FieldPath, index: number): string {
	const name = list.findLast((key) => typeof key === 'string') ?? '';
	return `${ENTRIES[name] ?? fieldLabel(list)} ${(index + 1).toString()}`;
}

/** As the field's own form names it, so that a problem leads to what is called the same. */
export function fieldLabel(path: FieldPath): string {
	const last = path.at(-1);
	if (typeof last === 'number' && isEntry(path)) return entryLabel(path.slice(0, -1), last);
	const names = path.filter((key) => typeof key === 'string');
	const name = names.at(-1) ?? '';
	const setting = name in SETTING_WORDS ? SETTING_WORDS[name as keyof typeof SETTING_WORDS] : null;
	return LABELS[names.slice(-2).join('.')] ?? setting?.label ?? LABELS[name] ?? name;
}

/** Whether it is an entry with no fields of its own. */
function isEntry(path: FieldPath): boolean {
	const list = path.at(-2);
	return typeof list === 'string' && list in ENTRIES;
}
