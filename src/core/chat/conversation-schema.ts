/** Reads a stored conversation back, whatever an older or newer app, or a fault, has left of it. */
import * as v from 'valibot';
import type { Conversation } from './conversation.ts';

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(100));

const conversationSchema = v.object({
	id,
	title: v.string(),
	created: v.string(),
	changed: v.string(),
	system: v.string(),
	nodes: v.array(
		v.object({
			id,
			parent: v.nullable(id),
			role: v.picklist(['user', 'assistant']),
			content: v.string(),
			runId: v.nullable(v.string())
		})
	),
	chosen: v.record(v.string(), v.string())
});

/** @returns null for what is no conversation, or no tree: then nothing of it is shown as if it were whole */
export function readConversation(value: unknown): Conversation | null {
	const result = v.safeParse(conversationSchema, value);
	return result.success && isTree(result.output) ? result.output : null;
}

/** Each node once, and after what it answers: so no path can go in a circle. */
function isTree({ nodes }: Conversation): boolean {
	const seen = new Set<string>();
	return nodes.every((node) => {
		if (seen.has(node.id) || (node.parent !== null && !seen.has(node.parent))) return false;
		seen.add(node.id);
		return true;
	});
}
