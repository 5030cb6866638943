import { flushSync } from 'svelte';
import { expect, test, vi } from 'vitest';
import { LOADED, scriptedModel } from '../../../tests/fixtures/scripted-model.ts';
import { sprout } from '#catalog/sprout.ts';
import { ModelCheck } from '#client/model-check.ts';
import type { ModelClient } from '../model/model-parts.ts';
import { ModelState } from '../model/model-state.svelte.ts';
import { RecipeState } from './recipe-state.svelte.ts';
import { WritingState } from './writing-state.svelte.ts';

const never = new Promise<never>(() => undefined);
const TOKEN = {
	id: 1,
	text: 'Once',
	logprob: -1,
	rank: 1,
	entropy: 1,
	margin: 1,
	logits_digest: '',
	alternatives: []
};

/** A worker that has written, and still checks its model's files; the client's own way of waiting for that. */
function writtenAndUnchecked() {
	const check = new ModelCheck();
	check.begin(never);
	const client: ModelClient = {
		dead: never,
		load: () => Promise.resolve(LOADED),
		preview: vi.fn<ModelClient['preview']>(),
		spell: vi.fn<ModelClient['spell']>(),
		generate: async (_request, signal, onTokens) => {
			onTokens({ from: 0, tokens: [TOKEN], text: 'Once', elapsedMs: 1, timeToFirstTokenMs: 1 });
			await check.wait(signal);
			return await never;
		},
		verify: vi.fn<ModelClient['verify']>(),
		analyse: vi.fn(),
		followCheck: (listener) => check.follow(listener),
		leaveCheck: () => check.leave(),
		terminate: vi.fn()
	};
	const model = new ModelState({
		catalog: [sprout],
		createClient: () => client,
		createLoadRequest: () => ({}) as never,
		detectBackends: () => Promise.reject(new Error('not asked')),
		now: () => 0
	});
	const recipe = new RecipeState(() => '42');
	recipe.prompt = 'Hello';
	const keep = vi.fn();
	return {
		check,
		model,
		keep,
		writing: new WritingState({ model, recipe, makeRun: vi.fn(), keep })
	};
}

test('while the model’s files are checked, Stop ends the wait, keeps the text, and says what it is not', async () => {
	const { check, keep, model, writing } = writtenAndUnchecked();
	await model.load({ modelId: 'sprout', precisionId: 'int8', backend: 'wasm' });
	const end = writing.write();
	await vi.waitFor(() => expect(model.check.isAwaited).toBe(true));
	check.note({ checkedBytes: 1, totalBytes: 2 });
	expect(model.check.progress).toEqual({ checkedBytes: 1, totalBytes: 2 });
	expect(writing.isWriting).toBe(true);
	writing.stop();
	await end;
	expect(writing.text).toBe('Once');
	expect(writing.log.length).toBe(1);
	expect(writing.status).toMatchObject({
		kind: 'stopped',
		error: { details: { reason: 'files-unchecked' } }
	});
	expect(keep).not.toHaveBeenCalled();
	expect(model.check.isAwaited).toBe(false);
	expect(model.generating).toBe(false);
});

/** A model that loads until the test says so, and what it is then asked to write. */
function stillLoading() {
	let ready = (): void => undefined;
	const loading = new Promise<typeof LOADED>((resolve) => {
		ready = () => resolve(LOADED);
	});
	const generate = vi.fn<ModelClient['generate']>(() => never);
	const model = scriptedModel({ load: () => loading, generate });
	const recipe = new RecipeState(() => '42');
	recipe.prompt = 'Hello';
	const writing = new WritingState({ model, recipe, makeRun: vi.fn(), keep: vi.fn() });
	void model.load({ modelId: 'sprout', precisionId: 'int8', backend: 'wasm' });
	return { generate, ready, recipe, writing };
}

test('pressed while the model loads, Write waits, and starts by itself with what is then asked', async () => {
	const { generate, ready, recipe, writing } = stillLoading();
	expect(writing.canAsk).toBe(true);
	void writing.write();
	void writing.write();
	expect(writing.isQueued).toBe(true);
	expect(writing.isWriting).toBe(false);
	recipe.prompt = 'Good morning';
	ready();
	await vi.waitFor(() => {
		flushSync();
		expect(writing.isWriting).toBe(true);
	});
	expect(writing.isQueued).toBe(false);
	expect(generate).toHaveBeenCalledOnce();
	expect(generate.mock.calls[0]?.[0].prompt).toEqual({
		mode: 'completion',
		prompt: 'Good morning'
	});
});

test('a Write that waits for the model can be cancelled, and then nothing is written', async () => {
	const { generate, ready, writing } = stillLoading();
	const end = writing.write();
	writing.stop();
	await end;
	expect(writing.isQueued).toBe(false);
	ready();
	await new Promise((resolve) => setTimeout(resolve));
	flushSync();
	expect(generate).not.toHaveBeenCalled();
	expect(writing.status).toEqual({ kind: 'empty' });
});
