/**
 * What sampling and tracing cost a token, in milliseconds and as multiples of one plain softmax pass
 * (`Math.exp` over all logits): machines differ, the multiples hardly do.
 *
 *     npx tsx tools/bench/sampler.ts
 */
import { LogitsDigest } from '../../src/core/digest/logits-digest.ts';
import type { SamplingSettings } from '../../src/core/run-file/schema.ts';
import { gumbel } from '../../src/core/sampling/noise.ts';
import { RunSampler } from '../../src/core/sampling/sampler.ts';
import { traceLogits } from '../../src/core/sampling/trace.ts';
import { fastSha256 } from '../../src/worker/fast-sha256.ts';

const VOCABULARIES = [1_500, 32_000, 50_000, 152_000];
const OFF: SamplingSettings = {
	temperature: 1,
	top_k: 0,
	top_p: 1,
	min_p: 0,
	repetition_penalty: 1,
	presence_penalty: 0,
	frequency_penalty: 0,
	logit_bias: {}
};
const SETTINGS: readonly (readonly [name: string, settings: Partial<SamplingSettings>])[] = [
	['greedy', { temperature: 0 }],
	['top_k 40, top_p 0.95', { top_k: 40, top_p: 0.95 }],
	['top_p 0.95', { top_p: 0.95 }],
	['min_p 0.05', { min_p: 0.05 }],
	['penalties, top_k 40', { top_k: 40, repetition_penalty: 1.1, presence_penalty: 0.5 }],
	['all filters off', {}]
];

/** Logits with the spread of a language model's: a wide bell with a few tokens standing out. */
function bell(size: number): Float32Array {
	return Float32Array.from({ length: size }, (_, id) => 1.6 * gumbel(11n, 0, id) - 4);
}

function softmax(logits: Float32Array, out: Float64Array): void {
	let max = -Infinity;
	for (const logit of logits) max = logit > max ? logit : max;
	let total = 0;
	for (let i = 0; i < logits.length; i++) {
		const weight = Math.exp((logits[i] ?? 0) - max);
		out[i] = weight;
		total += weight;
	}
	for (let i = 0; i < logits.length; i++) out[i] = (out[i] ?? 0) / total;
}

/** Median milliseconds of one call, after a warm-up. */
function medianMs(work: () => void): number {
	for (let i = 0; i < 15; i++) work();
	const times = Array.from({ length: 31 }, () => {
		const start = performance.now();
		work();
		return performance.now() - start;
	}).sort((a, b) => a - b);
	return times[15] ?? NaN;
}

for (const size of VOCABULARIES) {
	const logits = bell(size);
	const out = new Float64Array(size);
	const unit = medianMs(() => {
		softmax(logits, out);
	});
	const print = (name: string, ms: number) => {
		console.log(
			`  ${name.padEnd(24)}${ms.toFixed(3).padStart(9)} ms ${(ms / unit).toFixed(1).padStart(7)} x`
		);
	};
	console.log(`V = ${size}`);
	print('softmax', unit);
	for (const [name, settings] of SETTINGS) {
		const sampler = new RunSampler({
			settings: { ...OFF, ...settings },
			seed: 1n,
			promptTokenIds: Array.from({ length: 500 }, (_, i) => i * 3)
		});
		const work = () => {
			sampler.accept(sampler.draw(logits).tokenId);
		};
		print(name, medianMs(work));
	}
	print(
		'trace, 5 alternatives',
		medianMs(() => void traceLogits(logits, 7, 5))
	);
	const digest = new LogitsDigest(await fastSha256());
	print(
		'logits digest',
		medianMs(() => void digest.add(logits))
	);
	const plainDigest = new LogitsDigest();
	print(
		'  in plain JavaScript',
		medianMs(() => void plainDigest.add(logits))
	);
}
