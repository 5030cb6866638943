/** Collects tokens for the page: the first at once, then at most about 30 messages a second. */
import type { TokenTrace } from '#core/run-file/schema.ts';
import type { TokenBatch } from '#protocol/worker-api.ts';

const INTERVAL_MS = 33;

export class TokenBatches {
	readonly #send: (batch: TokenBatch) => void;
	readonly #startedMs: number;
	#sentMs = -Infinity;
	#from = 0;
	#firstTokenMs = 0;

	/** @param startedMs when the request came, on the clock of `performance.now` */
	constructor(send: (batch: TokenBatch) => void, startedMs: number) {
		this.#send = send;
		this.#startedMs = startedMs;
	}

	/** From the request to the first token, in milliseconds. */
	get timeToFirstTokenMs(): number {
		return this.#firstTokenMs;
	}

	/** @param text what can be shown; asked for only when a batch goes out */
	update(tokens: readonly TokenTrace[], text: () => string): void {
		const now = performance.now();
		if (tokens.length === 1) this.#firstTokenMs = now - this.#startedMs;
		if (now - this.#sentMs >= INTERVAL_MS) this.#flush(tokens, text(), now);
	}

	/** Sends what is left, with the final text. */
	finish(tokens: readonly TokenTrace[], text: string): void {
		this.#flush(tokens, text, performance.now());
	}

	#flush(tokens: readonly TokenTrace[], text: string, now: number): void {
		this.#send({
			from: this.#from,
			tokens: tokens.slice(this.#from),
			text,
			elapsedMs: now - this.#startedMs,
			timeToFirstTokenMs: this.#firstTokenMs
		});
		this.#from = tokens.length;
		this.#sentMs = now;
	}
}
