/** Collects tokens for the page: the first at once, then at most about 30 messages a second. */
import type { TokenTrace } from '#core/run-file/schema.ts';
import type { TokenBatch } from '#protocol/worker-api.ts';
import { paced } from './paced.ts';

const INTERVAL_MS = 33;

export class TokenBatches {
	readonly #send: (batch: TokenBatch) => void;
	readonly #startedMs: number;
	readonly #tellReading: (batch: TokenBatch, isLast: boolean) => void;
	#sentMs = -Infinity;
	#from = 0;
	#firstTokenMs = 0;

	/** @param startedMs when the request came, on the clock of `performance.now` */
	constructor(send: (batch: TokenBatch) => void, startedMs: number) {
		this.#send = send;
		this.#startedMs = startedMs;
		this.#tellReading = paced(send);
	}

	/** From the request to the first token, in milliseconds. */
	get timeToFirstTokenMs(): number {
		return this.#firstTokenMs;
	}

	/** Before the first token: how much of the prompt was read. At most ten times a second. */
	reading(readTokens: number, totalTokens: number): void {
		const elapsedMs = performance.now() - this.#startedMs;
		const remainingMs = (elapsedMs * (totalTokens - readTokens)) / readTokens;
		const reading = { readTokens, totalTokens, remainingMs };
		// None of these is the last word: the first token comes after it.
		this.#tellReading(
			{ from: 0, tokens: [], text: '', elapsedMs, timeToFirstTokenMs: 0, reading },
			false
		);
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
