/**
 * The page's way to the worker that parses Markdown. A few bytes from a stranger can cost a parser of
 * Markdown seconds, in more ways than can be listed: so it never runs on the page's thread, and it is
 * ended when one text takes too long.
 */
import { AppError } from '#core/errors.ts';
import type { MarkdownTree } from '#core/markdown/markdown-tree.ts';
import type { MarkdownApi } from '#protocol/markdown-api.ts';
import { LazyWorker } from './lazy-worker.ts';

/** A tick each: counted, so that neither a busy page nor the sleep of a machine is the text's fault. */
const TICK_MS = 100;
/** What lessons have takes some milliseconds; a slow telephone gets a hundred times as long. */
const MOST_TICKS = 20;

function createMarkdownWorker(): Worker {
	return new Worker(new URL('../worker/markdown-worker.ts', import.meta.url), {
		type: 'module',
		name: 'glasshouse-markdown'
	});
}

/** One worker, which has one text at a time; one that was ended is replaced with the next text. */
export class MarkdownClient {
	readonly #worker: LazyWorker<MarkdownApi>;
	readonly #mostTicks: number;
	/** Settles when the texts before are done with. */
	#turn: Promise<unknown> = Promise.resolve();

	constructor(createWorker: () => Worker = createMarkdownWorker, mostTicks = MOST_TICKS) {
		this.#worker = new LazyWorker(createWorker);
		this.#mostTicks = mostTicks;
	}

	/**
	 * @param signal of the place that shows the text: what is no longer shown is not begun
	 * @throws AppError `markdown-too-large`, `markdown-too-slow`, `aborted`, `worker-crashed`
	 */
	parse(text: string, signal: AbortSignal): Promise<MarkdownTree> {
		const answer = this.#turn.then(() => {
			if (signal.aborted) throw new AppError('aborted', 'the text is no longer shown');
			return this.#parseNow(text);
		});
		this.#turn = answer.catch(() => undefined);
		return answer;
	}

	async #parseNow(text: string): Promise<MarkdownTree> {
		// Fetching the code is not the text's fault.
		await this.#worker.ask((remote) => remote.ready());
		let ticks = 0;
		const watch = setInterval(() => {
			ticks += 1;
			if (ticks < this.#mostTicks) return;
			const tookTooLong = `not parsed within ${this.#mostTicks * TICK_MS} ms`;
			this.#worker.end(new AppError('markdown-too-slow', tookTooLong));
		}, TICK_MS);
		try {
			return await this.#worker.ask((remote) => remote.parse(text));
		} finally {
			clearInterval(watch);
		}
	}
}
