import { releaseProxy, wrap, type Remote } from 'comlink';
import { AppError } from '#core/errors.ts';
import { registerTransferHandlers } from '#protocol/transfer-handlers.ts';
import { onWorkerCrash } from './worker-crash.ts';

interface OpenWorker<Api> {
	readonly remote: Remote<Api>;
	readonly death: Promise<never>;
	readonly end: (reason: AppError) => void;
}

/** A worker that is asked, and says nothing for so long, is ended. Counted, so that the sleep of a machine does not count. */
const TICK_MS = 10_000;
const MOST_QUIET_TICKS = 12;

/** One worker, started with the first question; one that crashes is replaced with the next. */
export class LazyWorker<Api> {
	readonly #createWorker: () => Worker;
	readonly #tickMs: number;
	/** Questions without an answer. */
	#pending = 0;
	#quietTicks = 0;
	#open: OpenWorker<Api> | null = null;

	constructor(createWorker: () => Worker, tickMs = TICK_MS) {
		this.#createWorker = createWorker;
		this.#tickMs = tickMs;
	}

	/** @throws AppError `worker-crashed`, `worker-timeout`; what the worker throws */
	async ask<T>(question: (remote: Remote<Api>) => Promise<T>): Promise<T> {
		const { remote, death } = (this.#open ??= this.#start());
		this.#quietTicks = 0;
		this.#pending += 1;
		try {
			return await Promise.race([question(remote), death]);
		} finally {
			this.#pending -= 1;
		}
	}

	/** Ends the worker; anyone who asked it is told the reason. The next question starts another one. */
	end(reason: AppError): void {
		this.#open?.end(reason);
	}

	#start(): OpenWorker<Api> {
		registerTransferHandlers();
		const worker = this.#createWorker();
		let reject: (reason: AppError) => void = () => undefined;
		const death = new Promise<never>((_resolve, rejectDeath) => {
			reject = rejectDeath;
		});
		// Anyone who asks meanwhile is told; nobody may be asking.
		death.catch(() => undefined);
		const remote = wrap<Api>(worker);
		const watch = setInterval(() => {
			this.#quietTicks += this.#pending === 0 ? 0 : 1;
			if (this.#quietTicks >= MOST_QUIET_TICKS) {
				end(new AppError('worker-timeout', 'the worker says nothing any more'));
			}
		}, this.#tickMs);
		worker.addEventListener('message', () => (this.#quietTicks = 0));
		const end = (reason: AppError) => {
			clearInterval(watch);
			remote[releaseProxy]();
			worker.terminate();
			this.#open = null;
			reject(reason);
		};
		onWorkerCrash(worker, end);
		return { remote, death, end };
	}
}
