/**
 * How a token was drawn, or would have been under other settings: the distribution after each step
 * of the sampler, the noise, and the winner, from the logits that were kept. The steps themselves
 * are the sampler's own (`Penalties`, `Candidates`, `Race`).
 *
 * When the whole vocabulary was kept, every number is exact. Else the winner is exact whenever
 * `isExact` says so: then no token outside could have won, whatever its logit was.
 */
import type { SamplingSettings } from '../run-file/schema.ts';
import { Candidates } from './candidates.ts';
import { exp } from './exp-ln.ts';
import { applyFilter, FILTER_NAMES, isFilterOn } from './filters.ts';
import type { KeptLogits } from './kept-logits.ts';
import { gumbel } from './noise.ts';
import {
	BoundedFilters,
	ceilingOutside,
	loudestOutside,
	massOutside,
	type Adjust
} from './outside.ts';
import { Penalties } from './penalties.ts';
import { MOST_NOISE, Race } from './race.ts';
import type { Range } from './tail.ts';

/** The sampler's steps in order. */
export const STEP_KINDS = ['raw', 'penalties', 'bias', 'temperature', ...FILTER_NAMES] as const;
export type StepKind = (typeof STEP_KINDS)[number];

export interface ExplainedStep {
	readonly kind: StepKind;
	/** False when the settings switch this step off: then it equals the step before. */
	readonly isActive: boolean;
	/** Of each kept token, among everything that is left; 0 for what was dropped. */
	readonly probabilities: Float64Array;
	/** Share of all tokens outside together: between these bounds, and in their middle for `probabilities`. */
	readonly outside: Range;
	/** How many of the kept tokens are left. */
	readonly left: number;
}

export interface HypotheticalDraw {
	readonly tokenId: number;
	/** Best minus second best score, in nats; null when no other kept token was left. */
	readonly margin: number | null;
	/** Whether it is certain that this token wins, also against the tokens that were not kept. */
	readonly isExact: boolean;
}

export interface Explanation {
	readonly draw: HypotheticalDraw;
	readonly steps: readonly ExplainedStep[];
	/** Of each kept token, in nats: logit after all steps, over temperature; −Infinity when dropped. */
	readonly scaled: Float64Array;
	/** Of each kept token that is left, in nats; 0 at temperature 0. */
	readonly noise: Float64Array;
	/** Scaled logit plus noise, in nats; −Infinity when dropped. */
	readonly scores: Float64Array;
}

/** @param massOutside gives Σ exp(x − largest x) over the tokens outside */
type Observe = (
	kind: StepKind,
	isActive: boolean,
	x: Float64Array,
	massOutside: () => Range
) => void;

const noMass = (): Range => ({ low: 0, high: 0 });

/** The counterpart of `RunSampler` for kept logits: it remembers what was said. */
export class Explainer {
	readonly #settings: SamplingSettings;
	readonly #seed: bigint;
	readonly #penalties: Penalties;
	readonly #candidates = new Candidates();
	readonly #race: Race;
	#position = 0;

	/** @param options as for `RunSampler` */
	constructor(options: {
		readonly settings: SamplingSettings;
		readonly seed: bigint;
		readonly promptTokenIds: readonly number[];
	}) {
		this.#settings = options.settings;
		this.#seed = options.seed;
		this.#penalties = new Penalties(options.settings, options.promptTokenIds);
		this.#race = new Race(options.seed);
	}

	get position(): number {
		return this.#position;
	}

	/** Moves on by one token, as the run did. */
	accept(tokenId: number): void {
		this.#penalties.accept(tokenId);
		this.#position++;
	}

	/** Just the token that would have been drawn at `position`. */
	draw(kept: KeptLogits): HypotheticalDraw {
		return this.#run(kept, null);
	}

	/** The token that would have been drawn at `position`, and how. */
	explain(kept: KeptLogits): Explanation {
		const steps: ExplainedStep[] = [];
		const draw = this.#run(kept, (kind, isActive, x, outside) => {
			const before = steps.at(-1);
			if (!isActive && before !== undefined) steps.push({ ...before, kind, isActive });
			else steps.push({ kind, isActive, ...softmax(x, outside()) });
		});
		return { draw, steps, ...this.#scores(kept) };
	}

	#run(kept: KeptLogits, observe: Observe | null): HypotheticalDraw {
		const adjusted = this.#adjust(kept, observe);
		return this.#settings.temperature === 0
			? this.#runGreedy(kept, adjusted, observe)
			: this.#runSampling(kept, adjusted, observe);
	}

	/** Penalties and bias. */
	#adjust(kept: KeptLogits, observe: Observe | null): Float64Array {
		const penalties = this.#penalties;
		const { ids } = kept;
		const x = Float64Array.from(kept.logits);
		const penalize: Adjust = (id, logit) => penalties.penalized(id, logit);
		const bias: Adjust = (id, penalized) => penalties.biased(id, penalized);
		const look = (kind: StepKind, isActive: boolean, adjust: Adjust | null) => {
			const at = { temperature: 1, reference: largestOf(x) };
			observe?.(kind, isActive, x, () => massOutside(kept, penalties, adjust, at));
		};
		look('raw', true, null);
		for (let i = 0; i < x.length; i++) x[i] = penalize(ids[i] ?? 0, x[i] ?? 0);
		look('penalties', penalties.isOn, penalize);
		for (let i = 0; i < x.length; i++) x[i] = bias(ids[i] ?? 0, x[i] ?? 0);
		look('bias', penalties.hasBias, (id, logit) => bias(id, penalize(id, logit)));
		return x;
	}

	#runGreedy(kept: KeptLogits, x: Float64Array, observe: Observe | null): HypotheticalDraw {
		this.#race.largest(x, kept.ids);
		const { bestId: tokenId, best, margin } = this.#race;
		const winner = x.map((_, i) => (kept.ids[i] === tokenId ? best : -Infinity));
		this.#candidates.loadSome(kept.ids, winner, 1);
		observe?.('temperature', true, winner, noMass);
		for (const kind of FILTER_NAMES) observe?.(kind, false, winner, noMass);
		return { tokenId, margin, isExact: best > ceilingOutside(kept, this.#penalties) };
	}

	#runSampling(kept: KeptLogits, x: Float64Array, observe: Observe | null): HypotheticalDraw {
		const { temperature } = this.#settings;
		const candidates = this.#candidates;
		candidates.loadSome(kept.ids, x, temperature);
		const filters = this.#filters(kept);
		const look = (kind: StepKind, isActive: boolean) =>
			observe?.(kind, isActive, spread(candidates, kept), () => filters.mass);
		look('temperature', temperature !== 1);
		for (const name of FILTER_NAMES) {
			applyFilter(name, filters, this.#settings);
			look(name, isFilterOn(name, this.#settings));
		}
		this.#race.loudest(candidates, this.#position);
		const { bestId: tokenId, margin } = this.#race;
		return { tokenId, margin, isExact: this.#winsForSure(kept, filters) };
	}

	#filters(kept: KeptLogits): BoundedFilters {
		const { temperature } = this.#settings;
		const penalties = this.#penalties;
		const ceiling = ceilingOutside(kept, penalties);
		const reference = ceiling === -Infinity ? 0 : ceiling;
		const adjust: Adjust = (id, logit) => penalties.biased(id, penalties.penalized(id, logit));
		return new BoundedFilters(this.#candidates, {
			ceiling: ceiling / temperature,
			mass: massOutside(kept, penalties, adjust, { temperature, reference }),
			reference: reference / temperature
		});
	}

	/** Whether no token outside can have beaten the winner, and no filter can have dropped it. */
	#winsForSure(kept: KeptLogits, filters: BoundedFilters): boolean {
		const { bestId, best } = this.#race;
		const x = this.#candidates.x[this.#candidates.indexOf(bestId)] ?? -Infinity;
		if (x <= filters.certainAbove) return false;
		if (!filters.mayStay || best > filters.ceiling + MOST_NOISE) return true;
		return best > filters.ceiling + loudestOutside(kept, this.#seed, this.#position);
	}

	/** What decided, once the filters have run. */
	#scores(kept: KeptLogits): Pick<Explanation, 'scaled' | 'noise' | 'scores'> {
		const isNoisy = this.#settings.temperature > 0;
		const scaled = spread(this.#candidates, kept);
		const noise = scaled.map((x, i) =>
			isNoisy && x > -Infinity ? gumbel(this.#seed, this.#position, kept.ids[i] ?? 0) : 0
		);
		return { scaled, noise, scores: scaled.map((x, i) => x + (noise[i] ?? 0)) };
	}
}

/** The candidates' x in the order of the kept tokens; −Infinity for those that were dropped. */
function spread({ ids, x, count }: Candidates, kept: KeptLogits): Float64Array {
	const out = new Float64Array(kept.ids.length).fill(-Infinity);
	let next = 0;
	for (let i = 0; i < out.length && next < count; i++) {
		if (kept.ids[i] === ids[next]) out[i] = x[next++] ?? 0;
	}
	return out;
}

function largestOf(x: Float64Array): number {
	let largest = -Infinity;
	for (const value of x) if (value > largest) largest = value;
	return largest;
}

/** @param mass Infinity where it is too large for a number: then nothing else counts */
function shareOf(mass: number, others: number): number {
	return mass === Infinity ? 1 : mass / (others + mass);
}

/** @param outside Σ exp(x − largest x) over what is not in `x` */
function softmax(
	x: Float64Array,
	outside: Range
): Pick<ExplainedStep, 'probabilities' | 'outside' | 'left'> {
	const max = largestOf(x);
	let total = 0;
	let left = 0;
	const probabilities = x.map((value) => {
		const weight = value === -Infinity ? 0 : exp(value - max);
		total += weight;
		if (value > -Infinity) left++;
		return weight;
	});
	const { low, high } = outside;
	const sum = total + (low + high) / 2;
	for (let i = 0; i < probabilities.length; i++) probabilities[i] = (probabilities[i] ?? 0) / sum;
	return {
		probabilities,
		outside: { low: shareOf(low, total), high: shareOf(high, total) },
		left
	};
}
