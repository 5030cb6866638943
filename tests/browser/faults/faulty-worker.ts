/** The real service around an engine that fails in the way that the worker's name says. */
import { InferenceService, type ReadStored } from '#worker/inference-service.ts';
import { serve } from '#worker/serve.ts';
import { FaultyEngine, type Fault } from './faulty-engine.ts';

/** A stored model whose files are read back until somebody loses patience. */
const readStored: ReadStored = () =>
	Promise.resolve({
		files: [],
		resources: [{ name: 'weights', size_bytes: 1, digest: `sha256:${'0'.repeat(64)}` }],
		checkRest: ({ onProgress }) => {
			onProgress(1_000, 2_000);
			return new Promise(() => undefined);
		}
	});

const engines = { onnx: () => Promise.resolve(new FaultyEngine(self.name as Fault)) };
serve(new InferenceService(engines, readStored));
