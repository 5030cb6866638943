/**
 * Lets messages (an abort, a question from the page) get in between steps. An engine on the CPU may
 * resolve its promises without ever returning to the event loop.
 */

/** Long enough to cost nothing, short enough that a stop button feels immediate. */
const INTERVAL_MS = 16;

export class EventLoopBreaks {
	readonly #channel = new MessageChannel();
	#lastBreakMs = performance.now();

	/** Returns to the event loop once if the last time is at least 16 ms ago. */
	async pause(): Promise<void> {
		if (performance.now() - this.#lastBreakMs < INTERVAL_MS) return;
		// A message, because timers are clamped to 4 ms and `scheduler.yield` overtakes other messages.
		await new Promise<void>((resolve) => {
			this.#channel.port1.onmessage = () => resolve();
			this.#channel.port2.postMessage(null);
		});
		this.#lastBreakMs = performance.now();
	}

	/** Frees the channel; in Node an open one keeps the process alive. */
	close(): void {
		this.#channel.port1.close();
	}
}
