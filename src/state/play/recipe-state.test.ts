import { describe, expect, test } from 'vitest';
import { NEUTRAL_SETTINGS } from '#core/sampling/settings.ts';
import { PRESETS, type ModelTraits } from '../runs/presets.ts';
import { exampleRun } from '../../../tests/fixtures/example-run.ts';
import { FIRST_DRAFT, RecipeState } from './recipe-state.svelte.ts';

function chat(): RecipeState {
	const recipe = new RecipeState(() => '42');
	recipe.mode = 'chat';
	return recipe;
}

describe('a recipe', () => {
	test('draws a seed for a run when none is typed, and remembers it', () => {
		const recipe = new RecipeState(() => '42');
		expect(recipe.takeSeed()).toBe('42');
		expect(recipe.lastDrawnSeed).toBe('42');
		recipe.seed = ' 007 ';
		expect(recipe.takeSeed()).toBe('7');
	});

	test('refuses a seed that is not one', () => {
		const recipe = new RecipeState(() => '42');
		recipe.seed = 'forty-two';
		expect(() => recipe.takeSeed()).toThrow(expect.objectContaining({ code: 'settings-invalid' }));
	});

	test('marks what is not the default, and knows its preset', () => {
		const recipe = new RecipeState(() => '42');
		expect(recipe.preset?.id).toBe('balanced');
		for (const preset of PRESETS) {
			recipe.usePreset(preset);
			expect(recipe.preset?.id).toBe(preset.id);
		}
		recipe.settings.temperature = 0.33;
		expect(recipe.preset).toBeNull();
		expect(recipe.changed.has('temperature')).toBe(true);
		recipe.reset();
		expect(recipe.changed.size).toBe(0);
	});

	test('puts the answer on show into the conversation with the next message', () => {
		const recipe = chat();
		recipe.message = 'Hello!';
		recipe.send(null);
		recipe.message = 'Who are you?';
		expect(recipe.upcoming('I am Sprout.')).toMatchObject({ mode: 'chat' });
		recipe.send('I am Sprout.');
		expect(recipe.turns).toEqual([
			{ role: 'user', content: 'Hello!' },
			{ role: 'assistant', content: 'I am Sprout.' },
			{ role: 'user', content: 'Who are you?' }
		]);
		expect(recipe.message).toBe('');
	});

	test('takes a sent message back and drops what followed it', () => {
		const recipe = chat();
		recipe.message = 'Hello!';
		recipe.send(null);
		recipe.message = 'Again';
		recipe.send('Hi.');
		recipe.editTurn(0);
		expect(recipe.message).toBe('Hello!');
		expect(recipe.turns).toEqual([]);
	});

	test('sends a system prompt only when there is one', () => {
		const recipe = chat();
		recipe.message = 'Hello!';
		recipe.send(null);
		expect(recipe.sent).toEqual({ mode: 'chat', messages: [{ role: 'user', content: 'Hello!' }] });
		recipe.system = 'You are Sprout.';
		expect(recipe.sent).toMatchObject({ messages: [{ role: 'system' }, { role: 'user' }] });
	});
});

const SPROUT: ModelTraits = {
	id: 'sprout',
	isSprout: true,
	hasChatTemplate: true,
	contextLength: 512,
	published: null
};
const OTHER: ModelTraits = {
	id: 'other',
	isSprout: false,
	hasChatTemplate: true,
	contextLength: 32_768,
	published: null
};
const BASE: ModelTraits = { ...OTHER, id: 'base', hasChatTemplate: false, contextLength: 64 };

describe('a recipe for the model in use', () => {
	test('stays as it is for Sprout', () => {
		const recipe = new RecipeState(() => '42');
		recipe.suit(SPROUT);
		expect(recipe.draft).toEqual(FIRST_DRAFT);
		expect(recipe.presets).toBe(PRESETS);
	});

	test('is a chat for another model with a chat template, with room for an answer', () => {
		const recipe = new RecipeState(() => '42');
		recipe.suit(SPROUT);
		recipe.suit(OTHER);
		expect(recipe.mode).toBe('chat');
		expect(recipe.settings.max_tokens).toBe(512);
		expect(recipe.changed.size).toBe(0);
		expect(recipe.preset?.id).toBe('balanced');
	});

	test('continues from a text for a model without one, within half of its context', () => {
		const recipe = new RecipeState(() => '42');
		recipe.suit(BASE);
		expect(recipe.mode).toBe('completion');
		expect(recipe.prompt).not.toContain('Mia');
		expect(recipe.settings.max_tokens).toBe(32);
		recipe.suit(SPROUT);
		expect(recipe.draft).toEqual(FIRST_DRAFT);
	});

	test('keeps what a person has written and set', () => {
		const recipe = new RecipeState(() => '42');
		recipe.suit(SPROUT);
		recipe.prompt = 'My own';
		recipe.settings.max_tokens = 7;
		recipe.suit(OTHER);
		expect(recipe.draft).toMatchObject({ mode: 'completion', prompt: 'My own' });
		expect(recipe.settings.max_tokens).toBe(7);
	});

	test('keeps the mode that a person chose for this model when it is loaded again', () => {
		const recipe = new RecipeState(() => '42');
		recipe.suit(OTHER);
		recipe.mode = 'completion';
		recipe.suit(OTHER);
		expect(recipe.mode).toBe('completion');
		const later = new RecipeState(() => '42');
		later.resume(recipe.draft, OTHER.id);
		later.suit(OTHER);
		expect(later.draft).toEqual(recipe.draft);
	});

	test('keeps what an opened run was made from, whichever model is loaded for it', () => {
		const recipe = new RecipeState(() => '42');
		recipe.suit(SPROUT);
		recipe.open(exampleRun().request);
		const opened = recipe.draft;
		recipe.suit(OTHER);
		expect(recipe.draft).toEqual(opened);
		expect(recipe.changed.has('max_tokens')).toBe(true);
	});

	test('offers what the publisher recommends, as a preset', () => {
		const settings = { ...NEUTRAL_SETTINGS, temperature: 0.7, top_k: 20, repetition_penalty: 1.1 };
		const published = { settings, maxTokens: 2048, missingHere: [] };
		const recipe = new RecipeState(() => '42');
		recipe.suit({ ...OTHER, published });
		const preset = recipe.presets.at(-1);
		expect(preset).toMatchObject({ id: 'publisher', name: 'Publisher’s' });
		if (preset === undefined) throw new Error('no preset');
		recipe.usePreset(preset);
		expect(recipe.settings).toEqual({ ...settings, max_tokens: 2048, stop_sequences: [] });
		expect(recipe.preset?.id).toBe('publisher');
		recipe.suit({ ...OTHER, published: { ...published, missingHere: ['num_beams'] } });
		expect(recipe.presets.at(-1)?.hint).toContain('num_beams');
		recipe.suit(SPROUT);
		expect(recipe.presets.some(({ id }) => id === 'publisher')).toBe(false);
	});
});
