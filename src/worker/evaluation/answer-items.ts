/** Asks the loaded model what a task asks, document by document. */
import {
	encodePair,
	encodeText,
	modelInput,
	prefixOf,
	type PairEncoder
} from '#core/evaluation/encode-pair.ts';
import type { LogLikelihood } from '#core/evaluation/log-likelihood.ts';
import type { Answered, Asked, ContextAndContinuation } from '#core/evaluation/requests.ts';
import { rollingWindows } from '#core/evaluation/rolling-windows.ts';
import { AppError } from '#core/errors.ts';
import type { EngineSession } from '#engines/engine.ts';
import { pairEncoder } from './pair-encoder.ts';
import { scoreTogether } from './score-together.ts';
import { writeUntil } from './write-until.ts';

/** Continuations without a context come up again and again: "yes", "no", the letters of choices. */
const MOST_KEPT = 4096;

export class ItemAnswerer {
	readonly #session: EngineSession;
	readonly #encoder: PairEncoder;
	/** By continuation. */
	readonly #unconditional = new Map<string, LogLikelihood>();

	constructor(session: EngineSession) {
		this.#session = session;
		this.#encoder = pairEncoder(session.tokenizer);
	}

	/**
	 * @throws AppError `evaluation-field-invalid` for what cannot be scored, e.g. a continuation without a
	 *   token; `aborted`, and what the engine throws
	 */
	async answer(asked: Asked, signal: AbortSignal): Promise<Answered> {
		if (signal.aborted) throw new AppError('aborted', 'cancelled between two documents');
		const { outputType } = asked;
		switch (outputType) {
			case 'loglikelihood': {
				const [score] = await this.#scores([asked], signal);
				return { outputType, ...(score as LogLikelihood) };
			}
			case 'multiple_choice':
				return {
					outputType,
					scores: await this.#scores(asked.pairs, signal),
					unconditional: await this.#withoutContext(asked.unconditional, signal)
				};
			case 'loglikelihood_rolling':
				return { outputType, logLikelihood: await this.#wholeText(asked.text, signal) };
			case 'generate_until':
				return {
					outputType,
					text: await writeUntil(this.#session, this.#encoder, asked, signal)
				};
		}
	}

	#scores(pairs: readonly ContextAndContinuation[], signal: AbortSignal): Promise<LogLikelihood[]> {
		const inputs = pairs.map(({ context, continuation }) => {
			return modelInput(
				encodePair(this.#encoder, context, continuation),
				this.#session.contextLength
			);
		});
		return scoreTogether(this.#session, inputs, signal);
	}

	async #withoutContext(
		pairs: readonly ContextAndContinuation[],
		signal: AbortSignal
	): Promise<LogLikelihood[]> {
		const scores: LogLikelihood[] = [];
		for (const pair of pairs) {
			const kept = this.#unconditional.get(pair.continuation);
			// Each by itself: its bits must not depend on what was asked before.
			const [score] = kept === undefined ? await this.#scores([pair], signal) : [kept];
			if (this.#unconditional.size >= MOST_KEPT) this.#unconditional.clear();
			this.#unconditional.set(pair.continuation, score as LogLikelihood);
			scores.push(score as LogLikelihood);
		}
		return scores;
	}

	async #wholeText(text: string, signal: AbortSignal): Promise<number> {
		const { contextLength } = this.#session;
		const windows = rollingWindows(
			encodeText(this.#encoder, text),
			prefixOf(this.#encoder),
			contextLength
		);
		let sum = 0;
		for (const window of windows) {
			const [score] = await scoreTogether(
				this.#session,
				[modelInput(window, contextLength)],
				signal
			);
			sum += (score as LogLikelihood).logLikelihood;
		}
		return sum;
	}
}
