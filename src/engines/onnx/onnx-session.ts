/** One loaded ONNX decoder and its KV cache. */
import type { InferenceSession, Tensor } from 'onnxruntime-web';
import { AppError } from '#core/errors.ts';
import type { RunEngine } from '#core/run-file/schema.ts';
import type { EngineInternals, EngineSession, EngineTokenizer } from '../engine.ts';
import { EventLoopBreaks } from '../event-loop.ts';
import type { ModelSignature } from './model-signature.ts';
import { translateOrtError } from './onnx-errors.ts';
import type { OnnxRuntime } from './onnx-runtime.ts';
import { StepGuard } from '../step-guard.ts';

export type Feeds = Record<string, Tensor>;

export interface OnnxSessionParts {
	readonly ort: OnnxRuntime;
	readonly session: Pick<InferenceSession, 'run' | 'release'>;
	readonly signature: ModelSignature;
	readonly tokenizer: EngineTokenizer;
	readonly contextLength: number;
	readonly engine: RunEngine;
	/** Settles when the GPU device is gone; never does on the CPU. */
	readonly lost: Promise<string>;
	/** Inputs that are the same in every pass. */
	readonly constantFeeds?: Feeds;
}

export class OnnxSession implements EngineSession {
	readonly tokenizer: EngineTokenizer;
	readonly contextLength: number;
	readonly engine: RunEngine;
	readonly lost: Promise<string>;
	internals?: EngineInternals | undefined;

	readonly #ort: OnnxRuntime;
	readonly #session: OnnxSessionParts['session'];
	readonly #constantFeeds: Feeds;
	readonly #signature: ModelSignature;
	readonly #guard: StepGuard;
	readonly #breaks = new EventLoopBreaks();
	/** What every step fetches: `logits` and the cache, never attentions or hidden states. */
	readonly #fetches: readonly string[];

	// Buffers that live as long as the session: a step of one token allocates one small view.
	readonly #ones: BigInt64Array;
	readonly #tokenId = new BigInt64Array(1);
	readonly #position = new BigInt64Array(1);
	readonly #tokenTensor: Tensor;
	readonly #positionTensor: Tensor;

	/** The cache tensors by input name, as the last run gave them. */
	#cache: Feeds;
	#length = 0;
	/** A run that was given up waiting for still owns the session and the cache until it settles. */
	#inFlight: Promise<unknown> | null = null;

	constructor(parts: OnnxSessionParts) {
		this.tokenizer = parts.tokenizer;
		this.contextLength = parts.contextLength;
		this.engine = parts.engine;
		this.lost = parts.lost;
		this.#ort = parts.ort;
		this.#session = parts.session;
		this.#signature = parts.signature;
		this.#constantFeeds = parts.constantFeeds ?? {};
		this.#guard = new StepGuard(parts.lost);
		this.#fetches = ['logits', ...parts.signature.presentNames];
		this.#ones = new BigInt64Array(parts.contextLength).fill(1n);
		this.#tokenTensor = new parts.ort.Tensor('int64', this.#tokenId, [1, 1]);
		this.#positionTensor = new parts.ort.Tensor('int64', this.#position, [1, 1]);
		this.#cache = this.#emptyCache();
	}

	reset(): void {
		const old = this.#cache;
		this.#cache = this.#emptyCache();
		this.#length = 0;
		if (this.#inFlight === null) disposeAll(old);
		else void this.#inFlight.then(() => disposeAll(old));
	}

	async step(tokenIds: readonly number[], signal: AbortSignal): Promise<Float32Array> {
		await this.#ready(tokenIds, signal);
		if (this.engine.prefill === 'one-pass') return this.#run(tokenIds, signal);
		let logits: Float32Array | undefined;
		for (const tokenId of tokenIds) {
			if (signal.aborted) throw new AppError('aborted', 'called off between two steps');
			logits = await this.#run([tokenId], signal);
			// A long prompt takes seconds; between single tokens, whoever decodes sees to the breaks.
			if (tokenIds.length > 1) await this.#breaks.pause();
		}
		return logits as Float32Array;
	}

	async forward(
		tokenIds: readonly number[],
		{ from, onLogits }: Parameters<NonNullable<EngineSession['forward']>>[1],
		signal: AbortSignal
	): Promise<void> {
		await this.#ready(tokenIds, signal);
		for (const [start, chunk] of this.#chunks(tokenIds)) {
			if (signal.aborted) throw new AppError('aborted', 'called off between two passes');
			const { rows, vocabularySize } = await this.#pass(chunk, signal);
			for (let i = Math.max(0, from - start); i < chunk.length; i++) {
				onLogits(rows.subarray(i * vocabularySize, (i + 1) * vocabularySize));
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
		for (const [start, chunk] of this.#chunks(tokenIds)) {
			if (signal.aborted) throw new AppError('aborted', 'called off between two passes');
			const { others } = await this.#pass(chunk, signal, names);
			onOutputs(others, start, chunk.length);
			await this.#breaks.pause();
		}
		this.reset();
	}

	async dispose(): Promise<void> {
		this.reset();
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

	/** One forward pass. @returns the logits after the last token, a view of shape [vocabularySize] */
	async #run(tokenIds: readonly number[], signal: AbortSignal): Promise<Float32Array> {
		const { rows, vocabularySize } = await this.#pass(tokenIds, signal);
		return rows.subarray(rows.length - vocabularySize);
	}

	*#chunks(tokenIds: readonly number[]): Generator<readonly [start: number, chunk: number[]]> {
		const length = forwardChunkLength(this.tokenizer.vocabularySize);
		for (let start = 0; start < tokenIds.length; start += length) {
			yield [start, tokenIds.slice(start, start + length)];
		}
	}

	async #pass(
		tokenIds: readonly number[],
		signal: AbortSignal,
		otherNames: readonly string[] = []
	): Promise<Logits & { readonly others: Outputs }> {
		const run = this.#session.run(this.#feeds(tokenIds), [...this.#fetches, ...otherNames]);
		try {
			const outputs = await this.#settled(run, signal, disposeAll);
			const spent = this.#cache;
			this.#keepCache(outputs);
			this.#length += tokenIds.length;
			if (this.engine.backend === 'webgpu') disposeAll(spent);
			const others: Record<string, Float32Array> = {};
			for (const name of otherNames) {
				others[name] = await this.#fetched(outputs[name] as Tensor, signal);
			}
			const logits = outputs['logits'] as Tensor;
			return { ...asRows(logits.dims, await this.#fetched(logits, signal)), others };
		} catch (error) {
			throw translateOrtError(error, 'run');
		}
	}

	/** An output's numbers, brought from the GPU where they are there. */
	async #fetched(tensor: Tensor, signal: AbortSignal): Promise<Float32Array> {
		if (this.engine.backend === 'wasm') return (await tensor.getData()) as Float32Array;
		return (await this.#settled(tensor.getData(true), signal, ignore)) as Float32Array;
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
			// Whoever waited for it has been told already.
			.catch(() => undefined)
			.then(() => {
				if (this.#inFlight === over) this.#inFlight = null;
			});
		this.#inFlight = over;
	}

	#feeds(tokenIds: readonly number[]): Feeds {
		const { hasAttentionMask, hasPositionIds } = this.#signature;
		const count = tokenIds.length;
		const total = this.#length + count;
		const feeds: Feeds = {
			...this.#constantFeeds,
			...this.#cache,
			input_ids: this.#inputIds(tokenIds)
		};
		if (hasAttentionMask) {
			feeds['attention_mask'] = this.#int64(this.#ones.subarray(0, total), total);
		}
		if (hasPositionIds) feeds['position_ids'] = this.#positions(count);
		return feeds;
	}

	#inputIds(tokenIds: readonly number[]): Tensor {
		const [first] = tokenIds;
		if (tokenIds.length === 1 && first !== undefined) {
			this.#tokenId[0] = BigInt(first);
			return this.#tokenTensor;
		}
		return this.#int64(BigInt64Array.from(tokenIds, BigInt), tokenIds.length);
	}

	#positions(count: number): Tensor {
		if (count === 1) {
			this.#position[0] = BigInt(this.#length);
			return this.#positionTensor;
		}
		const positions = BigInt64Array.from({ length: count }, (_, i) => BigInt(this.#length + i));
		return this.#int64(positions, count);
	}

	#int64(data: BigInt64Array, length: number): Tensor {
		return new this.#ort.Tensor('int64', data, [1, length]);
	}

	#emptyCache(): Feeds {
		const { cacheType, emptyCacheShape, pastNames } = this.#signature;
		const data = () => (cacheType === 'float16' ? new Uint16Array(0) : new Float32Array(0));
		return Object.fromEntries(
			pastNames.map((name) => [name, new this.#ort.Tensor(cacheType, data(), emptyCacheShape)])
		);
	}

	#keepCache(outputs: InferenceSession.OnnxValueMapType): void {
		const { pastNames, presentNames } = this.#signature;
		const cache: Feeds = {};
		for (const [index, pastName] of pastNames.entries()) {
			cache[pastName] = outputs[presentNames[index] ?? ''] as Tensor;
		}
		this.#cache = cache;
	}
}

/** By name of the output. */
export type Outputs = Readonly<Record<string, Float32Array>>;

interface ObserveOptions {
	readonly names: readonly string[];
	readonly onOutputs: (outputs: Outputs, from: number, count: number) => void;
}

/** The logits of one pass, row after row. */
interface Logits {
	/** Length T × vocabularySize. */
	readonly rows: Float32Array;
	readonly vocabularySize: number;
}

/** @param dims [1, T, vocabularySize] */
function asRows(dims: readonly number[], rows: Float32Array): Logits {
	return { rows, vocabularySize: dims[2] ?? rows.length };
}

const MOST_LOGITS_BYTES = 64 * 1024 * 1024;
/** More gains nothing, and on the CPU an abort has to wait for the pass. */
const MOST_FORWARD_TOKENS = 64;

/** How many tokens go through the model at once: their logits never exceed 64 MB. */
function forwardChunkLength(vocabularySize: number): number {
	const fitting = Math.floor(MOST_LOGITS_BYTES / (4 * vocabularySize));
	return Math.max(1, Math.min(MOST_FORWARD_TOKENS, fitting));
}

/** A late answer that holds nothing to free. */
function ignore(): void {
	return;
}

function disposeAll(tensors: InferenceSession.OnnxValueMapType): void {
	for (const tensor of Object.values(tensors)) tensor.dispose();
}
