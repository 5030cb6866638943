/** Checks of bytes that are in use already. For data only: code is checked before it runs. */

export class LaterChecks {
	readonly #checks: (() => Promise<void>)[] = [];

	add(check: () => Promise<void>): void {
		this.#checks.push(check);
	}

	/** Makes what was added since the last call, one after the other. @throws what the first failed one threw */
	async run(): Promise<void> {
		for (let next = this.#checks.shift(); next !== undefined; next = this.#checks.shift()) {
			await next();
		}
	}
}
