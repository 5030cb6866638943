/** What the fields of a lesson are called, in its form and where something is wrong. */
import type { FieldPath } from '#core/lesson/edit/field-path.ts';
import { SETTING_WORDS } from '#words/setting-words.ts';

/** By the field's name, or that of what it is in and its own. */
const LABELS: Readonly<Record<string, string>> = {
	'activity.text': 'Text',
	'question.text': 'Question',
	'questions.text': 'Question',
	'request.prompt': 'Prompt',
	'reveal.text': 'Explanation',
	'steps.text': 'What to do',
	'steps.title': 'Title of the step',
	'worksheet.text': 'Above the questions',
	'worksheet.title': 'Title of the worksheet',
	'based_on.title': 'Title of the source',
	activity: 'Activity',
	ages: 'Ages',
	answer: 'A good answer',
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
	models: 'Models',
	objectives: 'Afterwards you can',
	options: 'Options',
	pairs: 'Pairs',
	prompt: 'Prompt',
	query: 'What to look for',
	question: 'Question',
	right: 'Right answer',
	sample: 'What a good answer says',
	seed: 'Seed',
	show: 'Show',
	steps: 'Steps',
	stop_sequences: 'Stop strings',
	summary: 'Summary',
	teacher_note: 'Note for the teacher',
	text: 'Introduction',
	title: 'Title',
	to: 'To age',
	tolerance: 'How far off still counts',
	unit: 'Unit',
	url: 'Web address',
	values: 'Values'
};

export function fieldLabel(path: FieldPath): string {
	const names = path.filter((key) => typeof key === 'string');
	const name = names.at(-1) ?? '';
	const setting = name in SETTING_WORDS ? SETTING_WORDS[name as keyof typeof SETTING_WORDS] : null;
	return LABELS[names.slice(-2).join('.')] ?? setting?.label ?? LABELS[name] ?? name;
}
