/** Builds what chat needs, when it is first used. */
import { ChatStore } from '#storage/chat-store.ts';
import type { ToastState } from '../../page/toast-state.svelte.ts';
import type { RunsState } from '../../runs/runs-state.svelte.ts';
import type { RecipeState } from '../recipe-state.svelte.ts';
import type { WritingState } from '../writing-state.svelte.ts';
import { ChatList } from './chat-list.svelte.ts';
import { ChatState } from './chat-state.svelte.ts';

/** The conversation on show, and all that are kept. */
export interface Chat {
	readonly state: ChatState;
	readonly list: ChatList;
}

export interface OpenChatParts {
	readonly recipe: RecipeState;
	readonly runs: RunsState;
	readonly toasts: ToastState;
	readonly writing: WritingState;
}

/** Resolves when the conversation from before a reload is on show. */
export async function openChat({ recipe, runs, toasts, writing }: OpenChatParts): Promise<Chat> {
	const store = new ChatStore({
		onInterrupted: runs.reportTrouble,
		onOtherTab: (id) => void hear(id)
	});
	const list = new ChatList({ store, toasts, onTrouble: runs.reportTrouble });
	const state = new ChatState({
		recipe,
		writing,
		getRun: (id) => runs.getText(id),
		find: (id) => list.find(id),
		keep: (conversation) => void list.keep(conversation),
		// Pages without https have no `randomUUID`.
		newId: () => crypto.getRandomValues(new Uint32Array(4)).join('-'),
		now: () => new Date().toISOString()
	});
	async function hear(id: string): Promise<void> {
		const kept = await list.hear(id);
		if (kept !== null) await state.hear(kept);
	}
	void list.read();
	await state.enter();
	return { state, list };
}
