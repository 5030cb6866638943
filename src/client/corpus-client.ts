/** The page's way to the worker that knows Sprout's training corpus. */
import { wrap, type Remote } from 'comlink';
import { AppError } from '#core/errors.ts';
import type {
	CorpusApi,
	CorpusProgress,
	CorpusSearch,
	CorpusSize,
	NearCorpusSentence,
	SearchReport,
	SentencesAnswer,
	SentencesReport
} from '#protocol/corpus-api.ts';
import { registerTransferHandlers, releaseCallback } from '#protocol/transfer-handlers.ts';

function createCorpusWorker(): Worker {
	return new Worker(new URL('../worker/corpus-worker.ts', import.meta.url), {
		type: 'module',
		name: 'glasshouse-corpus'
	});
}

interface OpenWorker {
	readonly remote: Remote<CorpusApi>;
	readonly death: Promise<never>;
	readonly end: (reason: AppError) => void;
}

/** One worker, started with the first question; one that crashes is replaced with the next. */
export class CorpusClient implements CorpusApi {
	readonly #createWorker: () => Worker;
	#open: OpenWorker | null = null;

	constructor(createWorker: () => Worker = createCorpusWorker) {
		this.#createWorker = createWorker;
	}

	/** @throws AppError as `CorpusApi.search`, `worker-crashed` */
	search(
		search: CorpusSearch,
		signal: AbortSignal,
		report: (report: SearchReport) => void
	): Promise<SearchReport> {
		return this.#call(signal, report, (remote, inner, tell) => remote.search(search, inner, tell));
	}

	/** @throws AppError as `CorpusApi.lookUp`, `worker-crashed` */
	lookUp(
		sentences: readonly string[],
		signal: AbortSignal,
		report: (report: SentencesReport) => void
	): Promise<SentencesAnswer> {
		return this.#call(signal, report, (remote, inner, tell) =>
			remote.lookUp(sentences, inner, tell)
		);
	}

	/** @throws AppError as `CorpusApi.nearest`, `worker-crashed` */
	nearest(
		sentence: string,
		most: number,
		signal: AbortSignal,
		report: (progress: CorpusProgress) => void
	): Promise<readonly NearCorpusSentence[]> {
		return this.#call(signal, report, (remote, inner, tell) =>
			remote.nearest(sentence, most, inner, tell)
		);
	}

	/** @throws AppError `worker-crashed` */
	size(): Promise<CorpusSize> {
		const { remote, death } = this.#opened();
		return Promise.race([remote.size(), death]);
	}

	/** Ends the worker: its index takes about 110 MB. The next question starts another one. */
	close(): void {
		this.#open?.end(new AppError('aborted', 'the corpus was closed'));
	}

	/** The worker gets a signal and a callback of its own, cut when the call has ended. */
	async #call<T, P>(
		outer: AbortSignal,
		report: (value: P) => void,
		ask: (remote: Remote<CorpusApi>, inner: AbortSignal, tell: (value: P) => void) => Promise<T>
	): Promise<T> {
		if (outer.aborted) throw new AppError('aborted', 'called off before it began');
		const { remote, death } = this.#opened();
		const inner = new AbortController();
		let ended = false;
		const tell = (value: P) => {
			if (!ended) report(value);
		};
		const onAbort = () => inner.abort();
		outer.addEventListener('abort', onAbort, { once: true });
		try {
			return await Promise.race([ask(remote, inner.signal, tell), death]);
		} finally {
			ended = true;
			outer.removeEventListener('abort', onAbort);
			releaseCallback(tell);
			inner.abort();
		}
	}

	#opened(): OpenWorker {
		return (this.#open ??= this.#start());
	}

	#start(): OpenWorker {
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
		return { remote: wrap<CorpusApi>(worker), death, end };
	}
}
