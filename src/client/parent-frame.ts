/** The page around this one, when it is shown in a frame: what it says, and the way to answer. */

export interface ParentMessage {
	/** As the browser says it, never as the message does. */
	readonly origin: string;
	readonly data: unknown;
}

/** A page that says more before anyone listens has said too much. */
const MOST_WAITING = 20;

/** Listens from the start, so that nothing is lost while the rest of the code is on its way. */
export class ParentFrame {
	/** False when nothing is around this page. */
	readonly isFramed: boolean;
	readonly #parent: Window;
	#waiting: ParentMessage[] = [];
	#take: ((message: ParentMessage) => void) | null = null;

	constructor(frame: Window) {
		this.#parent = frame.parent;
		this.isFramed = this.#parent !== frame;
		if (!this.isFramed) return;
		frame.addEventListener('message', ({ source, origin, data }) => {
			// Neither other frames of the page nor windows that were opened from here.
			if (source !== this.#parent) return;
			if (this.#take !== null) this.#take({ origin, data });
			else if (this.#waiting.length < MOST_WAITING) this.#waiting.push({ origin, data });
		});
	}

	/** Gives everything that was said so far, and then whatever comes. */
	listen(take: (message: ParentMessage) => void): void {
		this.#take = take;
		for (const message of this.#waiting.splice(0)) take(message);
	}

	/** The browser delivers it only while the page around is of that origin. */
	post(message: unknown, origin: string): void {
		this.#parent.postMessage(message, origin);
	}
}
