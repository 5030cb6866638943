/** Runs in Chromium: how long a prompt takes until its first token, read in each way. */
import { wrap } from 'comlink';
import { WorkerClient } from '#client/worker-client.ts';
import type { GenerateRequest } from '#protocol/generate-request.ts';
import { benchRequest, bestRounds, generateRequest } from '../decode/decode-page.ts';
import type { TransformersLoop } from '../decode/transformers-worker.ts';

export interface PromptBenchOptions {
	/** Of the built-in model, or `llama-65m`. */
	readonly precision: string;
	/** Length of the prompt. */
	readonly tokens: number;
	readonly rounds: number;
}

/** Milliseconds from the request to the first token, best round of each. */
export interface PromptBenchResult {
	readonly chunksMs: number;
	readonly stepsMs: number;
	/** transformers.js's `generate()` on the same files. */
	readonly transformersMs: number;
}

const never = new AbortController().signal;
const VOCABULARY = 300;

/** Another one each time, from its first token on: nobody can keep anything of the last. */
function prompts(length: number): () => number[] {
	let count = 0;
	return () => {
		count += 1;
		return Array.from({ length }, (_, i) => 5 + ((i * 37 + count * 11) % VOCABULARY));
	};
}

export async function benchPrompt(options: PromptBenchOptions): Promise<PromptBenchResult> {
	const { tokens, rounds, precision } = options;
	const files = await benchRequest({ precision, backend: 'wasm' });
	const request = { ...files, threads: 1 };
	const otherWorker = new Worker(new URL('../decode/transformers-worker.ts', import.meta.url), {
		type: 'module'
	});
	const other = wrap<TransformersLoop>(otherWorker);
	const app = new WorkerClient();
	await other.load(request);
	await app.load(request, never, () => undefined);
	const nextPrompt = prompts(tokens);
	const firstToken = async (prefill: NonNullable<GenerateRequest['prefill']>) => {
		const asked = { ...generateRequest(1, 0), promptTokenIds: nextPrompt(), prefill };
		const startedMs = performance.now();
		const { engine } = await app.generate(asked, never, () => undefined);
		if (engine.prefill !== prefill) throw new Error(`read as ${engine.prefill}`);
		return performance.now() - startedMs;
	};
	const best = await bestRounds(
		{
			chunksMs: () => firstToken('chunks-of-32'),
			transformersMs: () => other.firstToken(nextPrompt()),
			stepsMs: () => firstToken('token-by-token')
		},
		{ rounds, tokens: 1 }
	);
	otherWorker.terminate();
	app.terminate();
	return best;
}

// For whoever drives the browser.
Object.assign(globalThis, { benchPrompt });
