/** Web Locks, where there are any: one writer at a time among all tabs and workers. */

/**
 * Waits for a lock and holds it while `work` runs. A tab that goes away lets go of its locks.
 *
 * @throws the signal's reason while waiting, and whatever `work` throws
 */
export async function withLock<Result>(
	locks: LockManager | null,
	name: string,
	signal: AbortSignal,
	work: () => Promise<Result>
): Promise<Result> {
	signal.throwIfAborted();
	if (locks === null) return await work();
	return await locks.request(name, { signal }, work);
}
