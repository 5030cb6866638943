/** Checks of bytes that are in use already. For data only: code is checked before it runs. */

export interface CheckOptions {
	readonly signal: AbortSignal;
	/** Told how many bytes have been read back, of all that are to be. */
	readonly onProgress: (checkedBytes: number, totalBytes: number) => void;
}

/** @param onBytes told the length of every piece that was read */
export type LaterCheck = (
	signal: AbortSignal,
	onBytes: (byteCount: number) => void
) => Promise<void>;

export class LaterChecks {
	readonly #checks: { readonly check: LaterCheck; readonly sizeBytes: number }[] = [];
	#totalBytes = 0;
	#doneBytes = 0;

	add(sizeBytes: number, check: LaterCheck): void {
		this.#totalBytes += sizeBytes;
		this.#checks.push({ check, sizeBytes });
	}

	/**
	 * Makes what was added since the last call, one after the other.
	 *
	 * @throws what the first failed one threw, the signal's reason
	 */
	async run({ signal, onProgress }: CheckOptions): Promise<void> {
		for (let next = this.#checks.shift(); next !== undefined; next = this.#checks.shift()) {
			signal.throwIfAborted();
			onProgress(this.#doneBytes, this.#totalBytes);
			let readBytes = 0;
			await next.check(signal, (byteCount) => {
				readBytes += byteCount;
				onProgress(this.#doneBytes + readBytes, this.#totalBytes);
			});
			this.#doneBytes += next.sizeBytes;
			onProgress(this.#doneBytes, this.#totalBytes);
		}
	}
}
