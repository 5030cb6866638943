/** The entry of the small worker that splits texts with any model's tokenizer. */
import { expose } from 'comlink';
import { AppError, isAbort } from '#core/errors.ts';
import { registerTransferHandlers } from '#protocol/transfer-handlers.ts';
import type { TokenizerPlace } from '#protocol/tokenizer-api.ts';
import { TokenizerService } from './tokenizer-service.ts';

function parse(text: string, file: string): object {
	try {
		const parsed: unknown = JSON.parse(text);
		if (typeof parsed === 'object' && parsed !== null) return parsed;
	} catch (cause) {
		throw invalid(file, cause);
	}
	throw invalid(file);
}

function invalid(file: string, cause?: unknown): AppError {
	return new AppError('model-invalid', `${file}: is not JSON`, {
		details: { file, problem: 'is not JSON' },
		cause
	});
}

async function fetchText(url: string, file: string): Promise<string> {
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
	return response.text();
}

/** The weights store is fetched only for models that lie in it. */
async function readStored(modelId: string, file: string): Promise<string | null> {
	const { WeightStore } = await import('#storage/weights/weight-store.ts');
	const store = new WeightStore({ now: () => Date.now() });
	const { files } = await store.expect(modelId);
	if (!files.some(({ name }) => name === file)) return null;
	return (await store.openFile(modelId, file)).text();
}

async function readJson(place: TokenizerPlace, file: string): Promise<object | null> {
	try {
		const text =
			place.kind === 'url'
				? await fetchText(new URL(file, place.folderUrl).href, file)
				: await readStored(place.modelId, file);
		return text === null ? null : parse(text, file);
	} catch (error) {
		if (error instanceof AppError || isAbort(error)) throw error;
		throw new AppError('model-file-lost', `${file} cannot be read`, {
			details: { file, reason: 'unreadable' },
			cause: error
		});
	}
}

registerTransferHandlers();
expose(new TokenizerService(readJson));
