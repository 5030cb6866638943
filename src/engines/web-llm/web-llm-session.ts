/** One loaded WebLLM model and its KV cache. */
import { AppError } from '#core/errors.ts';
import type { RunEngine } from '#core/run-file/schema.ts';
import type { PublishedSettings } from '#core/sampling/published-settings.ts';
import type { EngineSession, EngineTokenizer } from '../engine.ts';
import { StepGuard } from '../step-guard.ts';
import type { LogitsTap } from './logits-tap.ts';
import { deviceLostError, translateWebLlmError } from './web-llm-errors.ts';
import type { MlcEngine } from './web-llm-library.ts';

/** What the one model of an engine is called, between the adapter and the library. */
export const MODEL_ID = 'model';

export interface WebLlmSessionParts {
	readonly mlc: MlcEngine;
	readonly tap: LogitsTap;
	readonly tokenizer: EngineTokenizer;
	readonly contextLength: number;
	readonly published: PublishedSettings | null;
	readonly engine: RunEngine;
	/** See `EngineSession.halfFloats`. */
	readonly halfFloats: boolean;
	/** Settles when the GPU device is gone. */
	readonly deviceLost: Promise<string>;
}

/** Long enough for the browser to report a device that the library has just lost. */
const LOSS_REPORT_MS = 200;

/** @returns why the device was lost, when it was and the failed work is merely a consequence */
export async function lossBehind(deviceLost: Promise<string>): Promise<string | null> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const inTime = new Promise<null>((resolve) => {
		timer = setTimeout(() => resolve(null), LOSS_REPORT_MS);
	});
	const reason = await Promise.race([deviceLost, inTime]);
	clearTimeout(timer);
	return reason;
}

export class WebLlmSession implements EngineSession {
	readonly tokenizer: EngineTokenizer;
	readonly contextLength: number;
	readonly published: PublishedSettings | null;
	readonly engine: RunEngine;
	readonly halfFloats: boolean;
	readonly lost: Promise<string>;

	readonly #mlc: MlcEngine;
	readonly #tap: LogitsTap;
	readonly #deviceLost: Promise<string>;
	readonly #guard: StepGuard;
	#declareLost: (reason: string) => void = () => undefined;

	#state: 'ready' | 'broken' | 'disposed' = 'ready';
	#needsReset = true;
	/** Tokens in the KV cache. */
	#length = 0;
	/** A pass that nobody waits for any more still owns the KV cache until it settles. */
	#inFlight: Promise<unknown> | null = null;

	constructor(parts: WebLlmSessionParts) {
		this.tokenizer = parts.tokenizer;
		this.contextLength = parts.contextLength;
		this.published = parts.published;
		this.engine = parts.engine;
		this.halfFloats = parts.halfFloats;
		this.#mlc = parts.mlc;
		this.#tap = parts.tap;
		this.#deviceLost = parts.deviceLost;
		this.#guard = new StepGuard(parts.deviceLost, deviceLostError);
		const broken = new Promise<string>((resolve) => (this.#declareLost = resolve));
		this.lost = Promise.race([parts.deviceLost, broken]);
	}

	reset(): void {
		this.#needsReset = true;
		this.#length = 0;
	}

	async step(tokenIds: readonly number[], signal: AbortSignal): Promise<Float32Array> {
		this.#check(tokenIds);
		if (this.#inFlight !== null) await this.#guard.wait(this.#inFlight, signal);
		// A device that is gone, or a call-off, is known before the pass is begun.
		await this.#guard.wait(Promise.resolve(), signal);
		const pass = this.#forward(tokenIds);
		const over = pass
			.then(() => undefined)
			// Anyone who waits for the pass is told.
			.catch(() => undefined)
			.then(() => {
				if (this.#inFlight === over) this.#inFlight = null;
			});
		this.#inFlight = over;
		return this.#guard.wait(pass, signal);
	}

	async dispose(): Promise<void> {
		if (this.#state === 'disposed') return;
		this.#state = 'disposed';
		const unloaded = this.#mlc.unload().catch((error: unknown) => {
			// A device that is gone has freed everything already.
			console.debug('unload', error);
		});
		await Promise.race([unloaded, this.#deviceLost]);
	}

	#check(tokenIds: readonly number[]): void {
		if (this.#state !== 'ready') throw new AppError('engine-failed', `the model is ${this.#state}`);
		if (tokenIds.length === 0) throw new AppError('engine-failed', 'a step needs a token');
		if (this.#length + tokenIds.length > this.contextLength) {
			throw new AppError('engine-failed', 'the context is full');
		}
		const { vocabularySize } = this.tokenizer;
		// The kernels would read past the end of the embedding table without a word.
		if (!tokenIds.every((id) => Number.isInteger(id) && id >= 0 && id < vocabularySize)) {
			throw new AppError('engine-failed', 'a token is not in the vocabulary');
		}
	}

	async #forward(tokenIds: readonly number[]): Promise<Float32Array> {
		try {
			// Without it the library would go on in the old KV cache: another context, other logits.
			if (this.#needsReset) await this.#mlc.resetChat(false, MODEL_ID);
			this.#needsReset = false;
			const isPrefill = this.#length === 0 || tokenIds.length > 1;
			this.#length += tokenIds.length;
			await this.#mlc.forwardTokensAndSample([...tokenIds], isPrefill, MODEL_ID);
			return this.#tap.take();
		} catch (error) {
			throw await this.#breakDown(error);
		}
	}

	/** What throws in a pass leaves the library's scopes open: only a new worker helps. */
	async #breakDown(cause: unknown): Promise<AppError> {
		if (this.#state === 'disposed') return new AppError('aborted', 'unloaded meanwhile', { cause });
		this.#state = 'broken';
		const reason = await lossBehind(this.#deviceLost);
		const error = reason === null ? translateWebLlmError(cause, 'run') : deviceLostError(reason);
		this.#declareLost(error.message);
		return error;
	}
}
