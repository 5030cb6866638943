import { describe, expect, it } from 'vitest';
import { readConversation } from './conversation-schema.ts';
import {
	choose,
	follow,
	isFound,
	mergeConversations,
	messagesOf,
	newConversation,
	pathTo,
	say,
	shownPath,
	titleOf,
	variantsOf,
	type ChatNode,
	type Conversation
} from './conversation.ts';

const NOW = '2026-11-30T12:00:00.000Z';

function node(id: string, parent: string | null, content = id): ChatNode {
	const isUser = id.startsWith('u');
	return {
		id,
		parent,
		role: isUser ? 'user' : 'assistant',
		content,
		runId: isUser ? null : `run ${id}`
	};
}

function talk(...nodes: readonly ChatNode[]): Conversation {
	return nodes.reduce(say, newConversation('c', NOW));
}

/** Two questions, each with an answer; the first question was edited afterwards, and answered twice. */
function edited(): Conversation {
	const before = talk(node('u1', null), node('a1', 'u1'), node('u2', 'a1'), node('a2', 'u2'));
	return [node('u1b', null), node('a3', 'u1b'), node('a4', 'u1b')].reduce(say, before);
}

const ids = (nodes: readonly ChatNode[]) => nodes.map(({ id }) => id);

function numbered(): () => string {
	let last = 0;
	return () => `n${(last += 1).toString()}`;
}

describe('a conversation', () => {
	it('shows what was said last', () => {
		expect(ids(shownPath(edited()))).toEqual(['u1b', 'a4']);
	});

	it('keeps what was there before an edit, and comes back to it as it was left', () => {
		const old = choose(edited(), 'u1');
		expect(ids(shownPath(old))).toEqual(['u1', 'a1', 'u2', 'a2']);
		expect(ids(shownPath(choose(choose(old, 'a3'), 'u1')))).toEqual(['u1', 'a1', 'u2', 'a2']);
		expect(ids(shownPath(choose(choose(old, 'a3'), 'u1b')))).toEqual(['u1b', 'a3']);
	});

	it('knows the versions of a message, and those of an answer', () => {
		const conversation = edited();
		const [u1, a1] = pathTo(conversation, 'a1');
		const a3 = pathTo(conversation, 'a3').at(-1);
		expect(ids(variantsOf(conversation, u1 as ChatNode))).toEqual(['u1', 'u1b']);
		expect(ids(variantsOf(conversation, a1 as ChatNode))).toEqual(['a1']);
		expect(ids(variantsOf(conversation, a3 as ChatNode))).toEqual(['a3', 'a4']);
	});

	it('has a run once, however often it is told of it', () => {
		const conversation = talk(node('u1', null), node('a1', 'u1'));
		const again = say(conversation, { ...node('a9', 'u1'), runId: 'run a1' });
		expect(again.nodes).toHaveLength(2);
		expect(ids(shownPath(again))).toEqual(['u1', 'a1']);
	});

	it('says on its path exactly what a request has', () => {
		expect(messagesOf(shownPath(edited()))).toEqual([
			{ role: 'user', content: 'u1b' },
			{ role: 'assistant', content: 'a4' }
		]);
	});

	it('follows messages that were opened along what it has of them, and adds the rest', () => {
		const messages = [
			{ role: 'system', content: 'not part of the tree' },
			{ role: 'user', content: 'u1' },
			{ role: 'assistant', content: 'a1' },
			{ role: 'user', content: 'something else' }
		] as const;
		const followed = follow(edited(), messages, numbered());
		expect(ids(shownPath(followed))).toEqual(['u1', 'a1', 'n1']);
		expect(followed.nodes).toHaveLength(8);
	});

	it('is named after its first message until it has a name', () => {
		const conversation = talk(node('u1', null, '  What\n is  2 + 3? '));
		expect(titleOf(conversation)).toBe('What is 2 + 3?');
		expect(titleOf({ ...conversation, title: 'Sums' })).toBe('Sums');
		expect(titleOf(newConversation('c', NOW))).toBe('');
		expect(titleOf(talk(node('u1', null, 'word '.repeat(40))))).toMatch(/^(word )+wor?d?…$/);
	});

	it('is found by words in its name and in everything said, in whatever branch', () => {
		const conversation = { ...edited(), title: 'Sums' };
		expect(isFound(conversation, 'A2 sums')).toBe(true);
		expect(isFound(conversation, 'a2 nothing')).toBe(false);
		expect(isFound(conversation, ' ')).toBe(true);
	});

	it('that two tabs have changed has what was said in both, and stays a tree', () => {
		const base = talk(node('u1', null), node('a1', 'u1'));
		const kept = {
			...[node('u2', 'a1'), node('a2', 'u2')].reduce(say, base),
			title: 'Named there'
		};
		const mine = [node('u3', 'a1'), node('a3', 'u3')].reduce(say, base);
		const merged = mergeConversations(kept, mine);
		expect(ids(merged.nodes)).toEqual(['u1', 'a1', 'u2', 'a2', 'u3', 'a3']);
		expect(ids(shownPath(merged))).toEqual(['u1', 'a1', 'u3', 'a3']);
		expect(merged.title).toBe('Named there');
		expect(readConversation(merged)).toEqual(merged);
	});
});

describe('what is read back', () => {
	it('is a conversation only if it is whole, and a tree', () => {
		const conversation = edited();
		expect(readConversation(structuredClone(conversation))).toEqual(conversation);
		const [first, ...rest] = conversation.nodes;
		for (const nodes of [
			rest,
			[...rest, first],
			[first, first],
			[{ ...first, parent: 'u1' }],
			[{ ...first, role: 'robot' }],
			'none'
		]) {
			expect(readConversation({ ...conversation, nodes })).toBeNull();
		}
		expect(readConversation(null)).toBeNull();
	});

	it('ends at what is there when a chosen branch is not', () => {
		const conversation = { ...edited(), chosen: { '': 'gone', u1b: 'gone too' } };
		expect(ids(shownPath(conversation))).toEqual(['u1b', 'a4']);
	});
});
