/** The worker's entry. */
import type { EngineLoaders, ReadStored } from './inference-service.ts';
import { InferenceService } from './inference-service.ts';
import { serve } from './serve.ts';

/** The built-in model needs no store, so its first token does not wait for this chunk. */
const storedModels = async () => {
	const { StoredModels } = await import('./stored-model.ts');
	return new StoredModels();
};

const engines: EngineLoaders = {
	onnx: async () => {
		const { OnnxEngine } = await import('#engines/onnx/onnx-engine.ts');
		return new OnnxEngine();
	},
	'web-llm': async (request) => (await storedModels()).webLlmEngine(request)
};

const readStored: ReadStored = async (request, signal, onProgress) =>
	(await storedModels()).read(request, signal, onProgress);

serve(new InferenceService(engines, readStored));
