/** Puts a service behind a worker's message port. */
import { expose } from 'comlink';
import { registerTransferHandlers, WORKER_READY } from '#protocol/transfer-handlers.ts';
import type { WorkerApi } from '#protocol/worker-api.ts';

/** The page takes the ready message as the worker's first sign of life. */
export function serve(service: WorkerApi): void {
	registerTransferHandlers();
	expose(service);
	self.postMessage(WORKER_READY);
}
