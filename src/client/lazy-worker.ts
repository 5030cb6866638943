import { wrap, type Remote } from 'comlink';
import { AppError } from '#core/errors.ts';
import { registerTransferHandlers } from '#protocol/transfer-handlers.ts';

interface OpenWorker<Api> {
	readonly remote: Remote<Api>;
	readonly death: Promise<never>;
	readonly end: (reason: AppError) => void;
}

/** One worker, started with the first question; one that crashes is replaced with the next. */
export class LazyWorker<Api> {
	readonly #createWorker: () => Worker;
	#open: OpenWorker<Api> | null = null;

	constructor(createWorker: () => Worker) {
		this.#createWorker = createWorker;
	}

	/** @throws AppError `worker-crashed`; what the worker throws */
	ask<T>(question: (remote: Remote<Api>) => Promise<T>): Promise<T> {
		const { remote, death } = (this.#open ??= this.#start());
		return Promise.race([question(remote), death]);
	}

	/** Ends the worker; whoever asked it is told the reason. The next question starts another one. */
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
		// Whoever asks meanwhile is told; nobody may be asking.
		death.catch(() => undefined);
		const end = (reason: AppError) => {
			worker.terminate();
			this.#open = null;
			reject(reason);
		};
		worker.addEventListener('error', (event) => {
			event.preventDefault();
			end(new AppError('worker-crashed', event.message || 'the worker could not be started'));
		});
		return { remote: wrap<Api>(worker), death, end };
	}
}
