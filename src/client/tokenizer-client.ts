/** The page's way to the worker that splits texts. */
import type { SplitText, TokenizerApi, TokenizerPlace } from '#protocol/tokenizer-api.ts';
import { LazyWorker } from './lazy-worker.ts';

function createTokenizerWorker(): Worker {
	return new Worker(new URL('../worker/tokenizer-worker.ts', import.meta.url), {
		type: 'module',
		name: 'glasshouse-tokenizer'
	});
}

/** One worker, started with the first question; one that crashes is replaced with the next. */
export class TokenizerClient implements TokenizerApi {
	readonly #worker: LazyWorker<TokenizerApi>;

	constructor(createWorker: () => Worker = createTokenizerWorker) {
		this.#worker = new LazyWorker(createWorker);
	}

	/** @throws AppError as `TokenizerApi.split`, `worker-crashed` */
	split(place: TokenizerPlace, texts: readonly string[], addSpecial: boolean): Promise<SplitText> {
		return this.#worker.ask((remote) => remote.split(place, texts, addSpecial));
	}
}
