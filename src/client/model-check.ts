import { AppError } from '#core/errors.ts';
import type { CheckProgress } from '#protocol/worker-api.ts';

/** What is still to be checked of the model in use. */
export interface CheckState {
	/** Null when nothing is, or not yet known how much. */
	readonly progress: CheckProgress | null;
	/** A result is there, and waits for the check. */
	readonly isAwaited: boolean;
}

export const UNCHECKED: CheckState = { progress: null, isAwaited: false };

/** `details.reason` of an `aborted` call that had its result, and would not wait for the check. */
export const FILES_UNCHECKED = 'files-unchecked';

/** What a model says counts when every byte of the model has been checked: who waits for that, and how far it is. */
export class ModelCheck {
	#state = UNCHECKED;
	#listener: (state: CheckState) => void = () => undefined;
	#ended: Promise<void> = Promise.resolve();
	readonly #leaving = new Set<() => void>();

	follow(listener: (state: CheckState) => void): void {
		this.#listener = listener;
	}

	note(progress: CheckProgress | null): void {
		this.#change({ progress });
	}

	/** @param ended settles with the check */
	begin(ended: Promise<void>): void {
		this.#ended = ended;
		ended.then(
			() => this.note(null),
			() => this.note(null)
		);
	}

	/**
	 * A run that was stopped is worth the wait: only a stop while this waits, or `leave`, ends it.
	 *
	 * @throws AppError `aborted`; what the check says
	 */
	async wait(signal: AbortSignal): Promise<void> {
		let leave: () => void = () => undefined;
		const left = new Promise<never>((_, reject) => {
			leave = () => {
				const details = { reason: FILES_UNCHECKED };
				reject(new AppError('aborted', 'cancelled while files were checked', { details }));
			};
		});
		this.#leaving.add(leave);
		signal.addEventListener('abort', leave, { once: true });
		this.#change({ isAwaited: true });
		try {
			await Promise.race([this.#ended, left]);
		} finally {
			this.#leaving.delete(leave);
			signal.removeEventListener('abort', leave);
			this.#change({ isAwaited: this.#leaving.size > 0 });
		}
	}

	/** Anyone who waits, waits no longer; the check continues. */
	leave(): void {
		for (const leave of this.#leaving) leave();
	}

	#change(change: Partial<CheckState>): void {
		this.#state = { ...this.#state, ...change };
		this.#listener(this.#state);
	}
}
