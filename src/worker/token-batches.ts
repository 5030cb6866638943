/** Collects tokens for the page: the first at once, then at most about 30 messages a second. */
import type { TokenTrace } from '#core/run-file/schema.ts';
import type { TokenBatch } from '#protocol/worker-api.ts';

const INTERVAL_MS = 33;
const READING_INTERVAL_MS = 100;

export class TokenBatches {
	readonly #send: (batch: TokenBatch) => void;
	readonly #startedMs: number;
	#sentMs = -Infinity;
	#toldMs = -Infinity;
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

	/** Before the first token: how much of the prompt was read. At most ten times a second. */
	reading(readTokens: number, totalTokens: number): void {
		const now = performance.now();
		if (now - this.#toldMs < READING_INTERVAL_MS) return;
		this.#toldMs = now;
		const elapsedMs = now - this.#startedMs;
		const remainingMs = (elapsedMs * (totalTokens - readTokens)) / readTokens;
		this.#send({
			from: 0,
			tokens: [],
			text: '',
			elapsedMs,
			timeToFirstTokenMs: 0,
			reading: { readTokens, totalTokens, remainingMs }
		});
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
