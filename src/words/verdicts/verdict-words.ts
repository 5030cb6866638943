/** Name, colour and mark of each verdict; its sentence comes from core. */
import type { Verdict } from '#core/verification/verdict.ts';

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
			'Some choices were so close that another device tips them; everything else is as claimed.'
	},
	diverged: {
		name: 'Diverged',
		tone: 'bad',
		meaning:
			'What the file says does not follow here from these weights, settings and seed. Regrown on another backend, tiny differences can tip a close choice; on the CPU they cannot.'
	},
	'not-comparable': {
		name: 'Not comparable',
		tone: 'fair',
		meaning: 'The two were not made under the same conditions, so nothing follows about the claim.'
	},
	invalid: {
		name: 'Invalid',
		tone: 'bad',
		meaning: 'The file contradicts itself and cannot be trusted.'
	}
};

/** Evidence as rows, in the order it was recorded. */
export function evidenceRows(
	evidence: object
): readonly (readonly [name: string, value: string])[] {
	return Object.entries(evidence).flatMap(([key, value]) => rowsOf(words(key), value));
}

function words(key: string): string {
	const spaced = key.replaceAll(/([A-Z])/g, ' $1').toLowerCase();
	return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

function rowsOf(name: string, value: unknown): [string, string][] {
	if (value === null) return [[name, 'none']];
	if (typeof value === 'boolean') return [[name, value ? 'yes' : 'no']];
	if (Array.isArray(value)) {
		return value.flatMap((item, i) => rowsOf(`${name} ${(i + 1).toString()}`, item));
	}
	if (typeof value === 'object') {
		const parts = Object.entries(value).map(([key, part]) => `${key} ${JSON.stringify(part)}`);
		return [[name, parts.join(', ')]];
	}
	if (typeof value === 'number') return [[name, value.toString()]];
	return [[name, typeof value === 'string' ? value : JSON.stringify(value)]];
}
