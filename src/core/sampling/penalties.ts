/** What the sampler does to raw logits before temperature: penalties for what was said, and bias. */
import { AppError } from '../errors.ts';
import type { SamplingSettings } from '../run-file/schema.ts';

export class Penalties {
	readonly #settings: SamplingSettings;
	readonly #bias: ReadonlyMap<number, number>;
	/** Distinct tokens of prompt and output. */
	readonly #seen: Set<number>;
	/** Output tokens and how often each was generated. */
	readonly #generated = new Map<number, number>();
	#adjusted = new Float64Array(0);

	constructor(settings: SamplingSettings, promptTokenIds: readonly number[]) {
		this.#settings = settings;
		const bias = Object.entries(settings.logit_bias);
		this.#bias = new Map(bias.map(([id, value]) => [Number(id), value]));
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
		// A token may be named twice: what is written for it is the same both times.
		for (const id of this.touched()) {
			if (id < x.length) x[id] = this.biased(id, this.penalized(id, logits[id] ?? 0));
		}
		return x;
	}

	/** The tokens whose logits penalties or bias may change; some may come twice. */
	*touched(): Iterable<number> {
		if (this.#repeats) yield* this.#seen;
		else if (this.#counts) yield* this.#generated.keys();
		yield* this.#bias.keys();
	}

	/** One token's raw logit after repetition, frequency and presence penalty. */
	penalized(tokenId: number, logit: number): number {
		const { repetition_penalty: r, frequency_penalty, presence_penalty } = this.#settings;
		let x = logit;
		if (this.#repeats && this.#seen.has(tokenId)) x = x > 0 ? x / r : x * r;
		if (!this.#counts) return x;
		const count = this.#generated.get(tokenId);
		return count === undefined ? x : x - (frequency_penalty * count + presence_penalty);
	}

	/** One token's penalized logit after bias. */
	biased(tokenId: number, x: number): number {
		const bias = this.#bias.get(tokenId);
		return bias === undefined ? x : x + bias;
	}

	/** Whether any penalty can change a logit; a bias is no penalty. */
	get isOn(): boolean {
		return this.#repeats || this.#counts;
	}

	get hasBias(): boolean {
		return this.#bias.size > 0;
	}

	/**
	 * How many times over noise of a token's logit is in what `adjust` gives, at least once: the
	 * repetition penalty multiplies or divides the logits of what was said.
	 *
	 * @param noise of the logit, in nats: within it, the logit's sign is not known
	 */
	noiseFactor(tokenId: number, logit: number, noise: number): number {
		const { repetition_penalty: r } = this.#settings;
		if (!this.#repeats || !this.#seen.has(tokenId)) return 1;
		const above = logit > -noise ? 1 / r : 1;
		const below = logit < noise ? r : 1;
		return Math.max(1, above, below);
	}

	get #repeats(): boolean {
		return this.#settings.repetition_penalty !== 1;
	}

	get #counts(): boolean {
		return this.#settings.frequency_penalty !== 0 || this.#settings.presence_penalty !== 0;
	}
}
