/** The page's way to the worker that knows Sprout's training corpus. */
import type { Remote } from 'comlink';
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
import { bridgedCall } from './bridged-call.ts';
import { LazyWorker } from './lazy-worker.ts';

function createCorpusWorker(): Worker {
	return new Worker(new URL('../worker/corpus-worker.ts', import.meta.url), {
		type: 'module',
		name: 'glasshouse-corpus'
	});
}

/** One worker, started with the first question; one that crashes is replaced with the next. */
export class CorpusClient implements CorpusApi {
	readonly #worker: LazyWorker<CorpusApi>;

	constructor(createWorker: () => Worker = createCorpusWorker) {
		this.#worker = new LazyWorker(createWorker);
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
		return this.#worker.ask((remote) => remote.size());
	}

	/** Ends the worker: its index takes about 110 MB. The next question starts another one. */
	close(): void {
		this.#worker.end(new AppError('aborted', 'the corpus was closed'));
	}

	#call<T, P>(
		signal: AbortSignal,
		report: (value: P) => void,
		ask: (remote: Remote<CorpusApi>, inner: AbortSignal, tell: (value: P) => void) => Promise<T>
	): Promise<T> {
		return bridgedCall(signal, report, (inner, tell) =>
			this.#worker.ask((remote) => ask(remote, inner, tell))
		);
	}
}
