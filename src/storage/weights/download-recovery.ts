/** What to do after an attempt that failed: wait and go on, begin anew, ask in another way, or give up. */
import type { AppError } from '#core/errors.ts';
import { DownloadFault } from './download-fault.ts';
import type { FileJob } from './file-job.ts';
import type { PartialFile } from './partial-file.ts';
import { backoffMs } from './retry.ts';

/** @returns whether `a` came first; the other one is cancelled */
async function firstOf(
	a: (signal: AbortSignal) => Promise<void>,
	b: (signal: AbortSignal) => Promise<void>,
	signal: AbortSignal
): Promise<boolean> {
	const over = new AbortController();
	const either = AbortSignal.any([signal, over.signal]);
	const both = [a(either).then(() => true), b(either).then(() => false)];
	try {
		return await Promise.race(both);
	} finally {
		over.abort();
		await Promise.allSettled(both);
	}
}

export class DownloadRecovery {
	readonly #job: FileJob;
	readonly #part: PartialFile;
	/** Attempts in a row that brought no byte. */
	#failures = 0;
	#offsetAtFailure = -1;
	#restarts = 0;
	/** Whether to ask without a byte range, for hosts that refuse such questions. */
	#plain = false;

	constructor(job: FileJob, part: PartialFile) {
		this.#job = job;
		this.#part = part;
	}

	get isPlain(): boolean {
		return this.#plain;
	}

	/** Returns when it is time for the next attempt. @throws what cannot be helped */
	async after(error: unknown): Promise<void> {
		this.#job.signal.throwIfAborted();
		if (!(error instanceof DownloadFault)) throw error;
		if (error.advice === 'never') throw error.error;
		if (error.advice === 'restart') {
			await this.#part.restart(null);
			this.#offsetAtFailure = -1;
			this.#restarts += 1;
			if (this.#restarts > 1) throw error.error;
			return;
		}
		if (this.#part.offset > this.#offsetAtFailure) this.#failures = 0;
		this.#offsetAtFailure = this.#part.offset;
		this.#failures += 1;
		this.#job.onWaiting(error.error);
		if (error.error.code === 'offline') await this.#waitForNetwork(error.error);
		else if (error.error.code === 'model-cors-blocked') this.#tryPlain(error.error);
		else await this.#waitForTime(error);
	}

	async #waitForNetwork(error: AppError): Promise<void> {
		const { environment, settings, signal } = this.#job;
		// What is buffered would be lost with the tab, and this wait may be long.
		await this.#part.flush();
		if (environment.isOnline()) return;
		const inTime = await firstOf(
			environment.whenOnline,
			async (either) => await environment.sleep(settings.offlineMs, either),
			signal
		);
		if (!inTime) throw error;
		this.#failures = 0;
	}

	async #waitForTime(fault: DownloadFault): Promise<void> {
		const { environment, settings, signal } = this.#job;
		const { retry } = settings;
		if (this.#failures >= retry.maxAttempts) throw fault.error;
		if ((fault.retryAfterMs ?? 0) > retry.maxRetryAfterMs) throw fault.error;
		const delayMs = Math.max(
			fault.retryAfterMs ?? 0,
			backoffMs(this.#failures, retry, environment.random)
		);
		await this.#part.flush();
		await firstOf(
			environment.whenOnline,
			async (either) => await environment.sleep(delayMs, either),
			signal
		);
	}

	/** A host may forbid byte ranges to other sites, and still give the whole file. */
	#tryPlain(error: AppError): void {
		if (this.#plain || this.#part.offset === 0) {
			if (this.#failures > 1) throw error;
			return;
		}
		this.#plain = true;
	}
}
