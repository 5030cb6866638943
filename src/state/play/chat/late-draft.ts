/** Tells a draft that was kept before a message was sent from one that was kept after it. */
import type { RunMessage } from '#core/run-file/schema.ts';

/**
 * Whether the last message of a conversation was sent after its draft was kept, so that what the draft
 * has in the composer is an older wording of that message.
 *
 * @param drafted the turns of the draft; an answer at their end may be missing, since it may be the output
 * @param said the conversation, from its first message to its last
 */
export function isFromBeforeSending(
	drafted: readonly RunMessage[],
	said: readonly RunMessage[]
): boolean {
	const last = said.findLastIndex(({ role }) => role === 'user');
	if (last === -1) return false;
	const before = toLastQuestion(said.slice(0, last));
	const kept = toLastQuestion(drafted);
	return (
		kept.length === before.length &&
		kept.every(
			({ role, content }, at) => role === before[at]?.role && content === before[at].content
		)
	);
}

function toLastQuestion(turns: readonly RunMessage[]): readonly RunMessage[] {
	return turns.slice(0, turns.findLastIndex(({ role }) => role === 'user') + 1);
}
