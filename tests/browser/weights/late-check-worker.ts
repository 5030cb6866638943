/** The app's worker, but for what it takes for a large file: here, any of a megabyte. */
import { OnnxEngine } from '#engines/onnx/onnx-engine.ts';
import { WeightStore } from '#storage/weights/weight-store.ts';
import { InferenceService } from '#worker/inference-service.ts';
import { serve } from '#worker/serve.ts';
import { StoredModels } from '#worker/read-stored-model.ts';
import { MIB } from './test-store.ts';

const store = new WeightStore({ now: () => Date.now(), name: self.name });
const stored = new StoredModels(store, MIB);
serve(new InferenceService({ onnx: () => Promise.resolve(new OnnxEngine()) }, stored.read));
