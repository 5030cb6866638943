/**
 * The sampler `gumbel-philox/1`: raw logits in, token out. The noise at a position depends only on
 * seed, position and token id, so any position can be checked without replaying the ones before.
 * The specification is `docs/sampler.md`.
 */
import { AppError } from '../errors.ts';
import type { SamplingSettings } from '../run-file/schema.ts';
import { Candidates } from './candidates.ts';
import { applyFilter, FILTER_NAMES } from './filters.ts';
import { gumbel } from './noise.ts';
import { Penalties } from './penalties.ts';
import { Race } from './race.ts';

export interface Draw {
	readonly tokenId: number;
	/** Best minus second best score (at temperature 0: logit), in nats; null when nothing else was left. */
	readonly margin: number | null;
}

/** How a given token fares against the sampler's own draw. */
export interface Judgement {
	readonly draw: Draw;
	/** In nats; −Infinity for a token that the filters dropped or that does not exist. */
	readonly score: number;
	readonly bestScore: number;
	/** `bestScore − score`: 0 for the draw itself (and for an exact tie), Infinity for a dropped token. */
	readonly shortfall: number;
}

/** The sampler of one run: it remembers what was said, and reuses its buffers from token to token. */
export class RunSampler {
	readonly #settings: SamplingSettings;
	readonly #seed: bigint;
	readonly #penalties: Penalties;
	readonly #candidates = new Candidates();
	readonly #race: Race;
	#position = 0;

	/** @param options.settings valid ones: see `validateSettings` */
	constructor(options: {
		readonly settings: SamplingSettings;
		/** 0 to 2^64 − 1 */
		readonly seed: bigint;
		readonly promptTokenIds: readonly number[];
	}) {
		this.#settings = options.settings;
		this.#seed = options.seed;
		this.#race = new Race(options.seed);
		this.#penalties = new Penalties(options.settings, options.promptTokenIds);
	}

	/** How many tokens were accepted: the index of the token that `draw` draws. */
	get position(): number {
		return this.#position;
	}

	/** Moves on by one token, drawn or set. */
	accept(tokenId: number): void {
		this.#penalties.accept(tokenId);
		this.#position++;
	}

	/**
	 * The token at `position`. Changes nothing: `accept` does.
	 *
	 * @param logits raw, shape [vocabularySize], not changed
	 * @throws AppError `engine-failed` when a logit is NaN or +Infinity, or all are −Infinity
	 */
	draw(logits: Float32Array): Draw {
		const adjusted = this.#penalties.adjust(logits);
		if (this.#settings.temperature === 0) this.#race.largest(adjusted);
		else this.#takeLoudest(adjusted);
		const { bestId, margin } = this.#race;
		if (bestId === -1) throw new AppError('engine-failed', 'every logit is −Infinity');
		return { tokenId: bestId, margin };
	}

	/**
	 * Draws, and says how far a given token is from being the draw.
	 *
	 * @param logits raw, shape [vocabularySize], not changed
	 * @throws AppError `engine-failed` as `draw` does
	 */
	judge(logits: Float32Array, tokenId: number): Judgement {
		const draw = this.draw(logits);
		const bestScore = this.#race.best;
		const score =
			this.#settings.temperature === 0 ? this.#adjusted(logits, tokenId) : this.#score(tokenId);
		return { draw, score, bestScore, shortfall: bestScore - score };
	}

	/** The tokens that the filters leave for the next draw, ascending; at temperature 0 the one choice. */
	keptTokenIds(logits: Float32Array): number[] {
		const draw = this.draw(logits);
		if (this.#settings.temperature === 0) return [draw.tokenId];
		return Array.from(this.#candidates.ids.subarray(0, this.#candidates.count));
	}

	#adjusted(logits: Float32Array, tokenId: number): number {
		return this.#penalties.adjust(logits)[tokenId] ?? -Infinity;
	}

	#score(tokenId: number): number {
		const index = this.#candidates.indexOf(tokenId);
		if (index === -1) return -Infinity;
		return (this.#candidates.x[index] ?? 0) + gumbel(this.#seed, this.#position, tokenId);
	}

	#takeLoudest(adjusted: Float64Array): void {
		const candidates = this.#candidates;
		candidates.load(adjusted, this.#settings.temperature);
		for (const name of FILTER_NAMES) applyFilter(name, candidates, this.#settings);
		this.#race.loudest(candidates, this.#position);
	}
}
