/** Conversations in this browser's IndexedDB. The runs of their answers are in the history. */
import type { DBSchema } from 'idb';

import { readConversation } from '#core/chat/conversation-schema.ts';
import { mergeConversations, type Conversation } from '#core/chat/conversation.ts';
import { AppError } from '#core/errors.ts';

import { Database } from './open-database.ts';
import type { Migration } from './open-database.ts';

/** A row that no longer is a conversation. */
export interface DamagedConversation {
	readonly id: string;
	readonly value: unknown;
}

export interface KeptConversations {
	readonly whole: readonly Conversation[];
	readonly damaged: readonly DamagedConversation[];
}

export interface ChatEvents {
	/** Told `storage-blocked` while another tab with an older app holds the store. */
	readonly onInterrupted: (error: AppError) => void;
	/** Another tab has kept, renamed, deleted or restored a conversation. */
	readonly onOtherTab: (id: string) => void;
}

export const CHAT_DATABASE = 'glasshouse-chats';

interface ChatDatabase extends DBSchema {
	conversations: { key: string; value: unknown };
}

/** Append only: a person's database may be at any of these versions. */
const migrations: readonly Migration<ChatDatabase>[] = [
	function conversations(database) {
		database.createObjectStore('conversations');
	}
];

/** Its methods throw AppError `storage-full`, `storage-denied` or `storage-failed`. */
export class ChatStore {
	readonly #database: Database<ChatDatabase>;
	readonly #otherTabs = new BroadcastChannel(CHAT_DATABASE);

	constructor({ onInterrupted, onOtherTab }: ChatEvents) {
		this.#database = new Database(CHAT_DATABASE, migrations, {
			onblocked: () => {
				onInterrupted(new AppError('storage-blocked', 'another tab holds an older database'));
			}
		});
		this.#otherTabs.onmessage = ({ data }: MessageEvent<unknown>) => {
			if (typeof data === 'string') onOtherTab(data);
		};
	}

	list(): Promise<KeptConversations> {
		return this.#database.use('list conversations', async (database) => {
			const { store } = database.transaction('conversations');
			const [ids, values] = await Promise.all([store.getAllKeys(), store.getAll()]);
			const rows = ids.map((id, i) => ({ id, value: values[i], read: readRow(id, values[i]) }));
			return {
				whole: rows.flatMap(({ read }) => (read === null ? [] : [read])),
				damaged: rows.flatMap(({ id, value, read }) => (read === null ? [{ id, value }] : []))
			};
		});
	}

	/** @returns null for an unknown id, or a damaged one */
	async get(id: string): Promise<Conversation | null> {
		const value = await this.#database.use('read conversation', (database) =>
			database.get('conversations', id)
		);
		return readRow(id, value);
	}

	/**
	 * Keeps a conversation, with what another tab has said in it and the name that it has.
	 *
	 * @returns what is kept now
	 */
	put(conversation: Conversation): Promise<Conversation> {
		const { id } = conversation;
		return this.#change('keep conversation', id, (kept) =>
			kept === null ? conversation : mergeConversations(kept, conversation)
		);
	}

	/** @returns what is kept now; null when it is gone */
	rename(id: string, title: string): Promise<Conversation | null> {
		return this.#change('rename conversation', id, (kept) =>
			kept === null ? null : { ...kept, title }
		);
	}

	/** Forgets a conversation and gives it back, for an undo. @returns undefined when it is gone already */
	async remove(id: string): Promise<unknown> {
		const removed = await this.#database.write(
			'delete conversation',
			['conversations'],
			async (transaction) => {
				const store = transaction.objectStore('conversations');
				const value: unknown = await store.get(id);
				await store.delete(id);
				return value;
			}
		);
		this.#otherTabs.postMessage(id);
		return removed;
	}

	/** Puts back exactly what `remove` gave, whole or damaged. */
	async restore(id: string, value: unknown): Promise<void> {
		await this.#database.write('restore conversation', ['conversations'], (transaction) =>
			transaction.objectStore('conversations').put(value, id)
		);
		this.#otherTabs.postMessage(id);
	}

	close(): Promise<void> {
		this.#otherTabs.close();
		return this.#database.close();
	}

	/** Reads, changes and writes in one transaction; null writes nothing. */
	async #change<Next extends Conversation | null>(
		doing: string,
		id: string,
		change: (kept: Conversation | null) => Next
	): Promise<Next> {
		const next = await this.#database.write(doing, ['conversations'], async (transaction) => {
			const store = transaction.objectStore('conversations');
			const changed = change(readRow(id, await store.get(id)));
			if (changed !== null) await store.put(changed, id);
			return changed;
		});
		this.#otherTabs.postMessage(id);
		return next;
	}
}

function readRow(id: string, value: unknown): Conversation | null {
	const read = readConversation(value);
	return read?.id === id ? read : null;
}
