/** transformers.js on the same files: its `generate()`, taking the likeliest token each time. */
import { AutoModelForCausalLM, env, Tensor, type PreTrainedModel } from '@huggingface/transformers';
import { expose } from 'comlink';
import type { LoadRequest } from '#protocol/worker-api.ts';

let model: PreTrainedModel;

/** Whatever it asks for comes from the request's files; nothing comes from anywhere else. */
function serveFrom(files: LoadRequest['files']): typeof env.fetch {
	return async (input: string | URL) => {
		const path = String(input);
		const file = files.find(({ name }) => path.endsWith(`/${name}`));
		return file === undefined ? new Response(null, { status: 404 }) : await fetch(file.url);
	};
}

async function load({ backend, files, weightsFile, runtimeUrl }: LoadRequest): Promise<void> {
	env.allowRemoteModels = false;
	env.allowLocalModels = true;
	env.localModelPath = '/models/';
	env.useBrowserCache = false;
	env.useWasmCache = false;
	env.fetch = serveFrom(files);
	const { wasm } = env.backends.onnx;
	if (wasm === undefined) throw new Error('transformers.js came without its runtime');
	// The build that it takes by itself.
	const build = `${runtimeUrl}ort-wasm-simd-threaded.asyncify`;
	wasm.wasmPaths = { mjs: `${build}.mjs`, wasm: `${build}.wasm` };
	wasm.numThreads = 1;
	model = await AutoModelForCausalLM.from_pretrained('bench', {
		device: backend,
		// The file is named below; this only keeps a suffix off its name.
		dtype: 'fp32',
		subfolder: '',
		model_file_name: weightsFile.replace(/\.onnx$/, ''),
		use_external_data_format: files.some(({ name }) => name === `${weightsFile}_data`),
		session_options: { extra: { session: { disable_quant_qdq: '1' } } }
	});
}

/** @returns milliseconds */
async function generate(prompt: readonly number[], tokens: number): Promise<number> {
	const row = (values: bigint[]) => new Tensor('int64', values, [1, values.length]);
	const startedMs = performance.now();
	const output = await model.generate({
		inputs: row(prompt.map(BigInt)),
		attention_mask: row(prompt.map(() => 1n)),
		do_sample: false,
		min_new_tokens: tokens,
		max_new_tokens: tokens
	});
	const took = performance.now() - startedMs;
	const length = (output as Tensor).dims.at(-1);
	const expected = prompt.length + tokens;
	if (length !== expected) throw new Error(`${String(length)} tokens in place of ${expected}`);
	return took;
}

/** @returns milliseconds for `tokens` new tokens after a prompt of one */
function decode(tokens: number): Promise<number> {
	return generate([5], tokens);
}

/** @returns milliseconds until the first token after a prompt */
function firstToken(prompt: readonly number[]): Promise<number> {
	return generate(prompt, 1);
}

export interface TransformersLoop {
	load(request: LoadRequest): Promise<void>;
	decode(tokens: number): Promise<number>;
	firstToken(prompt: readonly number[]): Promise<number>;
}

expose({ load, decode, firstToken } satisfies TransformersLoop);
