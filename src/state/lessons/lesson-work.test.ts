import { expect, test } from 'vitest';
import { scriptedModel } from '../../../tests/fixtures/scripted-model.ts';
import { exampleRun } from '../../../tests/fixtures/example-run.ts';
import type { LessonModel } from '#core/lesson/schema.ts';
import { workOf } from './lesson-work.svelte.ts';

const MODEL = { name: 'Sprout', quantization: 'int8', backend: null } as LessonModel;

test('a setting of a step is changed when it differs from what the lesson asks for, not from Play', () => {
	const request = { ...exampleRun().request, max_tokens: 40, temperature: 0.3 };
	const recipe = { title: '', model: null, request };
	const work = workOf({ type: 'write', recipe, locked: [] }, MODEL, {
		model: scriptedModel({}),
		makeRun: () => Promise.resolve(exampleRun()),
		keep: () => Promise.resolve(),
		drawSeed: () => '1',
		baseUrl: './'
	});
	if (work?.kind !== 'write') throw new Error('a step that writes has something to write from');
	expect([...work.recipe.changed]).toEqual([]);
	work.recipe.settings.max_tokens = 120;
	expect([...work.recipe.changed]).toEqual(['max_tokens']);
	work.recipe.reset();
	expect(work.recipe.settings.max_tokens).toBe(40);
});
