/** Hands the bench's questions to a worker, where the app keeps its weights too. */
import type { WeightsBenchRequest } from './weights-worker.ts';

declare global {
	var benchWeights: (request: WeightsBenchRequest) => Promise<Record<string, number[]>>;
}

const worker = new Worker(new URL('./weights-worker.ts', import.meta.url), { type: 'module' });

globalThis.benchWeights = (request) =>
	new Promise((resolve, reject) => {
		worker.onmessage = ({ data }: MessageEvent<Record<string, number[]> | string>) => {
			if (typeof data === 'string') reject(new Error(data));
			else resolve(data);
		};
		worker.onerror = ({ message }) => reject(new Error(message));
		worker.postMessage(request);
	});
