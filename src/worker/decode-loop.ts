/** The one decode loop: logits from the engine, a token from the sampler, the trace for the run file. */
import { LogitsDigest } from '#core/digest/logits-digest.ts';
import { isAbort } from '#core/errors.ts';
import type { FinishReason, RunOutput, RunRequest, TokenTrace } from '#core/run-file/schema.ts';
import type { LogitsKeeper } from '#core/sampling/logits-keeper.ts';
import { RunSampler } from '#core/sampling/sampler.ts';
import { traceLogits } from '#core/sampling/trace.ts';
import { StreamingText } from '#core/text/streaming-text.ts';
import type { EngineSession, Prefill } from '#engines/engine.ts';
import { EventLoopBreaks } from '#engines/event-loop.ts';
import { fastSha256 } from './fast-sha256.ts';
import { outputDecoder } from './output-decoder.ts';
import { shownText } from './shown-text.ts';
import type { TokenBatches } from './token-batches.ts';

interface End {
	readonly reason: FinishReason;
	/** The stop sequence that was found. */
	readonly stopSequence: string | null;
}

const STOPPED: End = { reason: 'stop', stopSequence: null };
const FULL: End = { reason: 'length', stopSequence: null };
const CANCELLED: End = { reason: 'cancelled', stopSequence: null };

export class DecodeLoop {
	readonly #session: EngineSession;
	readonly #request: RunRequest;
	readonly #alternativeCount: number;
	readonly #batches: TokenBatches;
	readonly #keeper: LogitsKeeper | null;

	readonly #sampler: RunSampler;
	readonly #text: StreamingText;
	readonly #stopIds: ReadonlySet<number>;
	readonly #tokens: TokenTrace[] = [];

	/**
	 * @param alternativeCount how many of the likeliest tokens to record at each position
	 * @param keeper is given each position's logits; null when nobody wants them
	 */
	constructor(
		session: EngineSession,
		request: RunRequest,
		alternativeCount: number,
		batches: TokenBatches,
		keeper: LogitsKeeper | null = null
	) {
		this.#keeper = keeper;
		this.#session = session;
		this.#request = request;
		this.#alternativeCount = alternativeCount;
		this.#batches = batches;
		this.#sampler = new RunSampler({
			settings: request,
			seed: BigInt(request.seed),
			promptTokenIds: request.prompt_token_ids
		});
		this.#text = new StreamingText(
			outputDecoder(session.tokenizer, request.mode, request.prompt_token_ids),
			request.stop_sequences
		);
		this.#stopIds = new Set(request.stop_token_ids);
	}

	/**
	 * Runs until the model stops, a limit is reached or the signal aborts. Once.
	 *
	 * @param prefill see `EngineSession.reset`
	 * @throws AppError `aborted` when no token was written yet, and what `EngineSession.step` throws
	 */
	async run(signal: AbortSignal, prefill?: Prefill): Promise<RunOutput> {
		const digest = new LogitsDigest(await fastSha256());
		const end = await this.#decode(digest, signal, prefill);
		const { text } = this.#text;
		this.#batches.finish(this.#tokens, text);
		return {
			token_ids: this.#tokens.map(({ id }) => id),
			text,
			finish_reason: end.reason,
			stop_sequence: end.stopSequence,
			tokens: this.#tokens,
			logits_digest: digest.finish()
		};
	}

	async #decode(
		digest: LogitsDigest,
		signal: AbortSignal,
		prefill: Prefill | undefined
	): Promise<End> {
		const breaks = new EventLoopBreaks();
		try {
			this.#session.reset(prefill);
			const { prompt_token_ids: prompt } = this.#request;
			let logits = await this.#session.step(prompt, signal, (readTokens) =>
				this.#batches.reading(readTokens, prompt.length)
			);
			for (;;) {
				const { tokenId, end } = this.#take(logits, digest);
				if (end !== null) return end;
				this.#batches.update(this.#tokens, () =>
					shownText(this.#text.text, this.#request.stop_sequences)
				);
				await breaks.pause();
				if (signal.aborted) return CANCELLED;
				logits = await this.#session.step([tokenId], signal);
			}
		} catch (error) {
			if (isAbort(error) && this.#tokens.length > 0) return CANCELLED;
			throw error;
		} finally {
			breaks.close();
		}
	}

	/** Draws (or sets) and records the next token. */
	#take(logits: Float32Array, digest: LogitsDigest): { tokenId: number; end: End | null } {
		const forced = this.#request.forced_token_ids[this.#tokens.length];
		const { tokenId, margin } =
			forced === undefined ? this.#sampler.draw(logits) : { tokenId: forced, margin: null };
		this.#sampler.accept(tokenId);
		this.#keeper?.add(logits, tokenId);
		const { logprob, rank, entropy, alternatives } = traceLogits(
			logits,
			tokenId,
			this.#alternativeCount
		);
		const { piece, stopped } = this.#text.add(tokenId);
		this.#tokens.push({
			id: tokenId,
			text: piece,
			logprob,
			rank,
			entropy,
			margin,
			logits_digest: digest.add(logits),
			alternatives: alternatives.map(({ id, logprob: other }) => ({
				id,
				text: this.#session.tokenizer.piece(id),
				logprob: other
			}))
		});
		return { tokenId, end: this.#endAfter(tokenId, stopped) };
	}

	/** The rules hold for set tokens too: a run regrown from its own tokens ends where it ended. */
	#endAfter(tokenId: number, stopSequence: string | null): End | null {
		if (stopSequence !== null) return { reason: 'stop', stopSequence };
		if (this.#stopIds.has(tokenId)) return STOPPED;
		const { prompt_token_ids: prompt, max_tokens: mostTokens } = this.#request;
		const written = this.#tokens.length;
		const isFull = written >= mostTokens || prompt.length + written >= this.#session.contextLength;
		return isFull ? FULL : null;
	}
}
