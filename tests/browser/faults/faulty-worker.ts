/** The real service around an engine that fails in the way that the worker's name says. */
import { InferenceService } from '#worker/inference-service.ts';
import { serve } from '#worker/serve.ts';
import { FaultyEngine, type Fault } from './faulty-engine.ts';

serve(new InferenceService({ onnx: () => Promise.resolve(new FaultyEngine(self.name as Fault)) }));
