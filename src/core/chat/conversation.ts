/**
 * A conversation as a tree: nothing that was said is ever changed or removed. An edited message and a
 * regenerated answer are siblings of what was there before; one path through the tree is on show.
 */
import type { RunMessage } from '../run-file/schema.ts';

/** Something said, by you or by the model. */
export interface ChatNode {
	readonly id: string;
	/** What it answers; null begins the conversation. Comes before it in the list of nodes. */
	readonly parent: string | null;
	readonly role: 'user' | 'assistant';
	readonly content: string;
	/** The run that wrote it; null for messages of people, and for answers without a run of their own. */
	readonly runId: string | null;
}

export interface Conversation {
	readonly id: string;
	/** As a person named it; '' is named after its first message. */
	readonly title: string;
	/** ISO 8601, UTC. */
	readonly created: string;
	readonly changed: string;
	/** Sent to the model before the conversation; '' for none. */
	readonly system: string;
	/** In the order in which they were said. */
	readonly nodes: readonly ChatNode[];
	/** Where a path forks: which child is on show, by its parent's id; `ROOT` for first messages. */
	readonly chosen: Readonly<Record<string, string>>;
}

/** The key of first messages in `chosen`; no id is empty. */
export const ROOT = '';

export function newConversation(id: string, now: string): Conversation {
	return { id, title: '', created: now, changed: now, system: '', nodes: [], chosen: {} };
}

export function childrenOf({ nodes }: Conversation, parent: string | null): readonly ChatNode[] {
	return nodes.filter((node) => node.parent === parent);
}

/** What is on show, from the first message to the last: at each fork the chosen child, else the newest. */
export function shownPath(conversation: Conversation): readonly ChatNode[] {
	const path: ChatNode[] = [];
	for (;;) {
		const next = shownChild(conversation, path.at(-1)?.id ?? null);
		if (next === undefined) return path;
		path.push(next);
	}
}

function shownChild(conversation: Conversation, parent: string | null): ChatNode | undefined {
	const children = childrenOf(conversation, parent);
	const chosen = conversation.chosen[parent ?? ROOT];
	return children.find(({ id }) => id === chosen) ?? children.at(-1);
}

/** From the first message to `id`; empty when there is no such node. */
export function pathTo({ nodes }: Conversation, id: string): readonly ChatNode[] {
	const byId = new Map(nodes.map((node) => [node.id, node]));
	const path: ChatNode[] = [];
	for (let node = byId.get(id); node !== undefined; node = byId.get(node.parent ?? ROOT)) {
		path.unshift(node);
	}
	return path;
}

/** Puts `id` on show, and below it what was on show there last. */
export function choose(conversation: Conversation, id: string): Conversation {
	const steps = pathTo(conversation, id).map((node) => [node.parent ?? ROOT, node.id] as const);
	return { ...conversation, chosen: { ...conversation.chosen, ...Object.fromEntries(steps) } };
}

/** Adds what was said and puts it on show. A run that is there already is not there twice. */
export function say(conversation: Conversation, node: ChatNode): Conversation {
	const known = childrenOf(conversation, node.parent).find(
		({ runId }) => runId !== null && runId === node.runId
	);
	if (known !== undefined) return choose(conversation, known.id);
	return choose({ ...conversation, nodes: [...conversation.nodes, node] }, node.id);
}

/** `node` and its siblings, in the order in which they were said. */
export function variantsOf(conversation: Conversation, node: ChatNode): readonly ChatNode[] {
	return childrenOf(conversation, node.parent);
}

/** As a request has it. */
export function messagesOf(path: readonly ChatNode[]): RunMessage[] {
	return path.map(({ role, content }) => ({ role, content }));
}

/**
 * Puts messages on show that were said elsewhere (an opened run or recipe): along what the tree has of
 * them, preferring what is on show, and adds the rest.
 *
 * @param newId gives a new id with each call
 */
export function follow(
	conversation: Conversation,
	messages: readonly RunMessage[],
	newId: () => string
): Conversation {
	let followed = conversation;
	let parent: string | null = null;
	for (const { role, content } of messages) {
		if (role === 'system') continue;
		const shown = shownChild(followed, parent);
		const same: ChatNode | undefined = [
			...(shown === undefined ? [] : [shown]),
			...childrenOf(followed, parent)
		].find((node) => node.role === role && node.content === content);
		const node: ChatNode = same ?? { id: newId(), parent, role, content, runId: null };
		followed = same === undefined ? say(followed, node) : choose(followed, same.id);
		parent = node.id;
	}
	return followed;
}

/**
 * What two tabs have made of the same conversation: everything said in either of them, and on show what
 * `mine` has on show. Its name is the kept one: a name is changed in the store alone.
 */
export function mergeConversations(kept: Conversation, mine: Conversation): Conversation {
	const own = new Set(mine.nodes.map(({ id }) => id));
	const kin = new Set(kept.nodes.map(({ id }) => id));
	// What both have comes first, so that parents stay before their children.
	const shared = mine.nodes.filter(({ id }) => kin.has(id));
	const others = kept.nodes.filter(({ id }) => !own.has(id));
	const added = mine.nodes.filter(({ id }) => !kin.has(id));
	return {
		...mine,
		title: kept.title,
		nodes: [...shared, ...others, ...added],
		chosen: { ...kept.chosen, ...mine.chosen }
	};
}

const TITLE_LENGTH = 80;

/** What a conversation is called: '' while nothing has been said. */
export function titleOf({ title, nodes }: Conversation): string {
	if (title !== '') return title;
	const first = nodes.find(({ role }) => role === 'user')?.content ?? '';
	const line = Array.from(first.replaceAll(/\s+/g, ' ').trim());
	return line.length <= TITLE_LENGTH
		? line.join('')
		: `${line.slice(0, TITLE_LENGTH - 1).join('')}…`;
}

/** Whether all words of `search` are in its title or in something said, in whatever case. */
export function isFound(conversation: Conversation, search: string): boolean {
	const words = search.toLowerCase().split(/\s+/).filter(Boolean);
	if (words.length === 0) return true;
	const text = [titleOf(conversation), ...conversation.nodes.map(({ content }) => content)]
		.join('\n')
		.toLowerCase();
	return words.every((word) => text.includes(word));
}
