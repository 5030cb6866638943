/** A pass that other work on the machine slows down may take longer than any before. */
const FACTOR = 4;
/** Longer, and starting the model anew is the better way. */
const MOST_MS = 120_000;

/**
 * How long a model goes without a sign of life. A pass cannot be interrupted, so an abort is answered when
 * it ends: after milliseconds, or after many seconds where a large model reads a prompt on a slow machine.
 */
export class CallPace {
	#longestMs = 0;

	/** @param silenceMs between two signs of life, or the duration of a pass */
	note(silenceMs: number): void {
		this.#longestMs = Math.max(this.#longestMs, silenceMs);
	}

	/** @returns milliseconds until a model that has not answered an abort is taken for hung */
	patienceMs(leastMs: number): number {
		return Math.max(leastMs, Math.min(FACTOR * this.#longestMs, MOST_MS));
	}

	/** Notes the time from here on between two values that are reported, and passes them on. */
	follow<P>(callback: (value: P) => void): (value: P) => void {
		let lastMs = performance.now();
		return (value) => {
			const nowMs = performance.now();
			this.note(nowMs - lastMs);
			lastMs = nowMs;
			callback(value);
		};
	}
}
