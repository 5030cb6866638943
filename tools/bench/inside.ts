/**
 * What the views of the model's inside cost, in Chromium with the built-in model: looking, drawing,
 * ranking. Writing itself fetches nothing of it.
 *
 *     npx tsx tools/bench/inside.ts [tokens] [rounds]
 */
import { withBenchPage } from './bench-page.ts';
import type { InsideBenchOptions, InsideBenchResult } from './inside/inside-page.ts';

type BenchWindow = typeof globalThis & {
	benchInside(options: InsideBenchOptions): Promise<InsideBenchResult>;
};

const [tokens = '256', rounds = '9'] = process.argv.slice(2);
const options: InsideBenchOptions = { tokens: Number(tokens), rounds: Number(rounds) };
const bench = { folder: 'inside', global: 'benchInside' };
const result = await withBenchPage(bench, (page) =>
	page.evaluate((o) => (globalThis as BenchWindow).benchInside(o), options)
);
const line = (label: string, ms: number) =>
	console.log(
		`${label.padEnd(34)} ${ms.toFixed(1).padStart(8)} ms, ${(ms / result.writeMs).toFixed(3)} of writing`
	);
line(`writing ${tokens} tokens`, result.writeMs);
line('attention of all heads, one pass', result.attendMs);
line('logit lens, every layer and token', result.lensMs);
line('drawing all heads (bar: 100 ms)', result.drawAllMs);
line('drawing one head', result.drawOneMs);
line('ranking heads by focus', result.rankMs);
line('finding the head of a word', result.findMs);
