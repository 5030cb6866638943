/**
 * The least that decoding can cost: ONNX Runtime, the KV cache and nothing else. No sampling (the
 * largest logit), no trace, no digest, no text, no messages.
 */
import { expose } from 'comlink';
import type * as Ort from 'onnxruntime-web';
import type { LoadRequest } from '#protocol/worker-api.ts';

const LAYER_PATTERN = /^past_key_values\./;

let ort: typeof Ort;
let session: Ort.InferenceSession;

async function load({ backend, files, weightsFile, runtimeUrl }: LoadRequest): Promise<void> {
	ort = await (backend === 'webgpu'
		? import('onnxruntime-web/webgpu')
		: import('onnxruntime-web/wasm'));
	const build = `${runtimeUrl}ort-wasm-simd-threaded${backend === 'webgpu' ? '.asyncify' : ''}`;
	ort.env.wasm.numThreads = 1;
	ort.env.wasm.wasmPaths = { mjs: `${build}.mjs`, wasm: `${build}.wasm` };
	const url = files.find(({ name }) => name === weightsFile)?.url ?? '';
	const weights = new Uint8Array(await (await fetch(url)).arrayBuffer());
	const data = files.filter(({ name }) => name.startsWith(`${weightsFile}_data`));
	session = await ort.InferenceSession.create(weights, {
		externalData: data.map(({ name, url: from }) => ({
			path: name.replace(/.*\//, ''),
			data: from
		})),
		executionProviders: [backend],
		extra: { session: { disable_quant_qdq: '1' } },
		...(backend === 'webgpu' ? { preferredOutputLocation: 'gpu-buffer' } : {})
	});
}

function emptyCache(): Record<string, Ort.Tensor> {
	const past = session.inputMetadata.filter(({ name }) => LAYER_PATTERN.test(name));
	return Object.fromEntries(
		past.map((input) => {
			const shape = input.isTensor ? input.shape : [];
			const dims = [1, Number(shape[1]), 0, Number(shape[3])];
			return [input.name, new ort.Tensor('float32', new Float32Array(0), dims)];
		})
	);
}

function largest(logits: Float32Array): number {
	let best = 0;
	for (let id = 1; id < logits.length; id++) if ((logits[id] ?? 0) > (logits[best] ?? 0)) best = id;
	return best;
}

/** @returns milliseconds for `tokens` steps of one token, from an empty cache */
async function decode(tokens: number): Promise<number> {
	let cache = emptyCache();
	const names = Object.keys(cache);
	const fetches = ['logits', ...names.map((name) => name.replace('past_key_values', 'present'))];
	let token = 5;
	const startedMs = performance.now();
	for (let position = 0; position < tokens; position++) {
		const outputs = await session.run(
			{
				...cache,
				input_ids: new ort.Tensor('int64', [BigInt(token)], [1, 1]),
				attention_mask: new ort.Tensor('int64', new BigInt64Array(position + 1).fill(1n), [
					1,
					position + 1
				]),
				position_ids: new ort.Tensor('int64', [BigInt(position)], [1, 1])
			},
			fetches
		);
		for (const tensor of Object.values(cache)) tensor.dispose();
		cache = Object.fromEntries(
			names.map((name) => [name, outputs[name.replace('past_key_values', 'present')] as Ort.Tensor])
		);
		token = largest((await outputs['logits']?.getData(true)) as Float32Array);
	}
	return performance.now() - startedMs;
}

export interface BareLoop {
	load(request: LoadRequest): Promise<void>;
	decode(tokens: number): Promise<number>;
}

expose({ load, decode } satisfies BareLoop);
