import { describe, expect, test, vi } from 'vitest';
import { newConversation, type ChatNode, type Conversation } from '#core/chat/conversation.ts';
import { AppError } from '#core/errors.ts';
import type { Run } from '#core/run-file/schema.ts';
import { sealRun } from '#core/run-file/seal-run.ts';
import type { GenerateRequest } from '#protocol/generate-request.ts';
import type { GenerateResult } from '#protocol/worker-api.ts';
import { exampleToken, unsealedRun } from '../../../../tests/fixtures/example-run.ts';
import { scriptedModel } from '../../../../tests/fixtures/scripted-model.ts';
import { RecipeState } from '../recipe-state.svelte.ts';
import { WritingState } from '../writing-state.svelte.ts';
import { ChatState } from './chat-state.svelte.ts';

/** A run as the worker would have made it of this request: the answer is its number. */
function runOf({ prompt, settings }: GenerateRequest, number: number): Run {
	if (prompt.mode !== 'chat') throw new Error('not a chat');
	const text = `answer ${number.toString()}`;
	const tokens = [
		exampleToken(5, 'answer'),
		exampleToken(6, ` ${number.toString()}`),
		exampleToken(2, '')
	];
	const unsealed = unsealedRun();
	return sealRun({
		...unsealed,
		request: {
			...unsealed.request,
			messages: [...prompt.messages],
			seed: settings.seed,
			forced_token_ids: []
		},
		output: { ...unsealed.output, text, tokens, token_ids: [5, 6, 2] }
	});
}

/** Play's chat, over a model whose answers are numbered. */
async function openedChat(kept: readonly Conversation[] = []) {
	const requests: GenerateRequest[] = [];
	const runs = new Map<string, Run>();
	const store = new Map(kept.map((each) => [each.id, each]));
	let fault: AppError | null = null;
	let before: Promise<void> = Promise.resolve();
	let isEndless = false;
	const model = scriptedModel({
		generate: async (request, signal, onTokens) => {
			requests.push(request);
			await before;
			if (fault !== null) throw fault;
			const { output } = runOf(request, requests.length);
			const { tokens, text } = output;
			onTokens({ from: 0, tokens, text, elapsedMs: 1, timeToFirstTokenMs: 1 });
			if (isEndless) await new Promise((resolve) => signal.addEventListener('abort', resolve));
			return { request } as unknown as GenerateResult;
		}
	});
	await model.load({ modelId: 'sprout', precisionId: 'int8', backend: 'wasm' });
	let seed = 0;
	const recipe = new RecipeState(() => (seed += 1).toString());
	recipe.mode = 'chat';
	const writing = new WritingState({
		model,
		recipe,
		makeRun: ({ request }) =>
			Promise.resolve(runOf(request as unknown as GenerateRequest, requests.length)),
		keep: (run) => {
			runs.set(run.id, run);
			return Promise.resolve();
		}
	});
	let id = 0;
	const parts = {
		recipe,
		writing,
		getRun: (runId: string) => Promise.resolve(runs.get(runId) ?? null),
		find: (which: string) => Promise.resolve(store.get(which) ?? null),
		keep: (conversation: Conversation) => void store.set(conversation.id, conversation),
		newId: () => `id ${(id += 1).toString()}`,
		now: () => '2026-11-30T12:00:00.000Z'
	};
	const chat = new ChatState(parts);
	await chat.enter();
	return {
		chat,
		parts,
		recipe,
		requests,
		runs,
		store,
		writing,
		fail: (error: AppError | null) => (fault = error),
		hold: (until: Promise<void>): void => {
			before = until;
		},
		/** From now on an answer ends only when it is stopped. */
		neverEnd: (): void => {
			isEndless = true;
		},
		say: async (message: string): Promise<void> => {
			recipe.message = message;
			await chat.send();
		},
		said: () => chat.path.map(({ content }) => content),
		asked: () => requests.map(({ prompt }) => (prompt.mode === 'chat' ? prompt.messages : []))
	};
}

function at(chat: ChatState, index: number): ChatNode {
	const node = chat.path[index];
	if (node === undefined) throw new Error(`nothing was said at ${index.toString()}`);
	return node;
}

describe('a chat', () => {
	test('sends the path from the first message on, and nothing else', async () => {
		const { asked, say, said } = await openedChat();
		await say('one');
		await say('two');
		expect(said()).toEqual(['one', 'answer 1', 'two', 'answer 2']);
		expect(asked()[1]).toEqual([
			{ role: 'user', content: 'one' },
			{ role: 'assistant', content: 'answer 1' },
			{ role: 'user', content: 'two' }
		]);
	});

	test('keeps a message before it is answered, and its answer with its run', async () => {
		const { chat, hold, say, store, runs } = await openedChat();
		let release: () => void = () => undefined;
		hold(new Promise((resolve) => (release = resolve)));
		const sent = say('one');
		await vi.waitFor(() => expect(chat.answering?.content).toBe('one'));
		expect(store.get(chat.conversation.id)?.nodes.map(({ content }) => content)).toEqual(['one']);
		release();
		await sent;
		const [, answer] = store.get(chat.conversation.id)?.nodes ?? [];
		expect(runs.get(answer?.runId ?? '')?.output.text).toBe('answer 1');
	});

	test('an edited message begins a branch: what was there stays, and is switched back to', async () => {
		const { asked, chat, recipe, said, say } = await openedChat();
		await say('one');
		await say('two');
		recipe.message = 'being typed';
		await chat.edit(at(chat, 0), 'uno');
		expect(asked().at(-1)).toEqual([{ role: 'user', content: 'uno' }]);
		expect(said()).toEqual(['uno', 'answer 3']);
		expect(recipe.message).toBe('being typed');
		const [first] = chat.variantsOf(at(chat, 0));
		await chat.show(first as ChatNode);
		expect(said()).toEqual(['one', 'answer 1', 'two', 'answer 2']);
		await say('three');
		expect(
			asked()
				.at(-1)
				?.map(({ content }) => content)
		).toEqual(['one', 'answer 1', 'two', 'answer 2', 'three']);
	});

	test('regenerates an answer beside the one that is there, also in the middle', async () => {
		const { asked, chat, said, say } = await openedChat();
		await say('one');
		await say('two');
		await chat.regenerate(at(chat, 1));
		expect(asked().at(-1)).toEqual([{ role: 'user', content: 'one' }]);
		expect(said()).toEqual(['one', 'answer 3']);
		expect(chat.variantsOf(at(chat, 1)).map(({ content }) => content)).toEqual([
			'answer 1',
			'answer 3'
		]);
	});

	test('an earlier answer has its run, its tokens and a glass of its own', async () => {
		const { chat, runs, say, writing } = await openedChat();
		await say('one');
		await say('two');
		const earlier = chat.answerOf(at(chat, 1));
		expect(earlier?.run).toEqual(runs.get(at(chat, 1).runId ?? ''));
		expect(earlier?.log.length).toBe(3);
		writing.selection.chosen = 1;
		if (earlier == null) throw new Error('it was not read');
		earlier.selection.chosen = 0;
		chat.look(earlier);
		expect(chat.looked).toBe(earlier);
		expect(writing.selection.chosen).toBeNull();
		chat.look(null);
		expect(chat.looked).toBeNull();
		expect(earlier.selection.chosen).toBeNull();
	});

	test('another token in an earlier answer becomes another version of that answer', async () => {
		const { asked, chat, requests, said, say } = await openedChat();
		await say('one');
		await say('two');
		const earlier = chat.answerOf(at(chat, 1));
		if (earlier == null) throw new Error('it was not read');
		earlier.selection.chosen = 1;
		chat.look(earlier);
		await chat.branch(1, 77);
		expect(asked().at(-1)).toEqual([{ role: 'user', content: 'one' }]);
		expect(requests.at(-1)?.forcedTokenIds).toEqual([5, 77]);
		expect(said()).toEqual(['one', 'answer 3']);
		expect(chat.variantsOf(at(chat, 1))).toHaveLength(2);
	});

	test('that failed shows the earlier answer again, with the reason', async () => {
		const { chat, fail, said, say } = await openedChat();
		await say('one');
		fail(new AppError('prompt-too-long', 'no room'));
		await chat.regenerate(at(chat, 1));
		expect(said()).toEqual(['one', 'answer 1']);
		expect(chat.failure?.code).toBe('prompt-too-long');
		await say('two');
		expect(said()).toEqual(['one', 'answer 1', 'two']);
		expect(chat.failure?.code).toBe('prompt-too-long');
		fail(null);
		await chat.regenerate(at(chat, 2));
		expect(said()).toEqual(['one', 'answer 1', 'two', 'answer 4']);
		expect(chat.failure).toBeNull();
	});

	test('does not send with an invalid seed, and keeps the message', async () => {
		const { chat, recipe, requests, say } = await openedChat();
		recipe.seed = 'forty-two';
		await say('one');
		expect([recipe.message, chat.path, requests]).toEqual(['one', [], []]);
		expect(chat.failure?.code).toBe('settings-invalid');
	});

	test('a new one leaves the last one as it was, and opens it again', async () => {
		const { asked, chat, recipe, said, say, store } = await openedChat();
		recipe.system = 'You are Sprout.';
		await say('one');
		const first = chat.conversation.id;
		await chat.begin();
		expect(said()).toEqual([]);
		recipe.system = '';
		await say('else');
		const kept = store.get(first);
		await chat.open(kept ?? newConversation('none', ''));
		expect(said()).toEqual(['one', 'answer 1']);
		expect(recipe.system).toBe('You are Sprout.');
		await say('two');
		expect(
			asked()
				.at(-1)
				?.map(({ content }) => content)
		).toEqual(['You are Sprout.', 'one', 'answer 1', 'two']);
	});

	test('comes back after a reload with all its branches', async () => {
		const { chat, say, store, recipe } = await openedChat();
		await say('one');
		await chat.edit(at(chat, 0), 'uno');
		const again = await openedChat([...store.values()]);
		again.recipe.restore(recipe.draft);
		await again.chat.enter();
		expect(again.said()).toEqual(['uno', 'answer 2']);
		expect(again.chat.variantsOf(at(again.chat, 0))).toHaveLength(2);
	});

	test.each([[[]], [['one']], [['one', 'two']]])(
		'after a reload has no older wording of what was sent in the composer, after %j',
		async (earlier: string[]) => {
			const { recipe, say, store } = await openedChat();
			for (const message of earlier) await say(message);
			recipe.message = 'an older wording';
			const { draft } = recipe;
			await say('what was sent');
			const again = await openedChat([...store.values()]);
			again.recipe.restore(draft);
			await again.chat.enter();
			expect(again.said().at(-2)).toBe('what was sent');
			expect(again.recipe.message).toBe('');
		}
	);

	test('after a reload still has what was typed since the last message, also beside an edit', async () => {
		const { chat, recipe, say, store } = await openedChat();
		await say('one');
		await say('two');
		recipe.message = 'being typed';
		const drafts = [recipe.draft];
		await chat.edit(at(chat, 2), 'zwei');
		drafts.push(recipe.draft);
		for (const draft of drafts) {
			const again = await openedChat([...store.values()]);
			again.recipe.restore(draft);
			await again.chat.enter();
			expect(again.said()).toEqual(['one', 'answer 1', 'zwei', 'answer 3']);
			expect(again.recipe.message).toBe('being typed');
		}
	});

	test('keeps what was written when it is stopped, also over a reload', async () => {
		const { recipe, said, neverEnd, say, store, writing } = await openedChat();
		neverEnd();
		const sent = say('one');
		await vi.waitFor(() => expect(writing.text).toBe('answer 1'));
		writing.stop();
		await sent;
		expect(said()).toEqual(['one', 'answer 1']);
		const again = await openedChat([...store.values()]);
		again.recipe.restore(recipe.draft);
		await again.chat.enter();
		expect(again.said()).toEqual(['one', 'answer 1']);
	});

	test('takes over what was opened as a conversation of its own, and leaves the last one alone', async () => {
		const { asked, chat, recipe, said, say, store } = await openedChat();
		await say('one');
		const before = store.get(chat.conversation.id);
		recipe.open({
			...unsealedRun().request,
			messages: [
				{ role: 'user', content: 'Hello' },
				{ role: 'assistant', content: 'Hi' },
				{ role: 'user', content: 'And?' }
			]
		});
		await chat.enter();
		expect(said()).toEqual(['Hello', 'Hi', 'And?']);
		await chat.regenerate(at(chat, 2));
		expect(
			asked()
				.at(-1)
				?.map(({ content }) => content)
		).toEqual(['Hello', 'Hi', 'And?']);
		expect(store.size).toBe(2);
		expect(store.get(before?.id ?? '')).toEqual(before);
	});

	test('has what was said in another tab', async () => {
		const { chat, said, say } = await openedChat();
		await say('one');
		const { conversation } = chat;
		const elsewhere: ChatNode = {
			...at(chat, 1),
			id: 'there',
			content: 'there',
			runId: 'run there'
		};
		await chat.hear({ ...conversation, nodes: [...conversation.nodes, elsewhere], title: 'Named' });
		expect(said()).toEqual(['one', 'answer 1']);
		expect(chat.variantsOf(at(chat, 1))).toHaveLength(2);
		expect(chat.conversation.title).toBe('Named');
	});
});
