/** The worker's entry. */
import { allowOwnScripts } from '#protocol/own-scripts.ts';
import type { EngineLoaders, ReadStored } from './inference-service.ts';
import { InferenceService } from './inference-service.ts';
import { serve } from './serve.ts';
import type { StoredModels } from './read-stored-model.ts';

/** The built-in model needs no store, so its first token does not wait for this chunk. */
let storedModels: Promise<StoredModels> | null = null;
const openStoredModels = () =>
	(storedModels ??= import('./read-stored-model.ts').then(
		({ StoredModels }) => new StoredModels()
	));

const engines: EngineLoaders = {
	onnx: async () => {
		const { OnnxEngine } = await import('#engines/onnx/onnx-engine.ts');
		return new OnnxEngine();
	},
	'web-llm': async (request) => (await openStoredModels()).webLlmEngine(request)
};

const readStored: ReadStored = async (request, signal, onProgress) =>
	(await openStoredModels()).read(request, signal, onProgress);

// ONNX Runtime's threads, and the one that hashes.
allowOwnScripts();
serve(new InferenceService(engines, readStored));
