/** To be imported first: tells, on the channel that is this worker's name, what a runtime does with other threads. */
import type { ThreadEvent } from './thread-event.ts';

const channel = new BroadcastChannel(self.name);
const tell = (event: ThreadEvent): void => channel.postMessage(event);

function isSharedMemory(value: unknown): boolean {
	return value instanceof WebAssembly.Memory && value.buffer instanceof SharedArrayBuffer;
}

self.Worker = class extends Worker {
	constructor(url: string | URL, options?: WorkerOptions) {
		super(url, options);
		tell({ kind: 'made', name: options?.name ?? '' });
	}

	override postMessage(message: object, transfer?: Transferable[] | StructuredSerializeOptions) {
		const parts = Object.values(message);
		if (parts.some(isSharedMemory)) tell({ kind: 'given-shared-memory' });
		if (parts.includes('run')) tell({ kind: 'started' });
		super.postMessage(message, transfer as StructuredSerializeOptions);
	}
};
