/**
 * `npm run bench [name …]`: measures and prints; asserts nothing, because the machine it runs on may
 * be busy with something else. Ratios within one run are worth more than its milliseconds.
 */
import { spawnSync } from 'node:child_process';

const BENCHES: readonly { name: string; title: string; command: readonly string[] }[] = [
	{ name: 'page', title: 'The page, built and served', command: ['tsx', 'tools/bench/page.ts'] },
	{
		name: 'first-visit',
		title: 'A first visit on a plain static host: bytes, coming up, Lighthouse where it is named',
		command: ['tsx', 'tools/bench/first-visit.ts']
	},
	{
		name: 'decode',
		title:
			'Decoding end to end against a bare ONNX Runtime loop, transformers.js and wllama, and the trace alone; int8, CPU',
		command: ['tsx', 'tools/bench/decode.ts', 'int8', 'wasm', '256', '20']
	},
	{
		name: 'decode-large',
		title: 'The same with 65 million parameters, float32',
		command: ['tsx', 'tools/bench/decode.ts', 'llama-65m', 'wasm', '32', '12']
	},
	{
		name: 'prompt',
		title:
			'Time to the first token of 512, with 65 million parameters: chunks, transformers.js, token by token',
		command: ['tsx', 'tools/bench/prompt.ts']
	},
	{
		name: 'threads',
		title: 'CPU threads: 1, 2 and 4, with 65 million parameters, float32',
		command: ['tsx', 'tools/bench/threads.ts']
	},
	{
		name: 'load-memory',
		title: 'Memory while a model of half a gigabyte is loaded from the store',
		command: ['tsx', 'tools/bench/load-memory.ts']
	},
	{
		name: 'tokenizer',
		title: 'Time and memory of reading a tokenizer.json with 262,144 entries',
		command: ['tsx', 'tools/bench/tokenizer.ts']
	},
	{
		name: 'sampler',
		title: 'Sampler, trace and digest, against one softmax over the vocabulary',
		command: ['tsx', 'tools/bench/sampler.ts']
	},
	{
		name: 'inside',
		title: 'Attention, logit lens and their pictures, 256 tokens, int8, CPU',
		command: ['tsx', 'tools/bench/inside.ts']
	},
	{
		name: 'history',
		title: 'A history of 10,000 runs: opening, searching, deleting, undoing, and what it takes',
		command: ['tsx', 'tools/bench/history.ts']
	},
	{
		name: 'live',
		title:
			'Play under the hand: a text that follows a slider, first token, another view, long tasks',
		command: ['tsx', 'tools/bench/live.ts']
	},
	{
		name: 'glass',
		title: 'The glass: kept logits against none, and the inspector’s answer to a slider',
		command: ['tsx', 'tools/bench/glass.ts']
	},
	{
		name: 'weights',
		title: 'Weight store: memory of a download, hashing, warm loads against WebLLM’s own caches',
		command: ['tsx', 'tools/bench/weights.ts']
	}
];

function run(command: readonly string[]): boolean {
	const shell = process.platform === 'win32';
	return spawnSync('npx', ['--no-install', ...command], { stdio: 'inherit', shell }).status === 0;
}

const wanted = process.argv.slice(2);
const chosen = BENCHES.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
if (chosen.length === 0) {
	console.error(`There is no such bench. There are: ${BENCHES.map(({ name }) => name).join(', ')}`);
	process.exit(1);
}
if (!run(['vite', 'build', '--logLevel', 'warn'])) process.exit(1);
for (const { title, command } of chosen) {
	console.log(`\n── ${title}`);
	if (!run(command)) process.exitCode = 1;
}
