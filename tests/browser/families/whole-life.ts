/** What every family must do on a backend: load, give the right logits, trace, save, regrow, verify. */
import { expect } from 'vitest';
import { readRun } from '#core/run-file/read-run.ts';
import { sealRun } from '#core/run-file/seal-run.ts';
import { serializeRun } from '#core/run-file/write-run.ts';
import { RUN_TYPE, RUN_VERSION, type Run } from '#core/run-file/schema.ts';
import { claimOfRun } from '#core/verification/claim.ts';
import type { EngineSession } from '#engines/engine.ts';
import { writingSession } from '#engines/writing-session.ts';
import { OnnxEngine } from '#engines/onnx/onnx-engine.ts';
import type { GenerateResult, LoadedModel, LoadRequest } from '#protocol/worker-api.ts';
import { InferenceService } from '#worker/inference-service.ts';
import { generateRequest } from '../sprout-request.ts';
import { familyLoadRequest, readExpectedLogits, readReference } from './family-models.ts';

const never = new AbortController().signal;
const ignore = () => undefined;

export type FamilyFile = readonly [family: string, weightsFile: string];

/** One of each kind of graph and of weights that a GPU without 16-bit arithmetic can run. */
export const KINDS_OF_FILES: readonly FamilyFile[] = [
	['llama', 'onnx/model_quantized.onnx'],
	['qwen2', 'onnx/model_q4.onnx'],
	['qwen3', 'onnx/model.onnx'],
	['gpt_neox', 'onnx/decoder_model_merged.onnx'],
	['olmo2', 'onnx/model_bnb4.onnx'],
	['bloom', 'onnx/model.onnx'],
	['gpt2', 'onnx/decoder_model.onnx']
];

/** Others of these kinds. */
export const MORE_FILES: readonly FamilyFile[] = [
	['llama', 'onnx/model.onnx'],
	['qwen2', 'onnx/model.onnx'],
	['smollm2', 'onnx/model.onnx'],
	['gpt_neox', 'onnx/decoder_model_merged_quantized.onnx'],
	['olmo', 'onnx/model_int8.onnx'],
	['olmo', 'onnx/model_uint8.onnx'],
	['olmo2', 'onnx/model.onnx'],
	['opt', 'onnx/model.onnx'],
	['gpt2', 'onnx/model.onnx']
];

export const HALF_PRECISION_FILES: readonly FamilyFile[] = [
	['mistral', 'onnx/model_fp16.onnx'],
	['smollm2', 'onnx/model_q4f16.onnx']
];

function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
	let largest = actual.length === expected.length ? 0 : Infinity;
	for (let i = 0; i < expected.length; i++) {
		const difference = Math.abs((actual[i] ?? NaN) - (expected[i] ?? NaN));
		if (!(difference <= largest)) largest = difference;
	}
	return largest;
}

/** Fed as a prompt, then token by token, then all at once: each way gives the float64 logits. */
async function checkLogits(
	session: EngineSession,
	family: string,
	weightsFile: string
): Promise<void> {
	const reference = await readReference(family);
	const file = reference.files[weightsFile];
	if (file === undefined) throw new Error(`${family} has no ${weightsFile}`);
	const expected = await readExpectedLogits(family, file);
	const ids = reference.token_ids;
	const width = expected.length / ids.length;
	const row = (at: number) => expected.subarray(at * width, (at + 1) * width);
	const promptLength = 6;

	session.reset();
	expect(session.tokenizer.vocabularySize).toBe(width);
	const prompt = await session.step(ids.slice(0, promptLength), never);
	expect(largestDifference(prompt, row(promptLength - 1))).toBeLessThan(file.tolerance);
	for (let at = promptLength; at < ids.length; at++) {
		const logits = await session.step(ids.slice(at, at + 1), never);
		expect(largestDifference(logits, row(at))).toBeLessThan(file.tolerance);
	}
	session.reset();
	const rows: number[] = [];
	const onLogits = (logits: Float32Array) => rows.push(...logits);
	await session.forward?.(ids, { from: 2, onLogits }, never);
	expect(largestDifference(rows, expected.subarray(2 * width))).toBeLessThan(file.tolerance);
}

function sealed(family: string, loaded: LoadedModel, result: GenerateResult): Run {
	return sealRun({
		type: RUN_TYPE,
		version: RUN_VERSION,
		created: '2026-01-01T00:00:00.000Z',
		app: { name: 'Glasshouse', version: '0.0.0', commit: null },
		model: {
			name: family,
			family,
			format: 'onnx',
			quantization: 'fp32',
			source: { url: `tests/${family}`, revision: null },
			license: null,
			digest: loaded.digest,
			resources: [...loaded.resources]
		},
		...result,
		environment: { browser: 'test', os: 'test', logical_cores: null },
		notes: { title: '', text: '' }
	});
}

/** The service that runs in the worker, here in the page, so that a test sees its session. */
async function loadService(request: LoadRequest) {
	let session: EngineSession | null = null;
	const service = new InferenceService({
		onnx: () =>
			Promise.resolve({
				load: async (...args: Parameters<OnnxEngine['load']>) =>
					(session = await writingSession(await new OnnxEngine().load(...args)))
			})
	});
	const loaded = await service.load(request, never, ignore);
	return { service, loaded, session: session as unknown as EngineSession };
}

/** Loads, gives the float64 logits, writes with a trace, saves, regrows, verifies. */
export async function liveThrough(
	family: string,
	weightsFile: string,
	backend: LoadRequest['backend'],
	tokens: number
): Promise<void> {
	const request = await familyLoadRequest(family, weightsFile, backend);
	const { service, loaded, session } = await loadService(request);
	try {
		await checkLogits(session, family, weightsFile);
		const asked = generateRequest({ max_tokens: tokens, temperature: 1.2 });
		const result = await service.generate(asked, never, ignore);
		expect(result.output.tokens).toHaveLength(tokens);
		for (const { logprob, alternatives } of result.output.tokens) {
			expect(logprob).toBeLessThan(0);
			expect(alternatives).toHaveLength(5);
		}
		const run = readRun(serializeRun(sealed(family, loaded, result)));
		const promptTokenIds = run.request.prompt_token_ids;
		const again = await service.generate({ ...asked, promptTokenIds }, never, ignore);
		expect(again.output).toEqual(run.output);
		const claim = claimOfRun(run);
		const exact = await service.verify({ claim, exact: true }, never, ignore);
		expect(exact.verdict.verdict).toBe('bit-exact');
		const quick = await service.verify({ claim, exact: false }, never, ignore);
		expect(['bit-exact', 'same-tokens', 'within-noise']).toContain(quick.verdict.verdict);
	} finally {
		await session.dispose();
	}
}
