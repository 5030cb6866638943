/** Web Locks, where there are any: one writer at a time among all tabs and workers. */
import { whileMoving } from '../stall-watch.ts';

const CHANNEL = 'glasshouse-locks';
/** How often the holder of a lock says that it is alive. */
const SIGN_MS = 5_000;
/** Timers of a tab in the background may run once a minute. */
const SILENCE_MS = 150_000;

function openChannel(): BroadcastChannel | null {
	return 'BroadcastChannel' in globalThis ? new BroadcastChannel(CHANNEL) : null;
}

/** @returns lets go of the lock. @throws the signal's reason */
function acquire(locks: LockManager, name: string, signal: AbortSignal): Promise<() => void> {
	return new Promise((resolve, reject) => {
		const hold = (): Promise<void> => new Promise((release) => resolve(() => release()));
		locks.request(name, { signal }, hold).catch(reject);
	});
}

/** For as long as its holder gives signs of life. */
async function waitFor(
	locks: LockManager,
	name: string,
	signal: AbortSignal,
	silenceMs: number
): Promise<() => void> {
	const channel = openChannel();
	const gaveUp = new AbortController();
	try {
		return await whileMoving(
			'other-tab',
			(moved) => {
				channel?.addEventListener('message', ({ data }) => {
					if (data === name) moved();
				});
				return acquire(locks, name, AbortSignal.any([signal, gaveUp.signal]));
			},
			{ stallMs: silenceMs, details: { lock: name } }
		);
	} catch (error) {
		gaveUp.abort();
		throw error;
	} finally {
		channel?.close();
	}
}

/**
 * Waits for a lock and holds it while `work` runs. A tab that goes away lets go of its locks.
 *
 * @param silenceMs a holder that gives no sign of life for so long is not waited for
 * @throws AppError `stalled`; the signal's reason while waiting, and whatever `work` throws
 */
export async function withLock<Result>(
	locks: LockManager | null,
	name: string,
	signal: AbortSignal,
	work: () => Promise<Result>,
	silenceMs = SILENCE_MS
): Promise<Result> {
	signal.throwIfAborted();
	if (locks === null) return await work();
	const release = await waitFor(locks, name, signal, silenceMs);
	const channel = openChannel();
	const signs = setInterval(() => channel?.postMessage(name), SIGN_MS);
	try {
		return await work();
	} finally {
		clearInterval(signs);
		channel?.close();
		release();
	}
}
