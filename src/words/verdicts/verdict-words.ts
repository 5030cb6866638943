/** Name, tone and meaning of each verdict. */
import type { FillVerdict } from '#core/fill-mask/fill-verdict.ts';
import type { Verdict } from '#core/verification/verdict.ts';

import { isRemarkable } from './circumstances-text.ts';
import { fillTermsIn } from './fill-verdict-text.ts';

type VerdictKind = Verdict['verdict'];

export interface VerdictLook {
	readonly name: string;
	readonly tone: 'good' | 'fair' | 'bad';
	readonly meaning: string;
}

export const VERDICT_LOOKS: Readonly<Record<VerdictKind, VerdictLook>> = {
	'bit-exact': {
		name: 'Bit-exact',
		tone: 'good',
		meaning: 'The claim holds: these weights, this recipe and this seed give this output.'
	},
	'same-tokens': {
		name: 'Same tokens',
		tone: 'good',
		meaning: 'The text is reproduced; the numbers behind it differ a little.'
	},
	'within-noise': {
		name: 'Within noise',
		tone: 'good',
		meaning:
			'Some choices were so close that another device decides them differently; everything else is as claimed.'
	},
	diverged: {
		name: 'Diverged',
		tone: 'bad',
		meaning:
			'These weights, settings and seed do not give what the file says. On another backend, tiny rounding differences can change a close choice; on the processor they cannot.'
	},
	'cannot-tell': {
		name: 'Cannot tell',
		tone: 'fair',
		meaning: 'The claim is neither refuted nor fully confirmed.'
	},
	'not-comparable': {
		name: 'Not comparable',
		tone: 'fair',
		meaning:
			'The two were not made under the same conditions, so this says nothing about the claim.'
	},
	invalid: {
		name: 'Invalid',
		tone: 'bad',
		meaning: 'The file contradicts itself and cannot be trusted.'
	}
};

/** A tick would say too much where the request is no ordinary one. */
export function verdictLook(verdict: Verdict): VerdictLook {
	const look = VERDICT_LOOKS[verdict.verdict];
	return look.tone === 'good' && isRemarkable(verdict) ? { ...look, tone: 'fair' } : look;
}

const FILL_MEANINGS: Readonly<Record<FillVerdict['verdict'], string>> = {
	'bit-exact': 'The claim holds: these weights give exactly these numbers for these sentences.',
	'same-tokens': 'The answer is reproduced; the numbers behind it differ a little.',
	'within-noise': 'Some tokens are so close that another device orders them differently.',
	diverged: 'These weights and sentences do not give what the file says.',
	'cannot-tell': VERDICT_LOOKS['cannot-tell'].meaning,
	'not-comparable': VERDICT_LOOKS['not-comparable'].meaning,
	invalid: VERDICT_LOOKS.invalid.meaning
};

/** Words are hidden to be guessed; with anything else that is not shown, a tick would say too much. */
export function fillVerdictLook(verdict: FillVerdict): VerdictLook {
	const kind = verdict.verdict;
	const look = { ...VERDICT_LOOKS[kind], meaning: FILL_MEANINGS[kind] };
	const isRemarked = fillTermsIn(verdict).some(({ kind }) => kind !== 'hidden-words');
	return look.tone === 'good' && isRemarked ? { ...look, tone: 'fair' } : look;
}
