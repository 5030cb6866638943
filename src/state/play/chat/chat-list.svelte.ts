import { isFound, type Conversation } from '#core/chat/conversation.ts';
import { toAppError, type AppError } from '#core/errors.ts';
import type { ChatStore, DamagedConversation } from '#storage/chat-store.ts';
import { remainsText } from '#storage/remains-text.ts';
import type { ToastState } from '../../page/toast-state.svelte.ts';

export interface ChatListParts {
	readonly store: Pick<ChatStore, 'list' | 'get' | 'put' | 'rename' | 'remove' | 'restore'>;
	readonly toasts: ToastState;
	/** Told why something was not kept or read. */
	readonly onTrouble: (error: AppError) => void;
}

/** The conversations that are kept in this browser, the one that was changed last first. */
export class ChatList {
	all = $state.raw<readonly Conversation[]>([]);
	damaged = $state.raw<readonly DamagedConversation[]>([]);
	search = $state('');
	readonly found = $derived(this.all.filter((each) => isFound(each, this.search)));

	readonly #parts: ChatListParts;

	constructor(parts: ChatListParts) {
		this.#parts = parts;
	}

	/** Reads all that is kept; where that fails the list stays as it is. */
	async read(): Promise<void> {
		const kept = await this.#try(() => this.#parts.store.list());
		if (kept === null) return;
		this.all = kept.whole.toSorted(lastChangedFirst);
		this.damaged = kept.damaged;
	}

	/** Null for an unknown id, or when it cannot be read. */
	find(id: string): Promise<Conversation | null> {
		return this.#try(() => this.#parts.store.get(id));
	}

	async keep(conversation: Conversation): Promise<void> {
		const kept = await this.#try(() => this.#parts.store.put(conversation));
		// What could not be kept is in the list as long as the tab is open, and kept with its next change.
		this.#show(kept ?? conversation);
	}

	async rename(id: string, title: string): Promise<Conversation | null> {
		const kept = await this.#try(() => this.#parts.store.rename(id, title.trim()));
		if (kept !== null) this.#show(kept);
		return kept;
	}

	/** Deletes at once; the toast can take it back. The runs of its answers stay in the history. */
	async remove(id: string): Promise<void> {
		const removed = await this.#try(async () => ({ value: await this.#parts.store.remove(id) }));
		if (removed === null) return;
		this.#drop(id);
		const { value } = removed;
		if (value === undefined) return;
		this.#parts.toasts.undoable(
			'Conversation deleted. Its runs are still in Runs.',
			() => void this.#restore(id, value)
		);
	}

	/** What is left of a damaged one, for a file. */
	remains({ value }: DamagedConversation): string {
		return remainsText(value);
	}

	/** Another tab has changed it. @returns as it is kept now; null when it is gone */
	async hear(id: string): Promise<Conversation | null> {
		const kept = await this.find(id);
		if (kept === null) this.#drop(id);
		else this.#show(kept);
		return kept;
	}

	async #restore(id: string, value: unknown): Promise<void> {
		await this.#try(() => this.#parts.store.restore(id, value));
		await this.read();
	}

	#show(conversation: Conversation): void {
		const others = this.all.filter(({ id }) => id !== conversation.id);
		this.all = [...others, conversation].toSorted(lastChangedFirst);
	}

	#drop(gone: string): void {
		this.all = this.all.filter(({ id }) => id !== gone);
		this.damaged = this.damaged.filter(({ id }) => id !== gone);
	}

	/** Null when storage fails, which is said then. */
	async #try<T>(work: () => Promise<T>): Promise<T | null> {
		try {
			return await work();
		} catch (error) {
			this.#parts.onTrouble(toAppError(error));
			return null;
		}
	}
}

function lastChangedFirst(a: Conversation, b: Conversation): number {
	return b.changed.localeCompare(a.changed);
}
