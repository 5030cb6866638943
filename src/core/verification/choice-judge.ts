/** Asks at each position what the sampler draws here, and how far the recorded choice is from that. */
import { gumbel } from '../sampling/noise.ts';
import { Penalties } from '../sampling/penalties.ts';
import { RunSampler } from '../sampling/sampler.ts';
import { difference } from './checked-token.ts';
import type { CheckedToken, Tolerance } from './checked-token.ts';
import type { Claim } from './claim.ts';
import { hasEdge, rangeAtEdge } from './filter-edge.ts';
import type { EdgeRange } from './filter-edge.ts';

export type Choice = Pick<
	CheckedToken,
	'forced' | 'drawId' | 'shortfall' | 'atEdge' | 'margin' | 'marginDifference' | 'limits'
>;

export class ChoiceJudge {
	readonly #request: Claim['request'];
	readonly #tolerance: Tolerance;
	readonly #seed: bigint;
	readonly #sampler: RunSampler;
	/** A second count of what was said: the sampler keeps its own to itself. */
	readonly #penalties: Penalties;
	// Edges take time. Once the claim is refuted, or its margins are odd, they cannot save it any more.
	#isRefuted = false;
	#hasOddMargin = false;

	constructor(request: Claim['request'], promptTokenIds: readonly number[], tolerance: Tolerance) {
		this.#request = request;
		this.#tolerance = tolerance;
		this.#seed = BigInt(request.seed);
		this.#sampler = new RunSampler({ settings: request, seed: this.#seed, promptTokenIds });
		this.#penalties = new Penalties(request, promptTokenIds);
	}

	/** Moves on by the recorded token. */
	accept(tokenId: number): void {
		this.#sampler.accept(tokenId);
		this.#penalties.accept(tokenId);
	}

	/** Tells that something else refutes the claim already. */
	refute(): void {
		this.#isRefuted = true;
	}

	/**
	 * @param logits raw, shape [vocabularySize], not changed
	 * @param recordedMargin null when nothing else was left; undefined when none is recorded
	 * @throws AppError `engine-failed` when a logit is NaN or +Infinity, or all are −Infinity
	 */
	judge(logits: Float32Array, id: number, recordedMargin: number | null | undefined): Choice {
		if (this.#sampler.position < this.#request.forced_token_ids.length) {
			const marginDifference = apart(recordedMargin, Infinity);
			return { forced: true, drawId: id, ...UNJUDGED, marginDifference };
		}
		const { draw, shortfall } = this.#sampler.judge(logits, id);
		const lead = draw.tokenId === id ? (draw.margin ?? Infinity) : -shortfall;
		const choice = {
			forced: false,
			drawId: draw.tokenId,
			shortfall,
			atEdge: false,
			margin: draw.margin,
			marginDifference: apart(recordedMargin, lead)
		};
		return this.#isNoise(choice) ? choice : this.#lookAgain(logits, id, choice, recordedMargin);
	}

	#isNoise({ shortfall, marginDifference }: Choice): boolean {
		return shortfall <= this.#tolerance.shortfall && this.#isMarginNoise(marginDifference);
	}

	#isMarginNoise(marginDifference: number | null, most = this.#tolerance.margin): boolean {
		return Math.abs(marginDifference ?? 0) <= most;
	}

	/** The choice again, with what a filter's edge or a penalty explains taken off. */
	#lookAgain(
		logits: Float32Array,
		id: number,
		choice: Choice,
		recordedMargin: number | null | undefined
	): Choice {
		const isLost = choice.shortfall > this.#tolerance.shortfall;
		const best = this.#isWorthIt(isLost)
			? this.#tolerated(this.#rangeAtEdge(logits, id), choice, recordedMargin)
			: choice;
		const { shortfall, margin } = best.limits ?? this.#tolerance;
		this.#isRefuted ||= best.shortfall > shortfall;
		this.#hasOddMargin ||= !this.#isMarginNoise(best.marginDifference, margin);
		return best;
	}

	#isWorthIt(isLost: boolean): boolean {
		const isHopeless = this.#isRefuted || (!isLost && this.#hasOddMargin);
		const { temperature, repetition_penalty: penalty } = this.#request;
		const hasRange = (temperature > 0 && hasEdge(this.#request)) || penalty !== 1;
		return hasRange && !isHopeless && this.#tolerance.shortfall > 0;
	}

	#tolerated(range: EdgeRange, choice: Choice, recordedMargin: number | null | undefined): Choice {
		const { leastMargin, mostMargin } = range;
		const recorded = recordedMargin ?? Infinity;
		const nearest = Math.min(Math.max(recorded, leastMargin), mostMargin);
		const marginDifference = apart(recordedMargin, nearest);
		const reach = recorded < leastMargin ? range.belowLeast : range.aboveMost;
		const { shortfall, margin } = this.#tolerance;
		const limits = {
			shortfall: Math.max(shortfall, range.shortfallNoise),
			// As much as the penalty scales the noise of the scores, it scales that of their difference.
			margin: Math.max(margin, (reach / (2 * shortfall)) * margin)
		};
		const isLost = choice.shortfall > limits.shortfall;
		const isOdd = !this.#isMarginNoise(choice.marginDifference, limits.margin);
		let best: Choice = this.#request.repetition_penalty === 1 ? choice : { ...choice, limits };
		if (isLost && range.shortfall <= limits.shortfall) {
			best = { ...best, shortfall: range.shortfall, atEdge: true };
		}
		if (isOdd && this.#isMarginNoise(marginDifference, limits.margin)) {
			best = { ...best, marginDifference, atEdge: true };
		}
		return best;
	}

	#rangeAtEdge(logits: Float32Array, tokenId: number): EdgeRange {
		const { position } = this.#sampler;
		const { temperature } = this.#request;
		const isDrawn = temperature > 0;
		const noise = this.#tolerance.shortfall;
		const logitNoise = noise * (isDrawn ? temperature : 1);
		const adjusted = this.#penalties.adjust(logits);
		return rangeAtEdge({
			x: isDrawn ? adjusted.map((value) => value / temperature) : adjusted,
			filters: isDrawn ? this.#request : NO_FILTERS,
			tokenId,
			noise: (id) => (isDrawn ? gumbel(this.#seed, position, id) : 0),
			tolerance: (id) => noise * this.#penalties.noiseFactor(id, logits[id] ?? 0, logitNoise)
		});
	}
}

const NO_FILTERS = { top_k: 0, top_p: 1, min_p: 0 } as const;

/** What is said of a token that was set. */
const UNJUDGED = { shortfall: 0, atEdge: false, margin: null } as const;

/** @param lead the token's score minus the best other one; Infinity if missing */
function apart(recorded: number | null | undefined, lead: number): number | null {
	return recorded === undefined ? null : difference(recorded ?? Infinity, lead);
}
