import { expect, test } from 'vitest';
import { sprout } from '#catalog/sprout.ts';
import { readLink } from '#core/link/read-link.ts';
import { writeRecipeLink } from '#core/link/write-link.ts';
import { ModelState } from '../model/model-state.svelte.ts';
import { recipeLinkOf } from './recipe-link.svelte.ts';
import { RecipeState } from './recipe-state.svelte.ts';

function setup() {
	const model = new ModelState({
		catalog: [sprout],
		createClient: () => {
			throw new Error('nothing is loaded to share a recipe');
		},
		createLoadRequest: () => ({}) as never,
		detectBackends: () => Promise.reject(new Error('not asked')),
		now: () => 0
	});
	return { model, recipe: new RecipeState(() => '99') };
}

test('what is set in the playground comes out of its link again', () => {
	const { model, recipe } = setup();
	recipe.mode = 'chat';
	recipe.system = 'You are Sprout.';
	recipe.message = 'What is 2 + 3?';
	recipe.seed = ' 18446744073709551615 ';
	recipe.settings.temperature = 1.25;
	recipe.settings.stop_sequences = ['The end'];
	const link = readLink(writeRecipeLink(recipeLinkOf(recipe, model, null)));
	if (link.kind !== 'recipe') throw new Error('not a recipe');
	const other = setup().recipe;
	other.open(link.recipe.request);
	expect(other.upcoming(null)).toEqual(recipe.upcoming(null));
	expect(other.seed).toBe('18446744073709551615');
	expect(other.settings).toEqual(recipe.settings);
	expect(link.recipe.model).toMatchObject({ name: 'Sprout', quantization: 'int8', source: null });
});

test('a recipe without a typed seed shares the one that was drawn last', () => {
	const { model, recipe } = setup();
	recipe.takeSeed();
	expect(recipeLinkOf(recipe, model, null).request.seed).toBe('99');
});

test('a recipe shared before its first run gets a seed that is shown', () => {
	const { model, recipe } = setup();
	recipe.settleSeed();
	expect(recipe.seed).toBe('99');
	expect(recipeLinkOf(recipe, model, null).request.seed).toBe('99');
});

test('tokens that are set travel with their prompt, and stay behind without it', () => {
	const { model, recipe } = setup();
	recipe.prompt = 'Mia has';
	recipe.seed = '1';
	recipe.start = { prompt: { mode: 'completion', prompt: 'Mia has' }, tokenIds: [5, 6] };
	const { request } = recipeLinkOf(recipe, model, null);
	expect(request.forced_token_ids).toEqual([5, 6]);
	const other = setup().recipe;
	other.open(request);
	expect(other.setTokenIds).toEqual([5, 6]);
	other.prompt = 'Tom has';
	expect(other.setTokenIds).toEqual([]);
});

test('what is no seed is refused', () => {
	const { model, recipe } = setup();
	recipe.seed = 'twelve';
	expect(() => recipeLinkOf(recipe, model, null)).toThrow(
		expect.objectContaining({ code: 'settings-invalid' })
	);
});
