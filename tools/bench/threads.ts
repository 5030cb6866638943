/**
 * What CPU threads bring: the app end to end, in Chromium, with 1, 2 and 4 of them in turn.
 *
 *     npx tsx tools/bench/threads.ts [precision] [tokens] [rounds] [threads …]
 */
import { cpus, loadavg } from 'node:os';
import { measureThreads } from './decode.ts';

const [precision = 'llama-65m', tokens = '32', rounds = '4', ...numbers] = process.argv.slice(2);
const threads = numbers.length === 0 ? [1, 2, 4] : numbers.map(Number);
const before = loadavg()[0] ?? 0;
const { ms, outputs } = await measureThreads({
	precision,
	backend: 'wasm',
	tokens: Number(tokens),
	rounds: Number(rounds),
	threads
});
const first = ms[String(threads[0])] ?? NaN;
for (const number of threads) {
	const took = ms[String(number)] ?? NaN;
	console.log(
		`${number} of ${cpus().length} cores  ${took.toFixed(3)} ms a token, ${(took / first).toFixed(2)} of the first`
	);
}
console.log(outputs === 1 ? 'same bits with all' : `${outputs} different outputs`);
console.log(`load of the machine before: ${before.toFixed(1)}`);
