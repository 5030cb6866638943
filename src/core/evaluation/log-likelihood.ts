/** Log-likelihoods from raw logits, in float64 and with the same bits everywhere. */
import { exp, ln } from '../sampling/exp-ln.ts';
import { evaluationError } from './evaluation-error.ts';
import { pairwiseSum } from './pairwise-sum.ts';

export interface LogLikelihood {
	/** Nats, 0 or less. */
	readonly logLikelihood: number;
	/** Whether the model would have written just this at temperature 0. */
	readonly isGreedy: boolean;
}

/** What a row of logits says, whichever token is asked about. */
export interface LogitsRow {
	/** Shape [vocabulary]. */
	readonly logits: Float32Array;
	/** The first of the likeliest tokens. */
	readonly likeliest: number;
	/** ln Σ exp(logit − largest logit) */
	readonly logSum: number;
}

/** @throws AppError `evaluation-field-invalid` for logits that are no numbers */
export function readRow(logits: Float32Array): LogitsRow {
	const likeliest = largestAt(logits);
	const most = logits[likeliest] ?? NaN;
	let sum = 0;
	for (const logit of logits) sum += exp(logit - most);
	const logSum = ln(sum);
	if (!Number.isFinite(logSum)) throw evaluationError('logits', 'numbers');
	return { logits, likeliest, logSum };
}

/** How likely a continuation is, from the rows of logits that its tokens follow. */
export class ContinuationScore {
	readonly #continuation: readonly number[];
	readonly #terms: number[] = [];
	#isGreedy = true;

	constructor(continuation: readonly number[]) {
		this.#continuation = continuation;
	}

	/** @param row of the next token, in order */
	add(row: Float32Array | LogitsRow): void {
		const { logits, likeliest, logSum } = row instanceof Float32Array ? readRow(row) : row;
		const id = this.#continuation[this.#terms.length] ?? -1;
		if (likeliest !== id) this.#isGreedy = false;
		this.#terms.push((logits[id] ?? NaN) - (logits[likeliest] ?? NaN) - logSum);
	}

	/** @throws AppError `evaluation-field-invalid` unless each token had its row */
	result(): LogLikelihood {
		if (this.#terms.length !== this.#continuation.length) {
			throw evaluationError('logits', `${this.#continuation.length} rows`);
		}
		return { logLikelihood: pairwiseSum(this.#terms), isGreedy: this.#isGreedy };
	}
}

/** The first of the largest, as `argmax`; where one is NaN, the first NaN. */
export function largestAt(values: ArrayLike<number>): number {
	let best = 0;
	for (let i = 0; i < values.length; i++) {
		const value = values[i] ?? NaN;
		if (Number.isNaN(value)) return i;
		if (value > (values[best] ?? NaN)) best = i;
	}
	return best;
}
