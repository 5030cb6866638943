/** Runs made in Node with the app's own decode loop: for tests and benchmarks. */
import { RUN_TYPE, RUN_VERSION, type Run } from '#core/run-file/schema.ts';
import { sealRun } from '#core/run-file/seal-run.ts';
import { DEFAULT_SETTINGS } from '#core/sampling/settings.ts';
import { engineReading } from '#engines/prefill.ts';
import type { GenerateRequest } from '#protocol/generate-request.ts';
import { DecodeLoop } from '#worker/decode-loop.ts';
import { prepareRequest } from '#worker/prepare-request.ts';
import { TokenBatches } from '#worker/token-batches.ts';
import type { LoadedSession } from '#worker/verify-claim.ts';

export type RequestChanges = Partial<Omit<GenerateRequest, 'settings'>> & {
	readonly settings?: Partial<GenerateRequest['settings']>;
};

export function nodeRequest({ settings, ...rest }: RequestChanges = {}): GenerateRequest {
	return {
		prompt: { mode: 'completion', prompt: 'Mia is in the garden.' },
		forcedTokenIds: [],
		alternatives: 0,
		...rest,
		settings: {
			seed: '42',
			...DEFAULT_SETTINGS,
			max_tokens: 48,
			stop_sequences: [],
			...settings
		}
	};
}

/** Writes with the app's decode loop. */
export async function writeOutput(
	model: LoadedSession,
	request: GenerateRequest
): Promise<Pick<Run, 'engine' | 'request' | 'output'>> {
	const runRequest = prepareRequest(request, model.session);
	const batches = new TokenBatches(() => undefined, performance.now());
	const loop = new DecodeLoop(model.session, runRequest, request.alternatives, batches);
	const output = await loop.run(new AbortController().signal, request.prefill);
	return { engine: engineReading(model.session, request.prefill), request: runRequest, output };
}

/** @param quantization the precision's name, as the run file will have it */
export async function makeRun(
	model: LoadedSession,
	quantization: string,
	request: GenerateRequest
): Promise<Run> {
	const { engine, request: runRequest, output } = await writeOutput(model, request);
	return sealRun({
		type: RUN_TYPE,
		version: RUN_VERSION,
		created: '2026-11-22T08:00:00.000Z',
		app: { name: 'Glasshouse', version: '0.1.0', commit: null },
		model: {
			name: 'Sprout',
			family: 'sprout',
			format: 'onnx',
			quantization,
			source: { url: 'models/sprout/', revision: null },
			license: 'Apache-2.0',
			digest: model.digest,
			resources: [...model.resources]
		},
		engine,
		request: runRequest,
		output,
		environment: { browser: `Node ${process.version}`, os: process.platform, logical_cores: null },
		usage: {
			input_tokens: runRequest.prompt_token_ids.length,
			output_tokens: output.token_ids.length
		},
		timing: { time_to_first_token_ms: 0, total_ms: 0, tokens_per_second: 0 },
		notes: { title: '', text: '' }
	});
}
