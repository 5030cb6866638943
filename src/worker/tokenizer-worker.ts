/** The entry of the small worker that splits texts with any model's tokenizer. */
import { expose } from 'comlink';
import { AppError, isAbort } from '#core/errors.ts';
import { registerTransferHandlers } from '#protocol/transfer-handlers.ts';
import type { TokenizerPlace } from '#protocol/tokenizer-api.ts';
import { TokenizerService } from './tokenizer-service.ts';

async function fetchFile(url: string, file: string): Promise<Uint8Array> {
	const response = await fetch(url).catch((cause: unknown) => {
		throw new AppError('model-unreachable', `${file}: the server cannot be reached`, {
			details: { file, url },
			cause
		});
	});
	if (!response.ok) {
		throw new AppError('model-unreachable', `${file}: the server answers ${response.status}`, {
			details: { file, url, status: response.status }
		});
	}
	return new Uint8Array(await response.arrayBuffer());
}

/** The weights store is fetched only for models that lie in it. */
async function readStored(modelId: string, file: string): Promise<Uint8Array | null> {
	const { WeightStore } = await import('#storage/weights/weight-store.ts');
	const store = new WeightStore({ now: () => Date.now() });
	const { files } = await store.expect(modelId);
	if (!files.some(({ name }) => name === file)) return null;
	return new Uint8Array(await (await store.openFile(modelId, file)).arrayBuffer());
}

async function readFile(place: TokenizerPlace, file: string): Promise<Uint8Array | null> {
	try {
		return place.kind === 'url'
			? await fetchFile(new URL(file, place.folderUrl).href, file)
			: await readStored(place.modelId, file);
	} catch (error) {
		if (error instanceof AppError || isAbort(error)) throw error;
		throw new AppError('model-file-lost', `${file} cannot be read`, {
			details: { file, reason: 'unreadable' },
			cause: error
		});
	}
}

registerTransferHandlers();
expose(new TokenizerService(readFile));
