/** Runs in Chromium: the app's own decoding, from click to result, against a bare loop. */
import { wrap } from 'comlink';
import { createLoadRequest } from '#catalog/load-request.ts';
import { sprout } from '#catalog/sprout.ts';
import { WorkerClient } from '#client/worker-client.ts';
import type { GenerateRequest, LoadRequest } from '#protocol/worker-api.ts';
import type { BareLoop } from './bare-loop-worker.ts';

export interface DecodeBenchOptions {
	readonly precision: string;
	readonly backend: LoadRequest['backend'];
	readonly tokens: number;
	/** Rounds alternate between the two, so that a machine that slows down hits both. */
	readonly rounds: number;
}

export interface DecodeBenchResult {
	/** Milliseconds a token, best round of each: the one least disturbed by other work. */
	readonly bareMs: number;
	readonly appMs: number;
	/** Share of the app's time that is not the model's: 0.1 is 10 %. */
	readonly overhead: number;
	readonly bareTokensPerSecond: number;
	readonly appTokensPerSecond: number;
}

const never = new AbortController().signal;

function generateRequest(tokens: number): GenerateRequest {
	return {
		prompt: { mode: 'completion', prompt: '' },
		promptTokenIds: [5],
		stopTokenIds: [],
		forcedTokenIds: [],
		alternatives: 5,
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

export async function benchDecode(options: DecodeBenchOptions): Promise<DecodeBenchResult> {
	const { tokens, rounds, backend } = options;
	const precision = sprout.precisions.find(({ id }) => id === options.precision);
	if (precision === undefined) throw new Error(`Sprout has no ${options.precision}`);
	const request = createLoadRequest(sprout, precision, backend, new URL('/', location.href).href);

	const bareWorker = new Worker(new URL('./bare-loop-worker.ts', import.meta.url), {
		type: 'module'
	});
	const bare = wrap<BareLoop>(bareWorker);
	const app = new WorkerClient();
	await bare.load(request);
	await app.load(request, never, () => undefined);

	let bareMs = Infinity;
	let appMs = Infinity;
	for (let round = 0; round <= rounds; round++) {
		const bareTotalMs = await bare.decode(tokens);
		const startedMs = performance.now();
		await app.generate(generateRequest(tokens), never, () => undefined);
		const appTotalMs = performance.now() - startedMs;
		if (round === 0) continue; // warm-up
		bareMs = Math.min(bareMs, bareTotalMs / tokens);
		appMs = Math.min(appMs, appTotalMs / tokens);
	}
	bareWorker.terminate();
	app.terminate();
	return {
		bareMs,
		appMs,
		overhead: (appMs - bareMs) / bareMs,
		bareTokensPerSecond: 1000 / bareMs,
		appTokensPerSecond: 1000 / appMs
	};
}

// For whoever drives the browser.
Object.assign(globalThis, { benchDecode });
