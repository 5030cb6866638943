/** Reads a stored file where engines do, in a worker. */
import { AppError } from '#core/errors.ts';
import { readVerified } from '#storage/weights/read-verified.ts';
import { WeightStore } from '#storage/weights/weight-store.ts';

export interface ReadOrder {
	readonly database: string;
	readonly name: string;
}

/** The bytes; else the code of the error, and the file that it names. */
export type ReadReport = ArrayBuffer | { readonly code: string; readonly file: unknown };

async function answer({ database, name }: ReadOrder): Promise<ReadReport> {
	const store = new WeightStore({ now: () => Date.now(), name: database });
	try {
		return await readVerified(store, { modelId: 'm', name });
	} catch (error) {
		if (!(error instanceof AppError)) return { code: String(error), file: null };
		return { code: error.code, file: error.details['file'] };
	} finally {
		await store.close();
	}
}

globalThis.addEventListener('message', ({ data }: MessageEvent<ReadOrder>) => {
	void answer(data).then((report) => globalThis.postMessage(report));
});
