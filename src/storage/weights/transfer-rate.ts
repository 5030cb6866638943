/** Bytes a second and the time that remains, from the recent past. */
export class TransferRate {
	readonly #windowMs: number;
	#samples: { atMs: number; bytes: number }[] = [];

	/** @param windowMs how far back the rate looks: long enough to be calm, short enough to be true */
	constructor(windowMs = 10_000) {
		this.#windowMs = windowMs;
	}

	/**
	 * Notes how many bytes are there now, in all. A number below the one before (a file started
	 * over) begins a new measurement.
	 */
	note(bytes: number, atMs: number): void {
		const last = this.#samples.at(-1);
		if (last !== undefined && bytes < last.bytes) this.#samples = [];
		this.#samples.push({ atMs, bytes });
		const oldest = atMs - this.#windowMs;
		while (this.#samples.length > 2 && (this.#samples[1]?.atMs ?? atMs) <= oldest) {
			this.#samples.shift();
		}
	}

	/** A pause is no slowness: forgets the past. */
	reset(): void {
		this.#samples = [];
	}

	/** Null until there is half a second to judge by. */
	bytesPerSecond(atMs: number): number | null {
		const first = this.#samples[0];
		const last = this.#samples.at(-1);
		if (first === undefined || last === undefined) return null;
		const elapsedMs = atMs - first.atMs;
		return elapsedMs < 500 ? null : ((last.bytes - first.bytes) * 1_000) / elapsedMs;
	}

	/** Null while the rate is unknown or zero. */
	remainingSeconds(remainingBytes: number, atMs: number): number | null {
		const rate = this.bytesPerSecond(atMs);
		return rate === null || rate <= 0 ? null : remainingBytes / rate;
	}
}
