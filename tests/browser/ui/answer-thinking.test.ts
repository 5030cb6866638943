/** An answer whose model thinks first, in Play's chat over a model that writes when it is told. */
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { Run, TokenTrace } from '#core/run-file/schema.ts';
import { sealRun } from '#core/run-file/seal-run.ts';
import type { GenerateResult, TokenBatch } from '#protocol/worker-api.ts';
import type { AppState } from '#state/app-state.ts';
import { ViewState } from '#state/page/view-state.svelte.ts';
import { ChatState } from '#state/play/chat/chat-state.svelte.ts';
import { RecipeState } from '#state/play/recipe-state.svelte.ts';
import { WritingState } from '#state/play/writing-state.svelte.ts';
import { exampleToken, unsealedRun } from '../../fixtures/example-run.ts';
import { LOADED, scriptedModel } from '../../fixtures/scripted-model.ts';
import '../../../src/app.css';
import AnswerWithState from './AnswerWithState.svelte';

const MARKS = { open: '<think>', close: '</think>', isOpened: false };
const THINKING = ['<think>', '\n', 'Two', ' and'];
const ANSWER = ['</think>', '\n\n', 'Four', '.'];
const TEXT = [...THINKING, ...ANSWER].join('');

const traces = (texts: readonly string[]): TokenTrace[] =>
	texts.map((text, id) => exampleToken(id + 5, text));

function runOfAll(): Run {
	const unsealed = unsealedRun();
	const tokens = [...traces([...THINKING, ...ANSWER]), exampleToken(2, '')];
	const token_ids = tokens.map(({ id }) => id);
	const output = { ...unsealed.output, text: TEXT, tokens, token_ids };
	const usage = { ...unsealed.usage, output_tokens: tokens.length };
	return sealRun({ ...unsealed, output, usage });
}

let close: () => Promise<void> = () => Promise.resolve();
afterEach(() => close());

/** Sends a message; the answer comes as the test writes it. */
async function ask(thinkingMarks: typeof MARKS | null, digest = LOADED.digest) {
	let take: (batch: TokenBatch) => void = () => undefined;
	let finish: () => void = () => undefined;
	const model = scriptedModel({
		load: () => Promise.resolve({ ...LOADED, digest, thinkingMarks }),
		generate: async (request, signal, onTokens) => {
			take = onTokens;
			await new Promise<void>((resolve) => (finish = resolve));
			return {} as GenerateResult;
		}
	});
	await model.load({ modelId: 'sprout', precisionId: 'int8', backend: 'wasm' });
	const recipe = new RecipeState(() => '1');
	recipe.mode = 'chat';
	const run = runOfAll();
	const writing = new WritingState({
		model,
		recipe,
		makeRun: () => Promise.resolve(run),
		keep: () => Promise.resolve()
	});
	let id = 0;
	const chat = new ChatState({
		recipe,
		writing,
		getRun: () => Promise.resolve(null),
		find: () => Promise.resolve(null),
		keep: () => undefined,
		newId: () => `id ${(id += 1).toString()}`,
		now: () => '2026-11-30T12:00:00.000Z'
	});
	await chat.enter();
	recipe.message = 'What is 2 + 2?';
	const sent = chat.send();
	await vi.waitFor(() => expect(writing.isWriting).toBe(true));
	const target = document.createElement('div');
	document.body.append(target);
	// Without the code that reads Markdown, texts stay as they were written.
	const markdown = { get: () => Promise.reject(new Error('offline')) };
	const runs = { isKeeping: () => false };
	const parts = { markdown, model, recipe, runs, view: new ViewState(), writing };
	const app = parts as unknown as AppState;
	const component = mount(AnswerWithState, {
		target,
		props: { app, chat }
	});
	close = async () => {
		finish();
		await unmount(component);
		target.remove();
	};
	return {
		target,
		write: (texts: readonly string[]): void => {
			const tokens = traces(texts);
			const text = texts.join('');
			take({ from: 0, tokens, text, elapsedMs: 1, timeToFirstTokenMs: 1 });
			flushSync();
		},
		end: async (): Promise<void> => {
			finish();
			await sent;
			flushSync();
		},
		fold: () => target.querySelector<HTMLDetailsElement>('.text details')
	};
}

/** The last one ends the text: it is spelled out, and hidden. */
const shownTokens = (target: Element) =>
	[...target.querySelectorAll('.text [role=option]')].map((option) => option.textContent);

const words = (element: Element | null | undefined) => element?.textContent.trim();

test('thinking is open while it is written and closed once the model answers', async () => {
	const { fold, target, write, end } = await ask(MARKS);
	write(THINKING);
	expect(fold()?.open).toBe(true);
	expect(words(fold()?.querySelector('summary'))).toBe('Thinking, 3 tokens');
	expect(words(fold()?.querySelector('p'))).toBe('Two and');
	write([...THINKING, ...ANSWER]);
	expect(fold()?.open).toBe(false);
	expect(words(target.querySelector('.text .plain'))).toBe('Four.');
	await end();
	expect(fold()?.open).toBe(false);
	expect(words(target.querySelector('.text .plain'))).toBe('Four.');
});

test('the keyboard opens thinking, and Tokens shows everything as it was written', async () => {
	const { fold, target, write, end } = await ask(MARKS);
	write(THINKING);
	await end();
	fold()?.querySelector('summary')?.focus();
	await userEvent.keyboard('{Enter}');
	expect(fold()?.open).toBe(true);
	const tokens = [...target.querySelectorAll('button')].find((each) => words(each) === 'Tokens');
	tokens?.click();
	flushSync();
	expect(fold()).toBeNull();
	expect(shownTokens(target)).toEqual([...THINKING, ...ANSWER, '#2']);
	expect(tokens?.getAttribute('aria-pressed')).toBe('true');
});

test.each([
	['without marks', null, LOADED.digest],
	['of another model than the loaded one', MARKS, `sha256:${'0'.repeat(64)}`]
])('nothing of an answer %s is folded', async (_, marks, digest) => {
	const { fold, target, write, end } = await ask(marks, digest);
	write([...THINKING, ...ANSWER]);
	await end();
	expect(fold()).toBeNull();
	expect(shownTokens(target)).toEqual([...THINKING, ...ANSWER, '#2']);
});
