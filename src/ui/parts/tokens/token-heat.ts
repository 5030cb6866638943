/** How one token is put into colour. */
import type { TokenTrace } from '#core/run-file/schema.ts';
import type { Colouring } from '#state/page/view-state.svelte.ts';

export const COLOURINGS: readonly Colouring[] = ['probability', 'entropy', 'margin', 'off'];

/** What verifying found out about one output token. */
export interface TokenCheck {
	/** 0 is the draw, 1 and 2 lose no more than noise explains, 3 and 4 by more. */
	readonly level: HeatLevel;
	/** For those who hear it; empty for the draw. */
	readonly words: string;
}

/** 0 is sure, 4 is anything but. */
export type HeatLevel = 0 | 1 | 2 | 3 | 4;

const LEVELS = [1, 2, 3, 4] as const;

/** Where each level above 0 begins: shares of one for probability, nats for the others. */
export const HEAT_BOUNDS: Readonly<Record<Exclude<Colouring, 'off'>, readonly number[]>> = {
	probability: [0.8, 0.5, 0.2, 0.05],
	entropy: [0.3, 1, 2, 3],
	margin: [3, 1.5, 0.7, 0.25]
};

/** How many of the bounds the value has passed. */
function passed(bounds: readonly number[], isPast: (bound: number) => boolean): HeatLevel {
	return LEVELS.findLast((level) => isPast(bounds[level - 1] ?? Number.NaN)) ?? 0;
}

export function probabilityHeat({ logprob }: TokenTrace): HeatLevel {
	const probability = Math.exp(logprob);
	return passed(HEAT_BOUNDS.probability, (bound) => probability < bound);
}

export function entropyHeat({ entropy }: TokenTrace): HeatLevel {
	return passed(HEAT_BOUNDS.entropy, (bound) => entropy >= bound);
}

export function marginHeat({ margin }: TokenTrace): HeatLevel {
	return margin === null ? 0 : passed(HEAT_BOUNDS.margin, (bound) => margin < bound);
}
