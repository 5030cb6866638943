import { philox4x32 } from '#core/sampling/philox.ts';

/** Second word of the Philox key of the hold-out rule ("HOLD"). */
const HOLDOUT_KEY = 0x484f4c44;

/** What is held out, and how large a share (in 1/16) of all pairs that is. */
const RULES = {
	/** First name and object: 1/16 of the pairs. */
	nameObject: { number: 1, sixteenths: 1 },
	/** Object and colour: 1/16 of the pairs. */
	objectColour: { number: 2, sixteenths: 1 },
	/** The two numbers of a sum, both from 0 to 20, smaller one first: 2/16 of the pairs. */
	sum: { number: 3, sixteenths: 2 }
} as const;

export type HoldoutRule = keyof typeof RULES;

const block = new Uint32Array(4);

/**
 * Whether a pair of positions is held out: Philox with counter (first, second, 0, 0) and key (rule
 * number, "HOLD"), first output word modulo 16 below the rule's share.
 */
function computeHeldOut(rule: HoldoutRule, first: number, second: number): boolean {
	philox4x32(block, first, second, 0, 0, RULES[rule].number, HOLDOUT_KEY);
	return (block[0] as number) % 16 < RULES[rule].sixteenths;
}

/** Positions above this are outside every rule's tables. */
const TABLE_SIZE = 128;

function buildTable(rule: HoldoutRule): Uint8Array {
	const table = new Uint8Array(TABLE_SIZE * TABLE_SIZE);
	for (let first = 0; first < TABLE_SIZE; first++) {
		for (let second = 0; second < TABLE_SIZE; second++) {
			if (computeHeldOut(rule, first, second)) table[first * TABLE_SIZE + second] = 1;
		}
	}
	return table;
}

const nameObject = buildTable('nameObject');
const objectColour = buildTable('objectColour');
const sum = buildTable('sum');

/** @param name position in NAMES @param object position in OBJECTS */
export function isNameObjectHeldOut(name: number, object: number): boolean {
	return nameObject[name * TABLE_SIZE + object] === 1;
}

/** @param object position in OBJECTS @param colour position in COLOURS */
export function isObjectColourHeldOut(object: number, colour: number): boolean {
	return objectColour[object * TABLE_SIZE + colour] === 1;
}

/** The largest number of the sums under the hold-out rule. */
export const LARGEST_TESTED = 20;

/** Both orders are held out together; sums with a number above 20 never are. */
export function isSumHeldOut(a: number, b: number): boolean {
	if (a > LARGEST_TESTED || b > LARGEST_TESTED) return false;
	return sum[Math.min(a, b) * TABLE_SIZE + Math.max(a, b)] === 1;
}
