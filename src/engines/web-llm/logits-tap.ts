/** Takes the raw logits out of the library, through its logit processor. */
import { AppError } from '#core/errors.ts';
import type { LogitHook } from './web-llm-library.ts';

function hasNaN(values: Float32Array): boolean {
	for (const value of values) if (Number.isNaN(value)) return true;
	return false;
}

export class LogitsTap implements LogitHook {
	readonly #logits: Float32Array;
	#state: 'empty' | 'filled' | 'not-a-number' | 'wrong-size' = 'empty';
	#seenSize = 0;

	constructor(vocabularySize: number) {
		this.#logits = new Float32Array(vocabularySize);
	}

	/** Called by the library; what it then draws from these is thrown away. */
	processLogits(logits: Float32Array): Float32Array {
		this.#seenSize = logits.length;
		if (logits.length !== this.#logits.length) this.#state = 'wrong-size';
		else if (hasNaN(logits)) this.#state = 'not-a-number';
		else {
			this.#logits.set(logits);
			this.#state = 'filled';
		}
		// The library's own sampler must not see a NaN: its answer would be out of range.
		return this.#state === 'not-a-number' ? new Float32Array(logits.length) : logits;
	}

	processSampledToken(): void {
		return;
	}

	resetState(): void {
		this.#state = 'empty';
	}

	/**
	 * @returns the logits of the last pass, shape [vocabularySize]; overwritten by the next
	 * @throws AppError `engine-failed`, `model-invalid`: another size than the configuration says
	 */
	take(): Float32Array {
		const state = this.#state;
		this.#state = 'empty';
		if (state === 'filled') return this.#logits;
		if (state === 'wrong-size') {
			const details = { expected: this.#logits.length, actual: this.#seenSize };
			throw new AppError('model-invalid', 'vocab_size is not the number of logits', { details });
		}
		const reason = state === 'empty' ? 'no-logits' : 'nan-logits';
		throw new AppError('engine-failed', 'the model gave no usable logits', { details: { reason } });
	}
}
