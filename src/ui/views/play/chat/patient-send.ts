/** What decides whether the typed message can be sent. */
export interface Typed {
	readonly message: string;
	/** Whether the model could answer it at once. */
	readonly isFree: boolean;
	/** By the last measure, which may be of an earlier wording. */
	readonly isTooLong: boolean;
	/** Whether its own measure is still to come. */
	readonly isStale: boolean;
}

/** Sends a message that was too long and has just been shortened, once its new length is known. */
export class PatientSend {
	/** The message that waits. */
	#waiting: string | null = null;
	readonly #send: () => void;

	constructor(send: () => void) {
		this.#send = send;
	}

	/** Enter, or the button. */
	press({ message, isFree, isTooLong, isStale }: Typed): void {
		this.#waiting = null;
		if (!isFree) return;
		if (!isTooLong) this.#send();
		else if (isStale) this.#waiting = message;
	}

	/** Something has changed; typing on takes the wish to send back. */
	change({ message, isFree, isTooLong, isStale }: Typed): void {
		if (this.#waiting === null) return;
		if (message === this.#waiting && isStale) return;
		const isSame = message === this.#waiting;
		this.#waiting = null;
		if (isSame && isFree && !isTooLong) this.#send();
	}
}
