/** The worker's entry. */
import { InferenceService } from './inference-service.ts';
import { serve } from './serve.ts';

serve(
	new InferenceService({
		onnx: async () => {
			const { OnnxEngine } = await import('#engines/onnx/onnx-engine.ts');
			return new OnnxEngine();
		},
		'web-llm': async () => {
			const { WebLlmEngine } = await import('#engines/web-llm/web-llm-engine.ts');
			return new WebLlmEngine();
		}
	})
);
