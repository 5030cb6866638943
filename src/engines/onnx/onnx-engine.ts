/** The engine port over ONNX Runtime Web: decoders in the Hugging Face layout, with a KV cache. */
import type { InferenceSession } from 'onnxruntime-web';
import { AppError } from '#core/errors.ts';
import type { RunEngine } from '#core/run-file/schema.ts';
import {
	isInMemory,
	type AnyModelFile,
	type AnySession,
	type Backend,
	type Engine,
	type EngineLoadOptions
} from '../engine.ts';
import { weightParts, type WeightParts } from './external-data.ts';
import { describeAdapter, requireWebGpu, whenDeviceLost } from './gpu-device.ts';
import { letGo } from './graph/byte-source.ts';
import { createMaskedSession } from './masked-session.ts';
import { fillsMasks } from './masked-signature.ts';
import { describeModel, headsOf, requireFile } from './model-config.ts';
import { readSignature, usesHalfFloats } from './model-signature.ts';
import { translateOrtError } from './onnx-errors.ts';
import { loadRuntime, type OnnxRuntime } from './onnx-runtime.ts';
import { keptWeights, openInternals } from './onnx-internals.ts';
import { OnnxSession } from './onnx-session.ts';
import type { OnnxSessionParts } from './onnx-session-parts.ts';
import { OnnxTokenizer } from './onnx-tokenizer.ts';
import { prefillsOf } from './pass-plan.ts';
import {
	chooseSession,
	sessionOptions,
	thisMachine,
	withoutUnfolding,
	type SessionChoices
} from './session-choices.ts';

async function createSession(
	ort: OnnxRuntime,
	weights: Uint8Array,
	options: InferenceSession.SessionOptions
): Promise<InferenceSession> {
	try {
		return await ort.InferenceSession.create(weights, options);
	} catch (error) {
		throw translateOrtError(error, 'load');
	}
}

/** 8-bit weights are unfolded where memory allows: what does not fit unfolded is tried as it is. */
async function createSessionThatFits(
	ort: OnnxRuntime,
	{ graph, externalData, facts }: WeightParts,
	backend: Backend,
	choices: SessionChoices
) {
	const create = async (chosen: SessionChoices) => {
		const options = sessionOptions(backend, chosen, externalData);
		try {
			return { session: await createSession(ort, graph, options), options, chosen };
		} finally {
			for (const { data } of externalData) letGo(data);
		}
	};
	try {
		return await create(choices);
	} catch (error) {
		const smaller = withoutUnfolding(choices, facts);
		if (smaller === null || !isOutOfMemory(error)) throw error;
		return await create(smaller);
	}
}

function isOutOfMemory(error: unknown): boolean {
	return error instanceof AppError && error.code === 'engine-out-of-memory';
}

/** A promise that stays open: the CPU is not lost. */
const NEVER = new Promise<string>(() => undefined);

async function gpuState(
	ort: OnnxRuntime,
	backend: Backend
): Promise<{ adapter: RunEngine['adapter']; lost: Promise<string> }> {
	if (backend === 'wasm') return { adapter: null, lost: NEVER };
	const device = await ort.env.webgpu.device;
	return { adapter: describeAdapter(device), lost: whenDeviceLost(device) };
}

export class OnnxEngine implements Engine {
	async load(
		files: readonly AnyModelFile[],
		{ backend, weightsFile, runtimeUrl, threads }: EngineLoadOptions,
		signal: AbortSignal
	): Promise<AnySession> {
		const description = describeModel(files.filter(isInMemory));
		const weights = requireFile(files, weightsFile);
		const features = backend === 'webgpu' ? await requireWebGpu() : null;
		const parts = weightParts(files, weights);
		const facts = { ...parts.facts, heads: headsOf(description.config) };
		if (facts.hasHalfFloats) requireHalfFloats(features);
		const choices = chooseSession(backend, facts, thisMachine(), threads);
		const { ort, build } = await loadRuntime(backend, runtimeUrl, choices.threads);
		throwIfAborted(signal);
		const { session, options, chosen } = await createSessionThatFits(ort, parts, backend, choices);
		try {
			throwIfAborted(signal);
			const { adapter, lost } = await gpuState(ort, backend);
			const engine: Omit<RunEngine, 'prefill'> = {
				name: 'onnxruntime-web',
				version: ort.env.versions.web ?? ort.env.versions.common,
				build,
				backend,
				options: chosen.options,
				// The runtime takes one where it can start no others.
				threads: ort.env.wasm.numThreads ?? 1,
				adapter
			};
			const { unfoldedBytes, hasHalfFloats: halfFloats } = facts;
			if (fillsMasks(session, description.tokenizerConfig)) {
				const masked = { ort, session, description, engine, unfoldedBytes, halfFloats, lost };
				return await createMaskedSession(masked);
			}
			const signature = readSignature(session, description.config);
			if (usesHalfFloats(signature)) requireHalfFloats(features);
			const tokenizer = await OnnxTokenizer.create(description, signature.vocabularySize);
			const sessionParts = {
				ort,
				session,
				signature,
				tokenizer,
				contextLength: description.contextLength,
				published: description.published,
				engine: { ...engine, prefill: prefillsOf(backend, signature)[0] },
				unfoldedBytes,
				halfFloats: halfFloats || usesHalfFloats(signature),
				lost
			} satisfies OnnxSessionParts;
			const opened = new OnnxSession(sessionParts);
			opened.internals = openInternals(opened, {
				...sessionParts,
				weights: isInMemory(weights) ? keptWeights(weights.bytes) : null,
				config: description.config,
				createSession: (graph) => createSession(ort, graph, options)
			});
			return opened;
		} catch (error) {
			await session.release();
			throw error;
		}
	}
}

/** @param features of the graphics adapter; null on the CPU, which computes them in float32 */
function requireHalfFloats(features: ReadonlySet<string> | null): void {
	if (features === null || features.has('shader-f16')) return;
	throw new AppError('model-needs-f16', 'the adapter lacks shader-f16');
}

function throwIfAborted(signal: AbortSignal): void {
	if (signal.aborted) throw new AppError('aborted', 'cancelled while the model was loading');
}
