/** Sentences that survive a reload, read back from whatever lies in storage. */
import * as v from 'valibot';

import type { ValueSchema } from '#storage/settings-store.ts';

export interface DraftSentence {
	readonly text: string;
	/** Positions of tokens that were clicked away; masks in the text need none. */
	readonly hidden: readonly number[];
}

export const FILL_DRAFT: ValueSchema<readonly DraftSentence[]> = v.array(
	v.object({ text: v.string(), hidden: v.array(v.pipe(v.number(), v.integer())) })
);
