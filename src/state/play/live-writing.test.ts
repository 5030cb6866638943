import { expect, test, vi } from 'vitest';
import { exampleRun } from '../../../tests/fixtures/example-run.ts';
import { scriptedModel } from '../../../tests/fixtures/scripted-model.ts';
import type { Run } from '#core/run-file/schema.ts';
import type { GenerateRequest } from '#protocol/generate-request.ts';
import type { GenerateResult } from '#protocol/worker-api.ts';
import { LiveWriting } from './live-writing.svelte.ts';
import { RecipeState } from './recipe-state.svelte.ts';
import { WritingState } from './writing-state.svelte.ts';

/** As a model would answer that writes the temperature, in tenths, as the id of its only token. */
function answer({ settings }: GenerateRequest): GenerateResult {
	const { engine, request, output, usage, timing } = exampleRun();
	const [token] = output.tokens;
	if (token === undefined) throw new Error('the example has no token');
	const id = Math.round(settings.temperature * 10);
	return {
		engine,
		request: { ...request, ...settings },
		output: { ...output, token_ids: [id], tokens: [{ ...token, id }] },
		usage,
		timing
	};
}

interface Asked {
	readonly request: GenerateRequest;
	readonly signal: AbortSignal;
	readonly answer: () => void;
}

/** A text on show, a hand on its settings, and a model that answers when the test says so. */
async function atTheSlider() {
	const asked: Asked[] = [];
	const model = scriptedModel({
		generate: (request, signal) =>
			new Promise((resolve) => {
				asked.push({ request, signal, answer: () => resolve(answer(request)) });
			})
	});
	await model.load({ modelId: 'sprout', precisionId: 'int8', backend: 'wasm' });
	const first = {
		...exampleRun(),
		request: { ...exampleRun().request, mode: 'completion' }
	} as Run;
	first.request.prompt = 'Once';
	first.request.messages = [];
	first.request.forced_token_ids = [];
	const recipe = new RecipeState(() => '42');
	recipe.open(first.request);
	recipe.seed = '';
	const keep = vi.fn<(run: Run) => Promise<void>>(() => Promise.resolve());
	const makeRun = ({ request, output }: GenerateResult) =>
		Promise.resolve({ ...first, id: `made ${request.temperature.toString()}`, request, output });
	const writing = new WritingState({ model, recipe, makeRun, keep });
	writing.show(first);
	let nowMs = 0;
	const live = new LiveWriting({ model, recipe, writing, now: () => nowMs });
	return {
		asked,
		first,
		keep,
		live,
		recipe,
		wait: (ms: number) => (nowMs += ms),
		writing,
		shown: () => writing.shownLog.all().map(({ id }) => id),
		move: (temperature: number) => {
			recipe.settings.temperature = temperature;
			live.follow();
		}
	};
}

const soon = () => new Promise((resolve) => setTimeout(resolve));

test('while a setting moves, the text follows with the same seed, and nothing is kept', async () => {
	const { asked, first, keep, move, shown, writing } = await atTheSlider();
	move(1.2);
	expect(asked[0]?.request.settings).toMatchObject({ seed: first.request.seed, temperature: 1.2 });
	expect(writing.draft?.isWhole).toBe(false);
	asked[0]?.answer();
	await soon();
	expect(writing.draft?.isWhole).toBe(true);
	expect(shown()).toEqual([12]);
	expect(writing.run).toBe(first);
	expect(keep).not.toHaveBeenCalled();
});

test('of the places that a hand passes, the last one is written next; an old draft is cancelled', async () => {
	const { asked, move, shown, wait } = await atTheSlider();
	move(1.1);
	move(1.2);
	move(1.3);
	expect(asked).toHaveLength(1);
	expect(asked[0]?.signal.aborted).toBe(false);
	asked[0]?.answer();
	await soon();
	expect(shown()).toEqual([11]);
	expect(asked).toHaveLength(2);
	expect(asked[1]?.request.settings.temperature).toBe(1.3);
	wait(500);
	move(1.4);
	expect(asked[1]?.signal.aborted).toBe(true);
	asked[1]?.answer();
	await soon();
	expect(shown()).toEqual([11]);
	asked[2]?.answer();
	await soon();
	expect(shown()).toEqual([14]);
});

test('what is let go of becomes the text and is kept, once; the way back has both text and settings', async () => {
	const { asked, first, keep, live, move, recipe, shown, writing } = await atTheSlider();
	const before = recipe.settings.temperature;
	move(1.2);
	asked[0]?.answer();
	const settled = live.settle();
	await soon();
	asked[1]?.answer();
	await settled;
	expect(keep).toHaveBeenCalledOnce();
	expect(writing.draft).toBeNull();
	expect(writing.run?.request.temperature).toBe(1.2);
	expect(shown()).toEqual([12]);
	const run = writing.back();
	expect(run).toBe(first);
	recipe.useSettingsOf(first.request);
	expect(recipe.settings.temperature).toBe(before);
	expect(shown()).toEqual(first.output.token_ids);
	live.follow();
	await soon();
	expect(asked).toHaveLength(2);
});

test('a hand can think better of it: settings and text are as they were', async () => {
	const { asked, first, keep, live, move, recipe, shown, writing } = await atTheSlider();
	move(1.2);
	const cancelled = live.cancel();
	expect(asked[0]?.signal.aborted).toBe(true);
	asked[0]?.answer();
	await cancelled;
	expect(writing.draft).toBeNull();
	expect(recipe.settings.temperature).toBe(first.request.temperature);
	expect(shown()).toEqual(first.output.token_ids);
	expect(keep).not.toHaveBeenCalled();
});

test('whether a text can follow a hand is measured by how fast it was written', async () => {
	const { first, live, writing } = await atTheSlider();
	const tokens = first.output.tokens.length;
	const timed = (tokensPerSecond: number): Run => ({
		...first,
		timing: { ...first.timing, time_to_first_token_ms: 20, tokens_per_second: tokensPerSecond }
	});
	writing.show(timed(tokens * 10));
	expect(live.isFast).toBe(true);
	writing.show(timed(tokens));
	expect(live.isFast).toBe(false);
});
