/** The worker's entry. */
import { InferenceService } from './inference-service.ts';
import { serve } from './serve.ts';

serve(
	new InferenceService({
		onnx: async () => {
			const { OnnxEngine } = await import('#engines/onnx/onnx-engine.ts');
			return new OnnxEngine();
		}
	})
);
