import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { exampleRun } from '../../../tests/fixtures/example-run.ts';
import { LOADED, scriptedModel } from '../../../tests/fixtures/scripted-model.ts';
import { AppError } from '#core/errors.ts';
import type { LoadedModel } from '#protocol/worker-api.ts';
import { Gate } from '../page/gate.svelte.ts';
import { RecipeState } from '../play/recipe-state.svelte.ts';
import { WritingState } from '../play/writing-state.svelte.ts';
import { VerifyState } from '../runs/verify-state.svelte.ts';
import { EmbedState } from './embed-state.svelte.ts';

const link = (name: string) =>
	readFileSync(new URL(`../../../tests/fixtures/links/${name}.link`, import.meta.url), 'utf8');

function frame() {
	const loads: ((loaded: LoadedModel) => void)[] = [];
	const model = scriptedModel({
		load: (_request, signal) =>
			new Promise((resolve, reject) => {
				loads.push(resolve);
				signal.addEventListener('abort', () => reject(new AppError('aborted', '')));
			}),
		generate: () => Promise.resolve({ output: { tokens: [] } } as never)
	});
	const recipe = new RecipeState(() => '42');
	const makeRun = () => Promise.resolve(exampleRun());
	const writing = new WritingState({ model, recipe, makeRun, keep: () => Promise.resolve() });
	const verify = new VerifyState(model, () => undefined);
	const library = new Gate<never>(() => Promise.reject(new Error('no library here')));
	return { embed: new EmbedState({ library, model, recipe, verify, writing }), loads };
}

test('a link is shown, and nothing of it starts by itself', () => {
	const { embed, loads } = frame();
	expect(embed.open(link('recipe-completion-1'))).toBe(true);
	expect(embed.status).toEqual({ state: 'idle' });
	expect(embed.column?.kind).toBe('recipe');
	expect(loads).toHaveLength(0);
});

test('a link that cannot be read says why, until one that can follows', () => {
	const { embed } = frame();
	expect(embed.open('recipe=1.nonsense')).toBe(false);
	expect(embed.status).toEqual({ state: 'failed', code: 'link-malformed' });
	expect(embed.open(link('recipe-completion-1'))).toBe(true);
	expect(embed.status).toEqual({ state: 'idle' });
});

test('a job that is cancelled while its model loads ends at once as that, and is no error on the page', async () => {
	const { embed, loads } = frame();
	embed.open(link('recipe-completion-1'));
	const running = embed.run();
	await vi.waitFor(() => expect(loads).toHaveLength(1));
	expect(embed.status.state).toBe('loading');
	embed.stop();
	await expect(running).rejects.toMatchObject({ code: 'aborted' });
	expect(embed.status).toEqual({ state: 'idle' });
});

test('a new job takes the place of the one before, whose end changes nothing', async () => {
	const { embed, loads } = frame();
	embed.open(link('recipe-completion-1'));
	const first = embed.run();
	await vi.waitFor(() => expect(loads).toHaveLength(1));
	const second = embed.run();
	loads[0]?.(LOADED);
	await expect(first).rejects.toMatchObject({ code: 'aborted' });
	loads[1]?.(LOADED);
	expect((await second).id).toBe(exampleRun().id);
	expect(embed.error).toBeNull();
});
