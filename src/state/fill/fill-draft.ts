/** Sentences that survive a reload, read back from whatever lies in storage. */
import type { ValueSchema } from '#storage/settings-store.ts';

export interface DraftSentence {
	readonly text: string;
	/** Positions of tokens that were clicked away; masks in the text need none. */
	readonly hidden: readonly number[];
}

function isSentence(value: unknown): value is DraftSentence {
	if (typeof value !== 'object' || value === null) return false;
	const text: unknown = Reflect.get(value, 'text');
	const hidden: unknown = Reflect.get(value, 'hidden');
	return typeof text === 'string' && Array.isArray(hidden) && hidden.every(Number.isInteger);
}

export const FILL_DRAFT: ValueSchema<readonly DraftSentence[]> = {
	'~standard': {
		validate: (value) =>
			Array.isArray(value) && value.every(isSentence)
				? { value }
				: { issues: ['not a list of sentences'] }
	}
};
