import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { newConversation, say, type Conversation } from '#core/chat/conversation.ts';

import { CHAT_DATABASE, ChatStore } from './chat-store.ts';

const NOW = '2026-11-30T12:00:00.000Z';

function asked(id: string, ...questions: readonly string[]): Conversation {
	return questions.reduce(
		(conversation, content) =>
			say(conversation, { id: content, parent: null, role: 'user', content, runId: null }),
		newConversation(id, NOW)
	);
}

const stores: ChatStore[] = [];

function openTab(onOtherTab: (id: string) => void = () => undefined): ChatStore {
	const store = new ChatStore({ onInterrupted: () => undefined, onOtherTab });
	stores.push(store);
	return store;
}

beforeEach(() => vi.stubGlobal('indexedDB', new IDBFactory()));
afterEach(async () => {
	vi.restoreAllMocks();
	await Promise.all(stores.splice(0).map((store) => store.close()));
});

describe('kept conversations', () => {
	it('come back as they were put, and are written to the disk before that is said', async () => {
		const store = openTab();
		await store.list();
		const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction');
		const conversation = asked('one', 'Who is Mia?');
		await store.put(conversation);
		expect(transaction.mock.calls.at(-1)?.[2]).toEqual({ durability: 'strict' });
		expect(await store.get('one')).toEqual(conversation);
		expect(await store.list()).toEqual({ whole: [conversation], damaged: [] });
		expect(await store.get('another')).toBeNull();
	});

	it('have what two tabs have said, and the name that either has given', async () => {
		const [here, there] = [openTab(), openTab()];
		await here.put(asked('one', 'first'));
		await there.rename('one', 'A name');
		await there.put(asked('one', 'first', 'there'));
		const kept = await here.put(asked('one', 'first', 'here'));
		expect(kept.nodes.map(({ id }) => id)).toEqual(['first', 'there', 'here']);
		expect(kept.title).toBe('A name');
		expect(await there.get('one')).toEqual(kept);
	});

	it('are told of to other tabs, and not to the tab that has changed them', async () => {
		const told = vi.fn();
		const own = vi.fn();
		openTab(told);
		const store = openTab(own);
		await store.put(asked('one', 'Hello'));
		await vi.waitFor(() => expect(told.mock.calls).toEqual([['one']]));
		await store.restore('one', await store.remove('one'));
		await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(3));
		expect(own).not.toHaveBeenCalled();
	});

	it('are deleted, and put back exactly as they were', async () => {
		const store = openTab();
		const conversation = asked('one', 'Who is Mia?');
		await store.put(conversation);
		const removed = await store.remove('one');
		expect((await store.list()).whole).toEqual([]);
		expect(await store.rename('one', 'gone')).toBeNull();
		expect(await store.remove('one')).toBeUndefined();
		await store.restore('one', removed);
		expect(await store.get('one')).toEqual(conversation);
	});

	it('that are damaged keep no other from being read, and can be deleted and put back', async () => {
		const store = openTab();
		const whole = asked('whole', 'Who is Mia?');
		await store.put(whole);
		const raw = await openDB(CHAT_DATABASE);
		await raw.put('conversations', { id: 'broken', nodes: 7 }, 'broken');
		await raw.put('conversations', whole, 'under another id');
		raw.close();
		const { damaged, ...rest } = await store.list();
		expect(rest.whole).toEqual([whole]);
		expect(damaged.map(({ id }) => id)).toEqual(['broken', 'under another id']);
		expect(await store.get('broken')).toBeNull();
		const removed = await store.remove('broken');
		expect(removed).toEqual({ id: 'broken', nodes: 7 });
		await store.restore('broken', removed);
		expect((await store.list()).damaged).toHaveLength(2);
	});
});
