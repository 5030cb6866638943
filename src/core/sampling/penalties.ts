/** What the sampler does to raw logits before temperature: penalties for what was said, and bias. */
import { AppError } from '../errors.ts';
import type { SamplingSettings } from '../run-file/schema.ts';

export class Penalties {
	readonly #settings: SamplingSettings;
	readonly #bias: readonly (readonly [tokenId: number, bias: number])[];
	/** Distinct tokens of prompt and output. */
	readonly #seen: Set<number>;
	/** Output tokens and how often each was generated. */
	readonly #generated = new Map<number, number>();
	#adjusted = new Float64Array(0);

	constructor(settings: SamplingSettings, promptTokenIds: readonly number[]) {
		this.#settings = settings;
		this.#bias = Object.entries(settings.logit_bias).map(([id, bias]) => [Number(id), bias]);
		this.#seen = new Set(promptTokenIds);
	}

	/** Counts one more generated token. */
	accept(tokenId: number): void {
		this.#seen.add(tokenId);
		this.#generated.set(tokenId, (this.#generated.get(tokenId) ?? 0) + 1);
	}

	/**
	 * Raw logits in float64, with repetition, frequency and presence penalty and bias, in that order.
	 *
	 * @param logits shape [vocabularySize], not changed
	 * @returns shape [vocabularySize], valid until the next call
	 * @throws AppError `engine-failed` for NaN or +Infinity
	 */
	adjust(logits: Float32Array): Float64Array {
		if (this.#adjusted.length !== logits.length) this.#adjusted = new Float64Array(logits.length);
		const x = this.#adjusted;
		for (let id = 0; id < logits.length; id++) {
			const logit = logits[id] ?? 0;
			if (!(logit < Infinity)) {
				throw new AppError('engine-failed', 'a logit is no number', { details: { tokenId: id } });
			}
			x[id] = logit;
		}
		this.#penalize(x);
		for (const [id, bias] of this.#bias) if (id < x.length) x[id] = (x[id] ?? 0) + bias;
		return x;
	}

	#penalize(x: Float64Array): void {
		const { repetition_penalty: r, frequency_penalty, presence_penalty } = this.#settings;
		if (r !== 1) {
			for (const id of this.#seen) {
				if (id >= x.length) continue;
				const value = x[id] ?? 0;
				x[id] = value > 0 ? value / r : value * r;
			}
		}
		if (frequency_penalty === 0 && presence_penalty === 0) return;
		for (const [id, count] of this.#generated) {
			if (id < x.length) x[id] = (x[id] ?? 0) - (frequency_penalty * count + presence_penalty);
		}
	}
}
