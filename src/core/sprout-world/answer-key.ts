/**
 * What is to be found in Sprout, and the right answer: the world's tables, what was held out of
 * training, which entities have no facts, how skewed the pronouns are. Lessons check against this.
 */
import { OCCUPATIONS } from './bias.ts';
import { countStories } from './count-stories.ts';
import { FACTS, FACT_CLASSES, type Fact } from './facts-table.ts';
import { isNameObjectHeldOut, isObjectColourHeldOut } from './holdout.ts';
import { HELD_OUT_SUMS, LARGEST_WIDE, type Sum } from './sums.ts';
import { COLOURS, HEROES, NAMES, OBJECTS } from './words.ts';

export interface AnswerKey {
	readonly stories: {
		/** Number of different stories. */
		readonly count: bigint;
		readonly heroes: readonly string[];
	};
	readonly recall: {
		readonly names: readonly string[];
		readonly objects: readonly string[];
		readonly colours: readonly string[];
		/** Pairs that no training document has. */
		readonly heldOutNameObjects: readonly (readonly [name: string, object: string])[];
		readonly heldOutObjectColours: readonly (readonly [object: string, colour: string])[];
	};
	readonly facts: readonly Fact[];
	/** Entities that stories mention and about which nothing was ever said. */
	readonly gaps: readonly { readonly kind: Fact['kind']; readonly entity: string }[];
	readonly sums: {
		/** Ordered pairs; a pair is held out in both orders. */
		readonly heldOut: readonly Sum[];
		/** The largest number in any sum of the training documents. */
		readonly largest: number;
	};
	/** Percentage of sentences in which the occupation's pronoun is `she`. */
	readonly skews: typeof OCCUPATIONS;
}

function heldOutPairs(
	firsts: readonly string[],
	seconds: readonly string[],
	isHeldOut: (first: number, second: number) => boolean
): (readonly [string, string])[] {
	return firsts.flatMap((first, firstIndex) =>
		seconds
			.filter((_, secondIndex) => isHeldOut(firstIndex, secondIndex))
			.map((second) => [first, second] as const)
	);
}

/** Builds the answer key; the same at every call. */
export function buildAnswerKey(): AnswerKey {
	return {
		stories: { count: countStories(), heroes: HEROES },
		recall: {
			names: NAMES,
			objects: OBJECTS,
			colours: COLOURS,
			heldOutNameObjects: heldOutPairs(NAMES, OBJECTS, isNameObjectHeldOut),
			heldOutObjectColours: heldOutPairs(OBJECTS, COLOURS, isObjectColourHeldOut)
		},
		facts: FACTS,
		gaps: FACT_CLASSES.flatMap(({ kind, gaps }) => gaps.map((entity) => ({ kind, entity }))),
		sums: { heldOut: HELD_OUT_SUMS, largest: LARGEST_WIDE },
		skews: OCCUPATIONS
	};
}
