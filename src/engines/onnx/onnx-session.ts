/** One loaded ONNX decoder and its KV cache. */
import type { Tensor } from 'onnxruntime-web';
import { AppError } from '#core/errors.ts';
import type { RunEngine } from '#core/run-file/schema.ts';
import type { PublishedSettings } from '#core/sampling/published-settings.ts';
import type { EngineInternals, EngineSession, EngineTokenizer, Prefill } from '../engine.ts';
import { EventLoopBreaks } from '../event-loop.ts';
import { CHUNK_TOKENS, engineReading } from '../prefill.ts';
import { StepGuard } from '../step-guard.ts';
import { DecoderFeeds, type Feeds } from './decoder-feeds.ts';
import { disposeAll, KvCache } from './kv-cache.ts';
import { LogitsRows } from './logits-rows.ts';
import type { ModelSignature } from './model-signature.ts';
import { translateOrtError } from './onnx-errors.ts';
import type { OnnxSessionParts } from './onnx-session-parts.ts';
import { PrefixCache } from './prefix-cache.ts';
import {
	checkedPasses,
	nextPassLength,
	prefillsOf,
	promptPasses,
	type PassPlan
} from './pass-plan.ts';

/** By name of the output. */
export type Outputs = Readonly<Record<string, Float32Array>>;

interface ObserveOptions {
	readonly names: readonly string[];
	readonly onOutputs: (outputs: Outputs, from: number, count: number) => void;
}

interface PassOptions {
	/** Whether the logits after the last token are enough. */
	readonly lastOnly: boolean;
	/** Further outputs that are wanted, of type float32. */
	readonly otherNames?: readonly string[];
}

export class OnnxSession implements EngineSession {
	readonly tokenizer: EngineTokenizer;
	readonly contextLength: number;
	readonly published: PublishedSettings | null;
	readonly engine: RunEngine;
	readonly prefills: readonly Prefill[];
	readonly unfoldedBytes: number;
	readonly halfFloats: boolean;
	readonly lost: Promise<string>;
	internals?: EngineInternals | undefined;

	readonly #session: OnnxSessionParts['session'];
	readonly #constantFeeds: Feeds;
	readonly #signature: ModelSignature;
	readonly #guard: StepGuard;
	readonly #breaks = new EventLoopBreaks();
	readonly #checkedPasses: PassPlan;
	readonly #inputs: DecoderFeeds;
	readonly #cache: KvCache;
	readonly #lastPrompt: PrefixCache;
	/** What every step fetches: `logits` and the cache, never attentions or hidden states. */
	readonly #fetches: readonly string[];

	/** Set by `reset`. */
	#promptPasses: PassPlan;
	/** Only of a graph without a cache, which is fed the whole text in every pass. */
	#text: number[] = [];
	#length = 0;
	/** Set by `mark`. */
	#markedLength: number | null = null;
	/** A run that was given up waiting for still owns the session and the cache until it settles. */
	#inFlight: Promise<unknown> | null = null;

	constructor(parts: OnnxSessionParts) {
		const { ort, signature, tokenizer, contextLength } = parts;
		this.tokenizer = tokenizer;
		this.contextLength = contextLength;
		this.published = parts.published;
		this.engine = parts.engine;
		this.unfoldedBytes = parts.unfoldedBytes;
		this.halfFloats = parts.halfFloats;
		this.lost = parts.lost;
		this.#session = parts.session;
		this.#constantFeeds = parts.constantFeeds ?? {};
		this.#signature = signature;
		this.#guard = new StepGuard(parts.lost);
		this.prefills = prefillsOf(parts.engine.backend, signature);
		this.#checkedPasses = checkedPasses(signature, tokenizer.vocabularySize);
		this.#promptPasses = this.#passesFor(parts.engine.prefill);
		this.#inputs = new DecoderFeeds(ort, signature, contextLength);
		this.#cache = new KvCache(ort, signature.cache);
		this.#lastPrompt = new PrefixCache(ort, signature.cache);
		this.#fetches = ['logits', ...signature.cache.map(({ presentName }) => presentName)];
	}

	reset(prefill?: Prefill): void {
		this.#promptPasses = this.#passesFor(engineReading(this, prefill).prefill);
		const old = this.#cache.clear();
		this.#length = 0;
		this.#markedLength = null;
		this.#text = [];
		this.#free(old);
	}

	mark(): void {
		this.#markedLength = this.#length;
		this.#free(this.#cache.mark());
	}

	rewind(): void {
		if (this.#markedLength === null) throw new AppError('engine-failed', 'nothing was marked');
		this.#length = this.#markedLength;
		this.#free(this.#cache.rewind());
	}

	#free(tensors: readonly Feeds[]): void {
		// On the CPU nothing but memory is held, and the last prompt may still need it.
		if (this.engine.backend === 'wasm') return;
		const free = () => tensors.forEach(disposeAll);
		if (this.#inFlight === null) free();
		else void this.#inFlight.then(free);
	}

	async step(
		tokenIds: readonly number[],
		signal: AbortSignal,
		onRead?: (tokens: number) => void
	): Promise<Float32Array> {
		await this.#ready(tokenIds, signal);
		const isPrompt = this.#length === 0 && this.#promptPasses.grid === CHUNK_TOKENS;
		const kept = isPrompt ? this.#takeUp(tokenIds) : 0;
		const rest = kept === 0 ? tokenIds : tokenIds.slice(kept);
		let logits: LogitsRows | undefined;
		for (const [start, chunk] of this.#chunks(rest, this.#promptPasses)) {
			if (signal.aborted) throw new AppError('aborted', 'cancelled between two steps');
			({ logits } = await this.#pass(chunk, { lastOnly: true }, signal));
			if (isPrompt && PrefixCache.isAtBoundary(this.#length, tokenIds)) {
				this.#lastPrompt.keep(tokenIds.slice(0, this.#length), this.#cache.feeds);
			}
			if (tokenIds.length === chunk.length) continue;
			// A long prompt takes seconds; between single tokens, anyone who decodes sees to the breaks.
			onRead?.(kept + start + chunk.length);
			await this.#breaks.pause();
		}
		return (logits as LogitsRows).row(-1);
	}

	/** @returns how many tokens of a prompt are in the cache already, because the last one began alike */
	#takeUp(prompt: readonly number[]): number {
		const found = this.#lastPrompt.find(prompt);
		if (found === null) return 0;
		this.#cache.restore(found.tensors);
		this.#length = found.length;
		return found.length;
	}

	async forward(
		tokenIds: readonly number[],
		{ from, onLogits }: Parameters<NonNullable<EngineSession['forward']>>[1],
		signal: AbortSignal
	): Promise<void> {
		await this.#ready(tokenIds, signal);
		for (const [start, chunk] of this.#chunks(tokenIds, this.#checkedPasses)) {
			if (signal.aborted) throw new AppError('aborted', 'cancelled between two passes');
			const { logits } = await this.#pass(chunk, { lastOnly: false }, signal);
			// A graph without a cache gives the rows of what it saw before, too.
			const before = logits.count - chunk.length;
			for (let i = Math.max(0, from - start); i < chunk.length; i++) {
				onLogits(logits.row(before + i));
			}
			await this.#breaks.pause();
		}
	}

	/**
	 * Feeds a text from an empty cache, which it leaves empty, and gives other outputs of the graph.
	 *
	 * @param options.names outputs of type float32
	 * @param options.onOutputs called for each pass, in order, with the index of its first token; the
	 *   arrays may be kept
	 */
	async observe(
		tokenIds: readonly number[],
		{ names, onOutputs }: ObserveOptions,
		signal: AbortSignal
	): Promise<void> {
		this.reset();
		await this.#ready(tokenIds, signal);
		for (const [start, chunk] of this.#chunks(tokenIds, this.#checkedPasses)) {
			if (signal.aborted) throw new AppError('aborted', 'cancelled between two passes');
			const { others } = await this.#pass(chunk, { lastOnly: true, otherNames: names }, signal);
			onOutputs(others, start, chunk.length);
			await this.#breaks.pause();
		}
		this.reset();
	}

	async dispose(): Promise<void> {
		this.reset();
		this.#lastPrompt.clear();
		this.#breaks.close();
		await this.internals?.dispose();
		const released = Promise.resolve(this.#inFlight).then(() => this.#session.release());
		await Promise.race([released, this.lost]);
	}

	async #ready(tokenIds: readonly number[], signal: AbortSignal): Promise<void> {
		if (tokenIds.length === 0) throw new AppError('engine-failed', 'a step needs a token');
		if (this.#length + tokenIds.length > this.contextLength) {
			throw new AppError('engine-failed', 'the context is full');
		}
		if (this.#inFlight !== null) await this.#guard.wait(this.#inFlight, signal);
	}

	#passesFor(prefill: Prefill): PassPlan {
		const { vocabularySize } = this.tokenizer;
		return promptPasses(this.#signature, { prefill, vocabularySize });
	}

	/** Cuts a text into passes; each is planned when the one before has run. */
	*#chunks(
		tokenIds: readonly number[],
		plan: PassPlan
	): Generator<readonly [start: number, chunk: readonly number[]]> {
		for (let start = 0; start < tokenIds.length;) {
			const left = tokenIds.length - start;
			const length = nextPassLength(this.#signature, plan, { seen: this.#length, left });
			yield [start, length === tokenIds.length ? tokenIds : tokenIds.slice(start, start + length)];
			start += length;
		}
	}

	/** One forward pass over tokens that follow those fed before. */
	async #pass(
		tokenIds: readonly number[],
		{ lastOnly, otherNames = [] }: PassOptions,
		signal: AbortSignal
	): Promise<{ readonly logits: LogitsRows; readonly others: Outputs }> {
		const fetches = otherNames.length === 0 ? this.#fetches : [...this.#fetches, ...otherNames];
		const run = this.#session.run(this.#feeds(tokenIds, lastOnly), fetches);
		try {
			const outputs = await this.#settled(run, signal, disposeAll);
			const spent = this.#cache.keep(outputs);
			this.#length += tokenIds.length;
			if (this.engine.backend === 'webgpu') spent.forEach(disposeAll);
			const others: Record<string, Float32Array> = {};
			for (const name of otherNames) {
				others[name] = (await this.#fetched(outputs[name] as Tensor, signal)) as Float32Array;
			}
			const logits = outputs['logits'] as Tensor;
			const data = await this.#fetched(logits, signal);
			return { logits: new LogitsRows(logits.dims, data), others };
		} catch (error) {
			throw translateOrtError(error, 'run');
		}
	}

	/** An output's numbers, brought from the GPU where they are there. */
	async #fetched(tensor: Tensor, signal: AbortSignal): Promise<Tensor.DataType> {
		if (this.engine.backend === 'wasm') return tensor.getData();
		return this.#settled(tensor.getData(true), signal, ignore);
	}

	#feeds(tokenIds: readonly number[], lastOnly: boolean): Feeds {
		if (this.#signature.cache.length === 0) {
			this.#text = [...this.#text.slice(0, this.#length), ...tokenIds];
			const whole = this.#inputs.of({ tokenIds: this.#text, seen: 0, lastOnly });
			return { ...this.#constantFeeds, ...whole };
		}
		const inputs = this.#inputs.of({ tokenIds, seen: this.#length, lastOnly });
		return { ...this.#constantFeeds, ...this.#cache.feeds, ...inputs };
	}

	async #settled<T>(work: Promise<T>, signal: AbortSignal, onLate: (value: T) => void): Promise<T> {
		// On the CPU a step cannot be lost, and cannot be left: nothing else runs meanwhile.
		if (this.engine.backend === 'wasm') return work;
		try {
			return await this.#guard.wait(work, signal);
		} catch (error) {
			this.#abandon(work.then(onLate));
			throw error;
		}
	}

	/** Nobody waits for this work any more, but the next step has to. */
	#abandon(work: Promise<void>): void {
		const over = work
			// Anyone who waited for it has been told already.
			.catch(() => undefined)
			.then(() => {
				if (this.#inFlight === over) this.#inFlight = null;
			});
		this.#inFlight = over;
	}
}

/** A late answer that holds nothing to free. */
function ignore(): void {
	return;
}
