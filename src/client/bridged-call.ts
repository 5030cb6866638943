import { AppError } from '#core/errors.ts';
import { releaseCallback } from '#protocol/transfer-handlers.ts';

/**
 * Runs one abortable call with one callback. The worker gets a signal and a callback of its own, so
 * that whatever links the threads for this call is cut when it has ended.
 *
 * @param onAbort told when the call is cancelled, once the worker has been told
 * @throws AppError `aborted` when it was cancelled before it began; what the operation throws
 */
export async function bridgedCall<T, P>(
	outer: AbortSignal,
	callback: (value: P) => void,
	operation: (inner: AbortSignal, report: (value: P) => void) => Promise<T>,
	onAbort: () => void = () => undefined
): Promise<T> {
	if (outer.aborted) throw new AppError('aborted', 'cancelled before it began');
	const inner = new AbortController();
	let ended = false;
	const report = (value: P) => {
		if (!ended) callback(value);
	};
	const abort = () => {
		inner.abort();
		onAbort();
	};
	outer.addEventListener('abort', abort, { once: true });
	try {
		return await operation(inner.signal, report);
	} finally {
		ended = true;
		outer.removeEventListener('abort', abort);
		releaseCallback(report);
		inner.abort();
	}
}
