/**
 * Tokens a second end to end (page to worker and back: sampling, trace, digests, text) against a bare
 * ONNX Runtime loop, in Chromium with the built-in model or `llama-65m`, where a token costs more;
 * against transformers.js on the same files; and what the trace alone adds to a token.
 *
 *     npx tsx tools/bench/decode.ts [precision] [wasm|webgpu] [tokens] [rounds]
 */
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { withBenchPage } from './bench-page.ts';
import type {
	DecodeBenchOptions,
	DecodeBenchResult,
	ThreadsBenchOptions,
	ThreadsBenchResult
} from './decode/decode-page.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

type BenchWindow = typeof globalThis & {
	benchDecode(options: DecodeBenchOptions): Promise<DecodeBenchResult>;
	benchThreads(options: ThreadsBenchOptions): Promise<ThreadsBenchResult>;
};

const BENCH = {
	folder: 'decode',
	global: 'benchDecode',
	// Found only when its worker starts, and then Vite would load the page again.
	config: { optimizeDeps: { include: ['@huggingface/transformers'] } }
};

/** Length of the data file that the graph names. */
const NOISE_BYTES = 260_766_208;

/** Weights of about the size that trained ones have, the same on every machine. */
function writeNoise(): void {
	const path = `${PROJECT}/.cache/bench/llama-65m.onnx_data`;
	if (statSync(path, { throwIfNoEntry: false })?.size === NOISE_BYTES) return;
	mkdirSync(`${PROJECT}/.cache/bench`, { recursive: true });
	let state = 1;
	const weights = Float32Array.from({ length: NOISE_BYTES / 4 }, () => {
		state = (Math.imul(state, 1664525) + 1013904223) | 0;
		return (state / 2 ** 31) * 0.04;
	});
	writeFileSync(path, weights);
}

/** Starts a server and a browser, measures, and ends both. */
export async function measureDecode(options: DecodeBenchOptions): Promise<DecodeBenchResult> {
	if (options.precision === 'llama-65m') writeNoise();
	return await withBenchPage(BENCH, (page) =>
		page.evaluate((o) => (globalThis as BenchWindow).benchDecode(o), options)
	);
}

/** The same for numbers of threads, each against the first. */
export async function measureThreads(options: ThreadsBenchOptions): Promise<ThreadsBenchResult> {
	if (options.precision === 'llama-65m') writeNoise();
	return await withBenchPage(BENCH, (page) =>
		page.evaluate((o) => (globalThis as BenchWindow).benchThreads(o), options)
	);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const [precision = 'int8', backend = 'wasm', tokens = '256', rounds = '5'] =
		process.argv.slice(2);
	const result = await measureDecode({
		precision,
		backend: backend === 'webgpu' ? 'webgpu' : 'wasm',
		tokens: Number(tokens),
		rounds: Number(rounds)
	});
	console.log(
		`bare loop  ${result.bareMs.toFixed(3)} ms a token, ${result.bareTokensPerSecond.toFixed(0)} a second`
	);
	const shareOf = (ms: number) => (ms / result.transformersMs).toFixed(2);
	console.log(
		`transf.js  ${result.transformersMs.toFixed(3)} ms a token; end to end takes ${shareOf(result.appMs)} of it ` +
			`with alternatives, ${shareOf(result.plainMs)} without`
	);
	console.log(`with draw  ${result.drawMs.toFixed(3)} ms a token`);
	console.log(
		`with trace ${result.tracedMs.toFixed(3)} ms a token: ${(result.tracedMs / result.drawMs).toFixed(2)} x without it`
	);
	console.log(
		`end to end ${result.appMs.toFixed(3)} ms a token, ${result.appTokensPerSecond.toFixed(0)} a second`
	);
	const percent = (ms: number) => ((ms / result.bareMs - 1) * 100).toFixed(1);
	console.log(
		`overhead   ${percent(result.appMs)} % with alternatives, ${percent(result.plainMs)} % without`
	);
}
