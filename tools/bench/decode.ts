/**
 * Tokens a second end to end (page to worker and back: sampling, trace, digests, text) against a bare
 * ONNX Runtime loop, in Chromium with the built-in model or `llama-65m`, where a token costs more;
 * against transformers.js on the same files, and wllama on the same weights; and what the trace alone
 * adds to a token.
 *
 *     npx tsx tools/bench/decode.ts [precision] [wasm|webgpu] [tokens] [rounds]
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { withBenchPage } from './bench-page.ts';
import type { LlamaConfig } from '../gguf/llama-gguf.ts';
import { noiseWeights } from './decode/noise-weights.ts';
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

/** Found only when its worker starts, and then Vite would load the page again. */
export const DECODE_CONFIG = {
	optimizeDeps: { include: ['@huggingface/transformers', '@wllama/wllama/esm/index.js'] }
};

const BENCH = { folder: 'decode', global: 'benchDecode', config: DECODE_CONFIG };

/** The same on every machine, and made anew each time: writing takes a second. */
export function writeNoise(): void {
	const folder = `${PROJECT}/tools/bench/decode`;
	const config = JSON.parse(readFileSync(`${folder}/llama-65m.json`, 'utf8')) as LlamaConfig;
	mkdirSync(`${PROJECT}/.cache/bench`, { recursive: true });
	const weights = noiseWeights(new Uint8Array(readFileSync(`${folder}/llama-65m.onnx`)), config);
	writeFileSync(`${PROJECT}/.cache/bench/llama-65m.onnx_data`, weights);
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

/** Also whether it wrote what this app writes: if not, its time is that of something else. */
function printWllama(
	{ wllamaMs, wllamaDefaultMs, wllama }: DecodeBenchResult,
	tokens: number,
	sharesOf: (ms: number) => string
): void {
	if (wllamaMs === undefined || wllamaDefaultMs === undefined || wllama === null) {
		console.log('wllama     not measured: these weights are not written as GGUF');
		return;
	}
	console.log(`wllama     ${wllamaMs.toFixed(3)} ms a token; ${sharesOf(wllamaMs)}`);
	console.log(`  default  ${wllamaDefaultMs.toFixed(3)} ms a token; ${sharesOf(wllamaDefaultMs)}`);
	const { version, agreedTokens, distinctTokens } = wllama;
	console.log(
		`           llama.cpp ${version}, float32: ${agreedTokens} of ${tokens} tokens are those of the app, ` +
			`${distinctTokens} different ones`
	);
	if (agreedTokens === tokens) return;
	console.error('wllama computes something else: its time says nothing');
	process.exitCode = 1;
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
	const sharesOf = (ms: number) =>
		`end to end takes ${(result.appMs / ms).toFixed(2)} of it with alternatives, ` +
		`${(result.plainMs / ms).toFixed(2)} without`;
	console.log(
		`transf.js  ${result.transformersMs.toFixed(3)} ms a token; ${sharesOf(result.transformersMs)}`
	);
	printWllama(result, Number(tokens), sharesOf);
	console.log(`with draw  ${result.drawMs.toFixed(3)} ms a token`);
	const printTrace = (title: string, ms: number) => {
		console.log(
			`${title} ${ms.toFixed(3)} ms a token: ${(ms / result.drawMs).toFixed(2)} x without it`
		);
	};
	printTrace('with trace', result.tracedMs);
	printTrace('  plain JS digest', result.plainDigestMs);
	console.log(
		`end to end ${result.appMs.toFixed(3)} ms a token, ${result.appTokensPerSecond.toFixed(0)} a second`
	);
	const percent = (ms: number) => ((ms / result.bareMs - 1) * 100).toFixed(1);
	console.log(
		`overhead   ${percent(result.appMs)} % with alternatives, ${percent(result.plainMs)} % without`
	);
}
