/** One loaded masked language model (BERT, DistilBERT, RoBERTa): a whole sequence in, logits out. */
import type { InferenceSession, Tensor } from 'onnxruntime-web';
import { AppError } from '#core/errors.ts';
import type { RunEngine } from '#core/run-file/schema.ts';
import type { MaskedSession, MaskTokenizer } from '../engine.ts';
import { EventLoopBreaks } from '../event-loop.ts';
import { StepGuard } from '../step-guard.ts';
import {
	maskedContextLength,
	readMaskedSignature,
	type MaskedSignature
} from './masked-signature.ts';
import { LogitsRows } from './logits-rows.ts';
import { createMaskTokenizer } from './masked-tokenizer.ts';
import type { ModelDescription } from './model-config.ts';
import { translateOrtError } from './onnx-errors.ts';
import type { OnnxRuntime } from './onnx-runtime.ts';

export interface MaskedSessionParts {
	readonly ort: OnnxRuntime;
	readonly session: InferenceSession;
	readonly description: ModelDescription;
	readonly engine: Omit<RunEngine, 'prefill'>;
	/** See `EngineSession.unfoldedBytes`. */
	readonly unfoldedBytes: number;
	/** See `EngineSession.halfFloats`. */
	readonly halfFloats: boolean;
	/** Settles when the GPU device is gone; never does on the CPU. */
	readonly lost: Promise<string>;
}

/** @throws AppError `model-invalid`, `model-unsupported` */
export async function createMaskedSession(parts: MaskedSessionParts): Promise<MaskedSession> {
	const signature = readMaskedSignature(parts.session);
	const tokenizer = await createMaskTokenizer(parts.description, signature.vocabularySize);
	return new OnnxMaskedSession(parts, signature, tokenizer);
}

class OnnxMaskedSession implements MaskedSession {
	readonly task = 'fill-mask';
	readonly tokenizer: MaskTokenizer;
	readonly contextLength: number;
	readonly engine: RunEngine;
	readonly unfoldedBytes: number;
	readonly halfFloats: boolean;
	readonly lost: Promise<string>;

	readonly #ort: OnnxRuntime;
	readonly #session: InferenceSession;
	readonly #signature: MaskedSignature;
	readonly #guard: StepGuard;
	readonly #breaks = new EventLoopBreaks();
	/** The last pass, also one that nobody waits for any more: the runtime takes one at a time. */
	#lastPass: Promise<unknown> = Promise.resolve();

	constructor(
		{ ort, session, description, engine, unfoldedBytes, halfFloats, lost }: MaskedSessionParts,
		signature: MaskedSignature,
		tokenizer: MaskTokenizer
	) {
		const { config, tokenizerConfig, contextLength } = description;
		this.tokenizer = tokenizer;
		this.contextLength = maskedContextLength(contextLength, config, tokenizerConfig, signature);
		// A pass reads the whole sequence; there is no other way.
		this.engine = { ...engine, prefill: 'one-pass' };
		this.unfoldedBytes = unfoldedBytes;
		this.halfFloats = halfFloats;
		this.lost = lost;
		this.#ort = ort;
		this.#session = session;
		this.#signature = signature;
		this.#guard = new StepGuard(lost);
	}

	async read(
		tokenIds: readonly number[],
		{ positions, onLogits }: Parameters<MaskedSession['read']>[1],
		signal: AbortSignal
	): Promise<void> {
		if (tokenIds.length === 0 || tokenIds.length > this.contextLength) {
			throw new AppError('engine-failed', 'a sequence of this length cannot be read');
		}
		// On the CPU a pass never returns to the event loop: this is where an abort gets in.
		await this.#breaks.pause();
		const pass = this.#lastPass.then(() => this.#pass(tokenIds));
		this.#lastPass = pass.catch(() => undefined);
		const rows = await this.#guard.wait(pass, signal);
		for (const position of positions) onLogits(rows.row(position));
	}

	async dispose(): Promise<void> {
		this.#breaks.close();
		await Promise.race([this.#lastPass.then(() => this.#session.release()), this.lost]);
	}

	async #pass(tokenIds: readonly number[]): Promise<LogitsRows> {
		try {
			const outputs = await this.#session.run(this.#feeds(tokenIds), ['logits']);
			const logits = outputs['logits'] as Tensor;
			return new LogitsRows(logits.dims, await logits.getData(true));
		} catch (error) {
			throw translateOrtError(error, 'run');
		}
	}

	#feeds(tokenIds: readonly number[]): Record<string, Tensor> {
		const { length } = tokenIds;
		const int64 = (data: BigInt64Array) => new this.#ort.Tensor('int64', data, [1, length]);
		const feeds: Record<string, Tensor> = {
			input_ids: int64(BigInt64Array.from(tokenIds, BigInt))
		};
		for (const name of this.#signature.inputs) {
			// Everything is to be attended to, and belongs to the first segment.
			feeds[name] = int64(new BigInt64Array(length).fill(name === 'attention_mask' ? 1n : 0n));
		}
		return feeds;
	}
}
