import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { newConversation, say, type Conversation } from '#core/chat/conversation.ts';
import { AppError } from '#core/errors.ts';
import { CHAT_DATABASE, ChatStore } from '#storage/chat-store.ts';
import { ToastState } from '../../page/toast-state.svelte.ts';
import { ChatList } from './chat-list.svelte.ts';

function asked(id: string, content: string, minute: number): Conversation {
	const now = new Date(Date.UTC(2026, 10, 30, 12, minute)).toISOString();
	const message = { id: `${id} 1`, parent: null, role: 'user', content, runId: null } as const;
	return say(newConversation(id, now), message);
}

let store: ChatStore;

function opened(own: ConstructorParameters<typeof ChatList>[0]['store'] = store) {
	const toasts = new ToastState();
	const onTrouble = vi.fn<(error: AppError) => void>();
	return { list: new ChatList({ store: own, toasts, onTrouble }), toasts, onTrouble };
}

beforeEach(() => {
	vi.stubGlobal('indexedDB', new IDBFactory());
	store = new ChatStore({ onInterrupted: () => undefined, onOtherTab: () => undefined });
});
afterEach(() => store.close());

test('the conversation that was changed last comes first, and words find the others', async () => {
	const { list } = opened();
	await list.keep(asked('one', 'What is 2 + 3?', 1));
	await list.keep(asked('two', 'Who is Mia?', 2));
	expect(list.all.map(({ id }) => id)).toEqual(['two', 'one']);
	list.search = 'WHAT 3';
	expect(list.found.map(({ id }) => id)).toEqual(['one']);
	const again = opened().list;
	await again.read();
	expect(again.all).toEqual(list.all);
});

test('a deleted conversation is back after Undo, here and in the store', async () => {
	const { list, toasts } = opened();
	const conversation = asked('one', 'What is 2 + 3?', 1);
	await list.keep(conversation);
	await list.remove('one');
	expect([list.all, await store.get('one')]).toEqual([[], null]);
	toasts.toasts[0]?.action?.run();
	await vi.waitFor(() => expect(list.all).toEqual([conversation]));
	expect(await store.get('one')).toEqual(conversation);
});

test('a name is kept, and what another tab does is seen', async () => {
	const { list } = opened();
	await list.keep(asked('one', 'What is 2 + 3?', 1));
	await list.rename('one', '  Sums ');
	expect((await store.get('one'))?.title).toBe('Sums');
	await store.rename('one', 'Named elsewhere');
	await list.hear('one');
	expect(list.all[0]?.title).toBe('Named elsewhere');
	await store.remove('one');
	expect(await list.hear('one')).toBeNull();
	expect(list.all).toEqual([]);
});

test('a damaged conversation is counted, and its remains can be saved', async () => {
	const { list } = opened();
	await list.keep(asked('one', 'What is 2 + 3?', 1));
	const raw = await openDB(CHAT_DATABASE);
	await raw.put('conversations', { id: 'broken', nodes: 7 }, 'broken');
	raw.close();
	await list.read();
	expect(list.all).toHaveLength(1);
	const [damaged] = list.damaged;
	if (damaged === undefined) throw new Error('it was not found');
	expect(list.remains(damaged)).toBe('{"id":"broken","nodes":7}');
	await list.remove('broken');
	expect(list.damaged).toEqual([]);
});

test('what cannot be kept is in the list as long as the tab is open, and the reason is told', async () => {
	const full = new AppError('storage-full', 'no room');
	const { list, onTrouble } = opened({
		list: () => store.list(),
		get: (id) => store.get(id),
		put: () => Promise.reject(full),
		rename: (id, title) => store.rename(id, title),
		remove: (id) => store.remove(id),
		restore: (id, value) => store.restore(id, value)
	});
	await list.keep(asked('one', 'What is 2 + 3?', 1));
	expect(list.all).toHaveLength(1);
	expect(onTrouble).toHaveBeenCalledWith(full);
});
