/** What the conversation on show works with. */
import type { Conversation } from '#core/chat/conversation.ts';
import type { Run } from '#core/run-file/schema.ts';
import type { RecipeState } from '../recipe-state.svelte.ts';
import type { WritingState } from '../writing-state.svelte.ts';

export interface ChatParts {
	readonly recipe: RecipeState;
	readonly writing: WritingState;
	/** From the history; null when it is not there. */
	readonly getRun: (id: string) => Promise<Run | null>;
	/** The kept conversation of this id; null for an unknown id, or when it cannot be read. */
	readonly find: (id: string) => Promise<Conversation | null>;
	/** Told after each change that a person would miss. */
	readonly keep: (conversation: Conversation) => void;
	readonly newId: () => string;
	/** ISO 8601, UTC. */
	readonly now: () => string;
}
