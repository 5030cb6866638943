/** Keeps a step from hanging: a run on a lost GPU device never settles by itself. */
import { AppError } from '#core/errors.ts';

function deviceLost(reason: string): AppError {
	return new AppError('device-lost', reason, { details: { reason } });
}

/** Waits for one promise at a time, until it settles, the signal aborts or the device is lost. */
export class StepGuard {
	readonly #toError: (reason: string) => AppError;
	#lostReason: string | null = null;
	#interrupt: ((error: AppError) => void) | null = null;

	constructor(lost: Promise<string>, toError: (reason: string) => AppError = deviceLost) {
		this.#toError = toError;
		void lost.then((reason) => {
			this.#lostReason = reason;
			this.#interrupt?.(toError(reason));
		});
	}

	/** @throws AppError `device-lost`, `aborted`, or whatever `work` rejects with */
	wait<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
		return new Promise<T>((resolve, reject) => {
			if (this.#lostReason !== null) {
				reject(this.#toError(this.#lostReason));
				return;
			}
			const onAbort = () => reject(new AppError('aborted', 'cancelled during a step'));
			if (signal.aborted) {
				onAbort();
				return;
			}
			signal.addEventListener('abort', onAbort, { once: true });
			this.#interrupt = reject;
			work.then(resolve, reject).finally(() => {
				if (this.#interrupt === reject) this.#interrupt = null;
				signal.removeEventListener('abort', onAbort);
			});
		});
	}
}
