/** Keeps a step from hanging: a run on a lost GPU device never settles by itself. */
import { AppError } from '#core/errors.ts';

/** Waits for one promise at a time, until it settles, the signal aborts or the device is lost. */
export class StepGuard {
	#lostReason: string | null = null;
	#interrupt: ((error: AppError) => void) | null = null;

	constructor(lost: Promise<string>) {
		void lost.then((reason) => {
			this.#lostReason = reason;
			this.#interrupt?.(this.#lostError(reason));
		});
	}

	/** @throws AppError `device-lost`, `aborted`, or whatever `work` rejects with */
	wait<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
		return new Promise<T>((resolve, reject) => {
			if (this.#lostReason !== null) {
				reject(this.#lostError(this.#lostReason));
				return;
			}
			const onAbort = () => reject(new AppError('aborted', 'called off during a step'));
			if (signal.aborted) {
				onAbort();
				return;
			}
			signal.addEventListener('abort', onAbort, { once: true });
			this.#interrupt = reject;
			work.then(resolve, reject).finally(() => {
				this.#interrupt = null;
				signal.removeEventListener('abort', onAbort);
			});
		});
	}

	#lostError(reason: string): AppError {
		return new AppError('device-lost', reason, { details: { reason } });
	}
}
