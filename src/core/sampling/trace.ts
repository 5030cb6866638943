/** What is recorded about a token besides the token: how likely it was and what else could have come. */
import { AppError } from '../errors.ts';
import { exp, ln } from './exp-ln.ts';

export interface LogitsTrace {
	/** ln softmax(logits)[tokenId], in nats; −Infinity for a token that the model rules out. */
	logprob: number;
	/** 1 is the likeliest token; of equal logits the lower id comes first. */
	rank: number;
	/** Of softmax(logits), in nats. */
	entropy: number;
	/** The likeliest tokens, best first; fewer when fewer are possible at all. */
	alternatives: { id: number; logprob: number }[];
}

/**
 * Describes a token under softmax(raw logits), in float64, before penalties and temperature.
 *
 * @param logits raw, shape [vocabularySize], not changed; −Infinity means impossible
 * @param tokenId the token that was drawn or set, below vocabularySize
 * @param alternativeCount how many of the likeliest tokens to name, from 0
 * @throws AppError `engine-failed` when a logit is NaN or +Infinity, or all are −Infinity
 */
export function traceLogits(
	logits: Float32Array,
	tokenId: number,
	alternativeCount: number
): LogitsTrace {
	// At least one, so that the first pass also finds the largest logit.
	const top = new TopLogits(Math.max(1, alternativeCount));
	const rank = rankOf(logits, tokenId, top);
	const max = top.values[0] ?? -Infinity;
	if (max === -Infinity) throw allImpossible();
	const { lnZ, entropy } = normalize(logits, max);
	return {
		logprob: (logits[tokenId] ?? -Infinity) - max - lnZ,
		rank,
		entropy,
		alternatives: top.ids.slice(0, alternativeCount).map((id, i) => ({
			id,
			logprob: (top.values[i] ?? 0) - max - lnZ
		}))
	};
}

/**
 * The logprob of `traceLogits` alone, to the same bit, in less time.
 *
 * @throws AppError `engine-failed` as `traceLogits` does
 */
export function logprobOf(logits: Float32Array, tokenId: number): number {
	let max = -Infinity;
	for (let id = 0; id < logits.length; id++) {
		const logit = logits[id] ?? 0;
		if (!(logit < Infinity)) throw notANumber(id);
		if (logit > max) max = logit;
	}
	if (max === -Infinity) throw allImpossible();
	let z = 0;
	for (let id = 0; id < logits.length; id++) z += exp((logits[id] ?? 0) - max);
	return (logits[tokenId] ?? -Infinity) - max - ln(z);
}

function notANumber(tokenId: number): AppError {
	return new AppError('engine-failed', 'a logit is no number', { details: { tokenId } });
}

function allImpossible(): AppError {
	return new AppError('engine-failed', 'every logit is −Infinity');
}

/** First pass: the token's rank; fills `top`. */
function rankOf(logits: Float32Array, tokenId: number, top: TopLogits): number {
	const chosen = logits[tokenId] ?? -Infinity;
	let rank = 1;
	for (let id = 0; id < logits.length; id++) {
		const logit = logits[id] ?? 0;
		if (!(logit < Infinity)) throw notANumber(id);
		if (logit > chosen || (logit === chosen && id < tokenId)) rank++;
		if (logit > top.bar) top.insert(id, logit);
	}
	return rank;
}

/**
 * Second pass. With d = logit − max, w = e^d, Z = Σw: ln p = d − ln Z, and the entropy −Σ p ln p is
 * ln Z − Σ w d / Z.
 */
function normalize(logits: Float32Array, max: number): { lnZ: number; entropy: number } {
	let z = 0;
	let weighted = 0;
	for (let id = 0; id < logits.length; id++) {
		const d = (logits[id] ?? 0) - max;
		if (d < -746) continue; // e^d is 0 there, and 0 · −Infinity is no number
		const w = exp(d);
		z += w;
		weighted += w * d;
	}
	const lnZ = ln(z);
	return { lnZ, entropy: Math.max(0, lnZ - weighted / z) };
}

/** The few largest logits seen so far, best first, the earlier id first among equals. */
class TopLogits {
	readonly ids: number[] = [];
	readonly values: number[] = [];
	/** What a logit must exceed to get in. */
	bar = -Infinity;
	readonly #capacity: number;

	constructor(capacity: number) {
		this.#capacity = capacity;
	}

	insert(id: number, logit: number): void {
		let place = this.values.length;
		while (place > 0 && (this.values[place - 1] ?? 0) < logit) place--;
		this.values.splice(place, 0, logit);
		this.ids.splice(place, 0, id);
		if (this.values.length > this.#capacity) {
			this.values.pop();
			this.ids.pop();
		}
		if (this.values.length === this.#capacity) this.bar = this.values.at(-1) ?? -Infinity;
	}
}
