/** What a session of an ONNX decoder is made from. */
import type { InferenceSession } from 'onnxruntime-web';
import type { RunEngine } from '#core/run-file/schema.ts';
import type { PublishedSettings } from '#core/sampling/published-settings.ts';
import type { EngineTokenizer } from '../engine.ts';
import type { Feeds } from './decoder-feeds.ts';
import type { ModelSignature } from './model-signature.ts';
import type { OnnxRuntime } from './onnx-runtime.ts';

export interface OnnxSessionParts {
	readonly ort: OnnxRuntime;
	readonly session: Pick<InferenceSession, 'run' | 'release'>;
	readonly signature: ModelSignature;
	readonly tokenizer: EngineTokenizer;
	readonly contextLength: number;
	readonly published: PublishedSettings | null;
	readonly engine: RunEngine;
	/** See `EngineSession.unfoldedBytes`. */
	readonly unfoldedBytes: number;
	/** See `EngineSession.halfFloats`. */
	readonly halfFloats: boolean;
	/** Settles when the GPU device is gone; never does on the CPU. */
	readonly lost: Promise<string>;
	/** Inputs that are the same in every pass. */
	readonly constantFeeds?: Feeds;
}
