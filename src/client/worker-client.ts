/**
 * The page's only way to the worker. No call ever hangs: each one races the worker's death, and a
 * worker that ignores an abort is terminated.
 */
import { releaseProxy, wrap, type Remote } from 'comlink';
import { AppError, toAppError } from '#core/errors.ts';
import { registerTransferHandlers, WORKER_READY } from '#protocol/transfer-handlers.ts';
import type { Analyses, AnalysisKind, AnalysisProgress } from '#protocol/analysis-api.ts';
import type { GenerateRequest, PromptRequest } from '#protocol/generate-request.ts';
import type {
	CheckProgress,
	GenerateResult,
	LoadedModel,
	LoadProgress,
	LoadRequest,
	PromptPreview,
	TokenBatch,
	VerifyProgress,
	VerifyRequest,
	VerifyResult,
	WorkerApi
} from '#protocol/worker-api.ts';
import { bridgedCall } from './bridged-call.ts';
import { CallPace } from './call-pace.ts';
import { ModelCheck, type CheckState } from './model-check.ts';
import { onWorkerCrash } from './worker-crash.ts';

export interface WorkerTimeouts {
	/** From the start of the worker to its first sign of life; covers fetching its script. */
	readonly startupMs: number;
	/**
	 * From an abort to the end of the call; longer, and the worker is terminated. A model whose passes are slow
	 * gets more (`CallPace`).
	 */
	readonly abortMs: number;
}

const TIMEOUTS: WorkerTimeouts = { startupMs: 30_000, abortMs: 2_000 };

function createInferenceWorker(): Worker {
	return new Worker(new URL('../worker/worker.ts', import.meta.url), {
		type: 'module',
		name: 'glasshouse-inference'
	});
}

/**
 * One worker, one model. Whatever ends the worker (crash, lost GPU device, ignored abort,
 * `terminate`) ends the client too: `dead` tells why, and the caller makes a new one.
 */
export class WorkerClient {
	/** Settles when the worker is gone, with the reason; never rejects. */
	readonly dead: Promise<AppError>;

	readonly #worker: Worker;
	readonly #remote: Remote<WorkerApi>;
	readonly #timeouts: WorkerTimeouts;
	readonly #listeners = new AbortController();
	readonly #startupTimer: ReturnType<typeof setTimeout>;
	readonly #check = new ModelCheck();
	readonly #pace = new CallPace();
	readonly #onDeath = new Set<(reason: AppError) => void>();
	#deathReason: AppError | null = null;

	constructor(createWorker: () => Worker = createInferenceWorker, timeouts = TIMEOUTS) {
		registerTransferHandlers();
		this.dead = new Promise((resolve) => this.#onDeath.add(resolve));
		this.#timeouts = timeouts;
		this.#worker = createWorker();
		this.#remote = wrap<WorkerApi>(this.#worker);
		this.#startupTimer = setTimeout(() => {
			this.#die(new AppError('worker-timeout', 'the worker did not start in time'));
		}, timeouts.startupMs);
		this.#listen();
	}

	/**
	 * Fetches, checks and starts a model. Once a client.
	 *
	 * @throws AppError every code that `WorkerApi.load` names, `aborted`, `worker-crashed`, `worker-timeout`
	 */
	async load(
		request: LoadRequest,
		signal: AbortSignal,
		onProgress: (progress: LoadProgress) => void
	): Promise<LoadedModel> {
		// Nothing is lost when a load that does not answer is ended: its silences say nothing of passes.
		const loaded = await this.#abortable(signal, onProgress, (inner, report) =>
			this.#remote.load(request, inner, report)
		);
		this.#pace.note(loaded.selfTestMs);
		this.#watchForLoss();
		this.#watchChecks();
		return loaded;
	}

	/** Tells how the check of the model's large files goes, which begins when the model is ready. */
	followCheck(listener: (state: CheckState) => void): void {
		this.#check.follow(listener);
	}

	/** Anyone who waits for that check waits no longer: their calls reject with `aborted`. The check continues. */
	leaveCheck(): void {
		this.#check.leave();
	}

	/** @throws AppError every code that `WorkerApi.preview` names, `worker-crashed` */
	preview(prompt: PromptRequest): Promise<PromptPreview> {
		return this.#orDeath(() => this.#remote.preview(prompt));
	}

	/** @throws AppError `engine-failed` without a model, `worker-crashed` */
	spell(tokenIds: readonly number[]): Promise<string[]> {
		return this.#orDeath(() => this.#remote.spell(tokenIds));
	}

	/**
	 * Generates; see `WorkerApi.generate`. No batch arrives after the promise has settled.
	 *
	 * @throws AppError every code that `WorkerApi.generate` names, `worker-crashed`
	 */
	generate(
		request: GenerateRequest,
		signal: AbortSignal,
		onTokens: (batch: TokenBatch) => void
	): Promise<GenerateResult> {
		return this.#call(signal, onTokens, (inner, report) =>
			this.#remote.generate(request, inner, report)
		);
	}

	/**
	 * Verifies; see `WorkerApi.verify`. An abort rejects: there is no half verdict.
	 *
	 * @throws AppError every code that `WorkerApi.verify` names, `worker-crashed`
	 */
	verify(
		request: VerifyRequest,
		signal: AbortSignal,
		onProgress: (progress: VerifyProgress) => void
	): Promise<VerifyResult> {
		return this.#call(signal, onProgress, (inner, report) =>
			this.#remote.verify(request, inner, report)
		);
	}

	/**
	 * Asks about a text; see `WorkerApi.analyse`.
	 *
	 * @throws AppError every code that `WorkerApi.analyse` names, `worker-crashed`
	 */
	analyse<K extends AnalysisKind>(
		kind: K,
		request: Analyses[K]['request'],
		signal: AbortSignal,
		onProgress: (progress: AnalysisProgress) => void
	): Promise<Analyses[K]['result']> {
		return this.#call(
			signal,
			onProgress,
			// Comlink's types know nothing of type parameters.
			(inner, report) =>
				this.#remote.analyse(kind, request, inner, report) as Promise<Analyses[K]['result']>
		);
	}

	/** Ends the worker at once; pending calls reject with `reason`. The only sure way to free GPU memory. */
	terminate(reason: AppError = new AppError('aborted', 'the worker was terminated')): void {
		this.#die(reason);
	}

	#listen(): void {
		const { signal } = this.#listeners;
		this.#worker.addEventListener(
			'message',
			({ data }) => {
				if (data === WORKER_READY) clearTimeout(this.#startupTimer);
			},
			{ signal }
		);
		onWorkerCrash(this.#worker, (reason) => this.#die(reason), { signal });
	}

	#watchForLoss(): void {
		this.#orDeath(() => this.#remote.whenLost()).then(
			(reason) => this.#die(new AppError('device-lost', reason)),
			// The worker died first, and `dead` already says so.
			() => undefined
		);
	}

	#watchChecks(): void {
		const never = new AbortController().signal;
		const report = (progress: CheckProgress) => this.#check.note(progress);
		const checked = bridgedCall(never, report, (_signal, inner) =>
			this.#orDeath(() => this.#remote.whenChecked(inner))
		);
		this.#check.begin(checked);
		checked.catch((reason: unknown) => this.#die(toAppError(reason)));
	}

	#die(reason: AppError): void {
		if (this.#deathReason !== null) return;
		this.#deathReason = reason;
		clearTimeout(this.#startupTimer);
		this.#listeners.abort();
		this.#remote[releaseProxy]();
		this.#worker.terminate();
		for (const tell of this.#onDeath) tell(reason);
		this.#onDeath.clear();
	}

	#orDeath<T>(operation: () => Promise<T>): Promise<T> {
		if (this.#deathReason !== null) return Promise.reject(this.#deathReason);
		return new Promise<T>((resolve, reject) => {
			this.#onDeath.add(reject);
			operation()
				.then(resolve, reject)
				.finally(() => this.#onDeath.delete(reject));
		});
	}

	/** A call that puts passes through the model. */
	#call<T, P>(
		signal: AbortSignal,
		callback: (value: P) => void,
		operation: (inner: AbortSignal, report: (value: P) => void) => Promise<T>
	): Promise<T> {
		return this.#abortable(signal, this.#pace.follow(callback), operation);
	}

	/**
	 * What a model says counts when every byte of the model has been checked. Until then the callback is called:
	 * it has a port of its own, on which the last of what was written may come after the answer. An abort that
	 * the worker does not answer in time ends the worker.
	 */
	async #abortable<T, P>(
		outer: AbortSignal,
		callback: (value: P) => void,
		operation: (inner: AbortSignal, report: (value: P) => void) => Promise<T>
	): Promise<T> {
		let abortTimer: ReturnType<typeof setTimeout> | undefined;
		const onAbort = () => {
			abortTimer = setTimeout(() => {
				this.#die(new AppError('worker-timeout', 'the worker did not answer an abort in time'));
			}, this.#pace.patienceMs(this.#timeouts.abortMs));
		};
		const answered: typeof operation = async (inner, report) => {
			const result = await this.#orDeath(() => operation(inner, report));
			clearTimeout(abortTimer);
			await this.#check.wait(outer);
			return result;
		};
		try {
			return await bridgedCall(outer, callback, answered, onAbort);
		} catch (error) {
			// Anyone who cancels the work has called it off, also when that took the worker's life.
			if (outer.aborted && error === this.#deathReason) {
				throw new AppError('aborted', 'cancelled; the worker had to be ended', { cause: error });
			}
			throw error;
		} finally {
			clearTimeout(abortTimer);
		}
	}
}
