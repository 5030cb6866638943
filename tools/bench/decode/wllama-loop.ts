/**
 * wllama (llama.cpp in WebAssembly) on the same weights, as float32 GGUF: its completion, taking the
 * likeliest token each time. It starts a worker of its own.
 */
import { Wllama, LoggerWithoutDebug } from '@wllama/wllama/esm/index.js';
import wasmUrl from '@wllama/wllama/esm/wasm/wllama.wasm?url';
import type { LoadRequest } from '#protocol/worker-api.ts';
import { llamaGguf, type LlamaConfig } from '../../gguf/llama-gguf.ts';
import { llamaWeights } from '../../gguf/llama-weights.ts';
import { readOnnxWeights } from '../../gguf/onnx-weights.ts';

async function createGguf({ files, weightsFile }: LoadRequest, config: LlamaConfig): Promise<Blob> {
	const read = async (name: string) => {
		const url = files.find((file) => file.name === name)?.url;
		return new Uint8Array(url === undefined ? [] : await (await fetch(url)).arrayBuffer());
	};
	const weights = readOnnxWeights(await read(weightsFile), await read(`${weightsFile}_data`));
	return new Blob(llamaGguf(config, llamaWeights(config, weights)));
}

/** What the ONNX graph does, too; for float32 it is also the fastest that was tried. */
const LIKE_ONNX = { cache_type_k: 'f32', cache_type_v: 'f32', flash_attn: false } as const;

/** By default the cache is half floats and attention is computed in one operation. */
export type WllamaSettings = 'like-onnx' | 'default';

export class WllamaLoop {
	readonly #wllama: Wllama;
	readonly version = Wllama.getLibllamaVersion();

	private constructor(wllama: Wllama) {
		this.#wllama = wllama;
	}

	static async load(request: LoadRequest, settings: WllamaSettings): Promise<WllamaLoop> {
		const url = request.files.find(({ name }) => name === 'config.json')?.url ?? '';
		const config = (await (await fetch(url)).json()) as LlamaConfig;
		const wllama = new Wllama(
			{ default: wasmUrl },
			{ suppressNativeLog: true, logger: LoggerWithoutDebug }
		);
		wllama.setCompat(null); // else it would fetch a build for other browsers
		await wllama.loadModel([await createGguf(request, config)], {
			n_threads: 1,
			n_gpu_layers: 0,
			n_parallel: 1,
			n_ctx: config.max_position_embeddings,
			...(settings === 'like-onnx' ? LIKE_ONNX : {})
		});
		return new WllamaLoop(wllama);
	}

	/** @throws Error when it ends before `tokens` are written */
	async write(promptTokenIds: readonly number[], tokens: number): Promise<number[]> {
		const answer = await this.#wllama.createCompletion({
			prompt: promptTokenIds.join(' '),
			max_tokens: tokens,
			temperature: 0,
			top_k: 1
		});
		const { prompt_tokens: read } = answer.usage;
		if (read !== promptTokenIds.length) throw new Error(`wllama read ${read} tokens as the prompt`);
		const tokenIds = (answer.choices[0]?.text ?? '').trim().split(' ').map(Number);
		if (tokenIds.length !== tokens) {
			throw new Error(`wllama wrote ${tokenIds.length} tokens in place of ${tokens}`);
		}
		return tokenIds;
	}

	/** @returns milliseconds from the call to the whole answer, as text */
	async decode(promptTokenIds: readonly number[], tokens: number): Promise<number> {
		const startedMs = performance.now();
		await this.write(promptTokenIds, tokens);
		return performance.now() - startedMs;
	}

	async exit(): Promise<void> {
		await this.#wllama.exit();
	}
}
