/**
 * Time to the first token of a long prompt, one thread on the CPU: in chunks as the app reads, token by
 * token as it did, and by transformers.js on the same files, in turn within one run.
 *
 *     npx tsx tools/bench/prompt.ts [precision] [tokens] [rounds]
 */
import { withBenchPage } from './bench-page.ts';
import { DECODE_CONFIG, writeNoise } from './decode.ts';
import type { PromptBenchOptions, PromptBenchResult } from './prompt/prompt-page.ts';

type BenchWindow = typeof globalThis & {
	benchPrompt(options: PromptBenchOptions): Promise<PromptBenchResult>;
};

const [precision = 'llama-65m', tokens = '512', rounds = '5'] = process.argv.slice(2);
if (precision === 'llama-65m') writeNoise();
const options = { precision, tokens: Number(tokens), rounds: Number(rounds) };
const { chunksMs, stepsMs, transformersMs } = await withBenchPage(
	{ folder: 'prompt', global: 'benchPrompt', config: DECODE_CONFIG },
	(page) => page.evaluate((o) => (globalThis as BenchWindow).benchPrompt(o), options)
);
const print = (title: string, ms: number) =>
	console.log(`${title} ${ms.toFixed(0)} ms, ${(ms / chunksMs).toFixed(2)} x chunks`);
print('chunks of 32  ', chunksMs);
print('transformers.js', transformersMs);
print('token by token', stepsMs);
