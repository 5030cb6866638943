import { AppError } from '#core/errors.ts';

/** Tells when a worker can no longer be relied on: it did not start, it threw, or it is not understood. */
export function onWorkerCrash(
	worker: Worker,
	tell: (reason: AppError) => void,
	options: AddEventListenerOptions = {}
): void {
	worker.addEventListener(
		'error',
		(event) => {
			event.preventDefault();
			const message = event.message || 'the worker could not be started';
			tell(new AppError('worker-crashed', message, { cause: event.error }));
		},
		options
	);
	worker.addEventListener(
		'messageerror',
		() => tell(new AppError('worker-crashed', 'a message from the worker is unreadable')),
		options
	);
}
