import { describe, expect, test } from 'vitest';
import { PRESETS } from '../runs/presets.ts';
import { RecipeState } from './recipe-state.svelte.ts';

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

	test('refuses a seed that is none', () => {
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
