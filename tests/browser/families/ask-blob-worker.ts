import type { BlobAnswer, BlobQuestion } from './blob-worker.ts';

/** Loads in a worker of its own, which is gone afterwards. */
export async function askBlobWorker(question: BlobQuestion): Promise<BlobAnswer> {
	const worker = new Worker(new URL('./blob-worker.ts', import.meta.url), { type: 'module' });
	try {
		return await new Promise((resolve, reject) => {
			worker.onmessage = ({ data }: MessageEvent<BlobAnswer | string>) => {
				if (typeof data === 'string') reject(new Error(data));
				else resolve(data);
			};
			worker.onerror = ({ message }) => reject(new Error(message));
			worker.postMessage(question);
		});
	} finally {
		worker.terminate();
	}
}
