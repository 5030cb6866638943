/** Ends waits in which nothing moves, and names what was waited for. */
import { AppError } from '#core/errors.ts';
import type { ErrorDetails } from '#core/errors.ts';

export type WaitedFor =
	/** The thread that hashes. */
	| 'hash-thread'
	/** Bytes of a stored file. */
	| 'stored-bytes'
	/** A transaction of IndexedDB. */
	| 'database'
	/** Another tab, which downloads or imports the same model. */
	| 'other-tab'
	/** An answer from where the app is hosted. */
	| 'app-host';

/** Far beyond what a slow disk or a busy machine takes for one step. */
export const STALL_MS = 60_000;
/** Ticks in a row without movement. Counted, so that the sleep of a machine or a tab is no stall. */
const TICKS = 12;

export interface StallOptions {
	readonly stallMs?: number;
	/** What more is known, e.g. the file. */
	readonly details?: ErrorDetails;
	/** Asked at every tick: true while there is a known reason to wait. */
	readonly isExcused?: () => boolean;
	/** Ends the wait at once; the work may have to be told by other means. */
	readonly signal?: AbortSignal;
}

/**
 * Waits for work for as long as it moves.
 *
 * @param work calls `moved` at every step
 * @throws AppError `stalled` (details: `waitedFor`, `stallMs`), the signal's reason, what the work throws
 */
export async function whileMoving<Result>(
	waitedFor: WaitedFor,
	work: (moved: () => void) => Promise<Result>,
	options: StallOptions = {}
): Promise<Result> {
	const { stallMs = STALL_MS, details, signal, isExcused } = options;
	signal?.throwIfAborted();
	const settled = new AbortController();
	let quietTicks = 0;
	let timer: ReturnType<typeof setInterval> | undefined;
	const gaveUp = new Promise<never>((_, reject) => {
		timer = setInterval(() => {
			quietTicks = isExcused?.() === true ? 0 : quietTicks + 1;
			if (quietTicks < TICKS) return;
			const facts = { ...details, waitedFor, stallMs };
			reject(new AppError('stalled', `nothing moves: ${waitedFor}`, { details: facts }));
		}, stallMs / TICKS);
		signal?.addEventListener('abort', () => reject(signal.reason as Error), {
			signal: settled.signal
		});
	});
	const working = work(() => (quietTicks = 0));
	try {
		return await Promise.race([working, gaveUp]);
	} finally {
		clearInterval(timer);
		settled.abort();
		// Whatever it says after it was given up is of no use.
		working.catch(() => undefined);
	}
}
