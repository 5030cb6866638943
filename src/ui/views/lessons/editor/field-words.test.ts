import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { entryLabel, fieldLabel } from './field-words.ts';

test('an entry of a list is named as its own field is', () => {
	const options = ['steps', 0, 'question', 'options'];
	expect(fieldLabel([...options, 0])).toBe('Option 1');
	expect(fieldLabel([...options, 0])).toBe(entryLabel(options, 0));
	expect(fieldLabel(['objectives', 1])).toBe('Objective 2');
	expect(fieldLabel(['steps', 2, 'activity', 'models', 0])).toBe('Model 1');
	expect(fieldLabel(options)).toBe('Options');
});

test('a step and a column have fields, so their number is no entry of a list', () => {
	expect(fieldLabel(['steps', 3])).toBe('Steps');
	expect(fieldLabel(['based_on', 0, 'title'])).toBe('Title of the source');
	expect(fieldLabel(['steps', 0, 'activity', 'recipes', 1, 'title'])).toBe('Title of this column');
});

test('what may be wrong in a form is named by the form alone once: no form has another name for it', () => {
	const forms = ['AboutForm', 'QuestionForm', 'ChoiceOptions', 'ModelField', 'activities/LookForm'];
	for (const form of forms) {
		const code = readFileSync(new URL(`${form}.svelte`, import.meta.url), 'utf8');
		expect(code, form).not.toMatch(/<\w+Field[^>]*\slabel=/);
	}
});
