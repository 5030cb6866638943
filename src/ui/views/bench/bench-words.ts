/** What the fields of the bench are called, and what their values mean. */
import { inSentence } from '#words/in-sentence.ts';
import type { BenchField, BenchValues } from '#state/bench/bench-values.ts';
import type { BenchRecipe } from '#state/bench/bench-recipe.svelte.ts';
import { NUMERIC_FIELDS, type NumericField } from '#state/runs/presets.ts';
import { BACKEND_NAMES, precisionName, shownName } from '#words/model-words.ts';
import { SETTING_WORDS } from '#words/setting-words.ts';

const OTHER_LABELS: Readonly<Record<Exclude<BenchField, NumericField>, string>> = {
	modelId: 'Model',
	precisionId: 'Precision',
	backend: 'Runs on',
	system: 'System prompt',
	seed: 'Seed'
};

export function isNumeric(field: BenchField): field is NumericField {
	return NUMERIC_FIELDS.some((each) => each === field);
}

export function fieldLabel(field: BenchField): string {
	return isNumeric(field) ? SETTING_WORDS[field].label : OTHER_LABELS[field];
}

/** One plain sentence for numbers; empty for the others. */
export function fieldHint(field: BenchField, values: BenchValues): string {
	return isNumeric(field) ? SETTING_WORDS[field].hint(values[field]) : '';
}

/** How a model of the catalogue is called; its id where the catalogue does not have it. */
export function nameOf(
	catalog: readonly (Parameters<typeof shownName>[0] & { readonly id: string })[],
	id: string
): string {
	const known = catalog.find((each) => each.id === id);
	return known === undefined ? id : shownName(known);
}

/** A value in a word or two. @param modelName how a model of this id is called */
export function valueWords(
	field: BenchField,
	values: BenchValues,
	modelName: (id: string) => string
): string {
	if (isNumeric(field) || field === 'seed') {
		return `${inSentence(fieldLabel(field))} ${values[field].toString()}`;
	}
	switch (field) {
		case 'modelId':
			return modelName(values.modelId);
		case 'precisionId':
			return precisionName(values.precisionId);
		case 'backend':
			return BACKEND_NAMES[values.backend];
		case 'system':
			return values.system.trim() === '' ? 'no system prompt' : `“${values.system}”`;
	}
}

const SUMMED: readonly BenchField[] = [
	'modelId',
	'precisionId',
	'seed',
	'temperature',
	'max_tokens'
];

/** What all runs of a comparison share, in a line; what differs is left out. */
export function sharedWords(
	{ prompt, values }: Pick<BenchRecipe, 'prompt' | 'values'>,
	differing: readonly BenchField[],
	modelName: (id: string) => string
): string {
	const text = prompt.mode === 'chat' ? prompt.message : prompt.prompt;
	const shared = SUMMED.filter((field) => !differing.includes(field));
	return [`“${text.trim()}”`, ...shared.map((field) => valueWords(field, values, modelName))].join(
		' · '
	);
}
