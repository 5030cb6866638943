/** Checks of bytes that are in use already. For data only: code is checked before it runs. */

/** Each holds a copy of its bytes. */
const MOST_AT_A_TIME = 2;

export class PendingChecks {
	readonly #running = new Set<Promise<void>>();
	#failure: { readonly reason: unknown } | null = null;

	/** Resolves when there is room for the next one; what fails is told by `settle`. */
	async add(check: Promise<void>): Promise<void> {
		const running = check
			.catch((reason: unknown) => {
				this.#failure ??= { reason };
			})
			.finally(() => this.#running.delete(running));
		this.#running.add(running);
		if (this.#running.size >= MOST_AT_A_TIME) await Promise.race(this.#running);
	}

	/** Waits for all of them, and forgets them. @throws what the first failed one threw */
	async settle(): Promise<void> {
		await Promise.all(this.#running);
		const failure = this.#failure;
		this.#failure = null;
		if (failure !== null) throw failure.reason;
	}
}
