/** Runs in Chromium: the app's own decoding, from click to result, against a bare loop. */
import { wrap } from 'comlink';
import { createLoadRequest } from '#catalog/load-request.ts';
import { sprout } from '#catalog/sprout.ts';
import { WorkerClient } from '#client/worker-client.ts';
import type { GenerateRequest } from '#protocol/generate-request.ts';
import type { LoadRequest } from '#protocol/worker-api.ts';
import type { BareLoop } from './bare-loop-worker.ts';
import type { TraceLoop } from './trace-loop-worker.ts';
import type { TransformersLoop } from './transformers-worker.ts';
import { WllamaLoop } from './wllama-loop.ts';

export interface DecodeBenchOptions {
	/** Of the built-in model, or `llama-65m`: 65 million parameters of noise. */
	readonly precision: string;
	readonly backend: LoadRequest['backend'];
	readonly tokens: number;
	/** Rounds alternate between all ways, so that a machine that slows down hits both. */
	readonly rounds: number;
}

export interface DecodeBenchResult {
	/** Milliseconds a token, best round of each: the one least disturbed by other work. */
	readonly bareMs: number;
	/** transformers.js's `generate()` on the same files. */
	readonly transformersMs: number;
	/** wllama's completion; absent where the weights cannot be written as float32 GGUF. */
	readonly wllamaMs?: number;
	/** The same with its own choice of cache and attention. */
	readonly wllamaDefaultMs?: number;
	readonly wllama: WllamaFacts | null;
	/** The model, and the sampler's draw from its logits. */
	readonly drawMs: number;
	/** That, with the trace and the logits digest that a run file needs. */
	readonly tracedMs: number;
	/** That, with the digest in plain JavaScript. */
	readonly plainDigestMs: number;
	/** With five alternatives recorded a token. */
	readonly appMs: number;
	/** With none. */
	readonly plainMs: number;
	/** Share of the app's time that is not the model's: 0.1 is 10 %. */
	readonly overhead: number;
	readonly bareTokensPerSecond: number;
	readonly appTokensPerSecond: number;
}

export interface WllamaFacts {
	/** Of llama.cpp. */
	readonly version: string;
	/** How many tokens both write from the same prompt, taking the likeliest each time. */
	readonly agreedTokens: number;
	/** Different ones among those of this app: where it is 1, agreeing says little. */
	readonly distinctTokens: number;
}

const PROMPT = [5];
const never = new AbortController().signal;

/** Its weights are float32, or 8-bit ones that the runtime unfolds to float32; llama.cpp on the CPU. */
function hasGguf({ precision, backend }: DecodeBenchOptions): boolean {
	return backend === 'wasm' && precision !== 'q4';
}

async function loadWllamas(request: LoadRequest) {
	return {
		alike: await WllamaLoop.load(request, 'like-onnx'),
		usual: await WllamaLoop.load(request, 'default')
	};
}

export async function benchRequest({
	precision,
	backend
}: Pick<DecodeBenchOptions, 'precision' | 'backend'>): Promise<LoadRequest> {
	const base = new URL('/', location.href).href;
	if (precision === 'llama-65m') return await largeRequest(backend, base);
	const chosen = sprout.precisions.find(({ id }) => id === precision);
	if (chosen === undefined) throw new Error(`Sprout has no ${precision}`);
	return createLoadRequest(sprout, chosen, backend, base);
}

/** Graph and noise of the bench; the tokenizer is the tiny Llama's of the tests: it only has to fit. */
async function largeRequest(backend: LoadRequest['backend'], base: string): Promise<LoadRequest> {
	const tiny = 'tests/fixtures/families/llama/';
	const paths = {
		'llama-65m.onnx': 'tools/bench/decode/llama-65m.onnx',
		'llama-65m.onnx_data': '.cache/bench/llama-65m.onnx_data',
		'config.json': 'tools/bench/decode/llama-65m.json',
		'tokenizer.json': `${tiny}tokenizer.json`,
		'tokenizer_config.json': `${tiny}tokenizer_config.json`
	};
	const files = Object.entries(paths).map(async ([name, path]) => {
		const url = new URL(path, base).href;
		const { size } = await (await fetch(url)).blob();
		return { name, url, sizeBytes: size, digest: null };
	});
	return {
		engine: 'onnx',
		backend,
		weightsFile: 'llama-65m.onnx',
		runtimeUrl: new URL('runtime/onnx/', base).href,
		files: await Promise.all(files)
	};
}

export function generateRequest(tokens: number, alternatives: number): GenerateRequest {
	return {
		prompt: { mode: 'completion', prompt: '' },
		promptTokenIds: PROMPT,
		stopTokenIds: [],
		forcedTokenIds: [],
		alternatives,
		settings: {
			seed: '1',
			temperature: 0.8,
			top_k: 40,
			top_p: 0.95,
			min_p: 0,
			repetition_penalty: 1,
			presence_penalty: 0,
			frequency_penalty: 0,
			logit_bias: {},
			max_tokens: tokens,
			stop_sequences: []
		}
	};
}

/** Milliseconds a token by each way: its best round. */
export async function bestRounds<Ways extends object>(
	ways: { [Title in keyof Ways]: () => Promise<number> },
	{ rounds, tokens }: Pick<DecodeBenchOptions, 'rounds' | 'tokens'>
): Promise<{ [Title in keyof Ways]: number }> {
	const titles = Object.keys(ways) as (keyof Ways)[];
	const best = Object.fromEntries(titles.map((title) => [title, Infinity])) as Record<
		keyof Ways,
		number
	>;
	for (let round = 0; round <= rounds; round++) {
		for (const title of titles) {
			const ms = (await ways[title]()) / tokens;
			if (round > 0) best[title] = Math.min(best[title], ms); // the first one warms up
		}
	}
	return best;
}

/** Writes the same text with both, so that their times are those of the same computation. */
async function compareTexts(
	app: WorkerClient,
	wllama: WllamaLoop,
	tokens: number
): Promise<WllamaFacts> {
	const request = generateRequest(tokens, 0);
	const greedy = { ...request, settings: { ...request.settings, temperature: 0 } };
	const { output } = await app.generate(greedy, never, () => undefined);
	const ours = output.tokens.map(({ id }) => id);
	const theirs = await wllama.write(PROMPT, tokens);
	const parting = ours.findIndex((id, n) => id !== theirs[n]);
	return {
		version: wllama.version,
		agreedTokens: parting === -1 ? ours.length : parting,
		distinctTokens: new Set(ours).size
	};
}

export async function benchDecode(options: DecodeBenchOptions): Promise<DecodeBenchResult> {
	const { tokens } = options;
	// One thread for all of them: the app would take more where there are many cores.
	const request = { ...(await benchRequest(options)), threads: 1 };

	const bareWorker = new Worker(new URL('./bare-loop-worker.ts', import.meta.url), {
		type: 'module'
	});
	const traceWorker = new Worker(new URL('./trace-loop-worker.ts', import.meta.url), {
		type: 'module'
	});
	const otherWorker = new Worker(new URL('./transformers-worker.ts', import.meta.url), {
		type: 'module'
	});
	const bare = wrap<BareLoop>(bareWorker);
	const other = wrap<TransformersLoop>(otherWorker);
	const loop = wrap<TraceLoop>(traceWorker);
	const app = new WorkerClient();
	await bare.load(request);
	await loop.load(request);
	await other.load(request);
	await app.load(request, never, () => undefined);
	const wllamas = hasGguf(options) ? await loadWllamas(request) : null;
	const facts = wllamas && (await compareTexts(app, wllamas.alike, tokens));

	const written = async (alternatives: number) => {
		const startedMs = performance.now();
		await app.generate(generateRequest(tokens, alternatives), never, () => undefined);
		return performance.now() - startedMs;
	};
	const traced = generateRequest(tokens, 5);
	const best = await bestRounds(
		{
			bareMs: () => bare.decode(tokens),
			transformersMs: () => other.decode(tokens),
			drawMs: () => loop.decode(traced, 'nothing'),
			tracedMs: () => loop.decode(traced, 'as-app'),
			plainDigestMs: () => loop.decode(traced, 'plain-digest'),
			appMs: () => written(5),
			plainMs: () => written(0),
			...(wllamas && {
				wllamaMs: () => wllamas.alike.decode(PROMPT, tokens),
				wllamaDefaultMs: () => wllamas.usual.decode(PROMPT, tokens)
			})
		},
		options
	);
	bareWorker.terminate();
	traceWorker.terminate();
	otherWorker.terminate();
	app.terminate();
	await wllamas?.alike.exit();
	await wllamas?.usual.exit();
	const { bareMs, appMs } = best;
	return {
		...best,
		wllama: facts,
		overhead: (appMs - bareMs) / bareMs,
		bareTokensPerSecond: 1000 / bareMs,
		appTokensPerSecond: 1000 / appMs
	};
}

export interface ThreadsBenchOptions extends DecodeBenchOptions {
	readonly threads: readonly number[];
}

export interface ThreadsBenchResult {
	/** Milliseconds a token by number of threads, best round of each. */
	readonly ms: Readonly<Record<string, number>>;
	/** How many different texts, numbers and digests came out; 1 where all bits are the same. */
	readonly outputs: number;
}

/** The app end to end with each number of threads, in turn. */
export async function benchThreads(options: ThreadsBenchOptions): Promise<ThreadsBenchResult> {
	const request = await benchRequest(options);
	const outputs = new Set<string>();
	const ways: Record<string, () => Promise<number>> = {};
	const clients: WorkerClient[] = [];
	for (const threads of options.threads) {
		const client = new WorkerClient();
		clients.push(client);
		const { engine } = await client.load({ ...request, threads }, never, () => undefined);
		if (engine.threads !== threads) throw new Error(`${engine.threads} threads, not ${threads}`);
		ways[threads] = async () => {
			const asked = generateRequest(options.tokens, 5);
			const startedMs = performance.now();
			const { output } = await client.generate(asked, never, () => undefined);
			outputs.add(JSON.stringify(output));
			return performance.now() - startedMs;
		};
	}
	const ms = await bestRounds(ways, options);
	for (const client of clients) client.terminate();
	return { ms, outputs: outputs.size };
}

// For whoever drives the browser.
Object.assign(globalThis, { benchDecode, benchThreads });
