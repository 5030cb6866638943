/** The page's way to the worker that splits texts. */
import { wrap, type Remote } from 'comlink';
import { AppError } from '#core/errors.ts';
import type { SplitText, TokenizerApi, TokenizerPlace } from '#protocol/tokenizer-api.ts';
import { registerTransferHandlers } from '#protocol/transfer-handlers.ts';

function createTokenizerWorker(): Worker {
	return new Worker(new URL('../worker/tokenizer-worker.ts', import.meta.url), {
		type: 'module',
		name: 'glasshouse-tokenizer'
	});
}

/** One worker, started with the first question; one that crashes is replaced with the next. */
export class TokenizerClient implements TokenizerApi {
	readonly #createWorker: () => Worker;
	#open: { readonly remote: Remote<TokenizerApi>; readonly death: Promise<never> } | null = null;

	constructor(createWorker: () => Worker = createTokenizerWorker) {
		this.#createWorker = createWorker;
	}

	/** @throws AppError as `TokenizerApi.split`, `worker-crashed` */
	split(place: TokenizerPlace, texts: readonly string[], addSpecial: boolean): Promise<SplitText> {
		this.#open ??= this.#start();
		const { remote, death } = this.#open;
		return Promise.race([remote.split(place, texts, addSpecial), death]);
	}

	#start() {
		registerTransferHandlers();
		const worker = this.#createWorker();
		const death = new Promise<never>((_resolve, reject) => {
			worker.addEventListener('error', (event) => {
				event.preventDefault();
				this.#open = null;
				worker.terminate();
				reject(new AppError('worker-crashed', event.message || 'the worker could not be started'));
			});
		});
		// Whoever asks meanwhile is told; nobody may be asking.
		death.catch(() => undefined);
		return { remote: wrap<TokenizerApi>(worker), death };
	}
}
