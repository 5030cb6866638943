/**
 * What the glass costs: tokens a second with and without kept logits, and the inspector's answer to a
 * slider move, in Chromium.
 *
 *     npx tsx tools/bench/glass.ts [tokens] [rounds]
 */
import { withBenchPage } from './bench-page.ts';
import type { InspectorResult, KeepingResult } from './glass/glass-page.ts';

const VOCABULARIES = [1_280, 50_000, 152_000];
const MOVES = 200;

type BenchWindow = typeof globalThis & {
	benchKeeping(tokens: number, rounds: number): Promise<KeepingResult>;
	benchInspector(vocabularySize: number, moves: number): InspectorResult;
};

const [tokens = 256, rounds = 8] = process.argv.slice(2).map(Number);
await withBenchPage({ folder: 'glass', global: 'benchKeeping' }, async (page) => {
	const { offMs, onMs } = await page.evaluate(
		([count, times]) => (globalThis as BenchWindow).benchKeeping(count, times),
		[tokens, rounds] as const
	);
	console.log(
		`Sprout, logits not kept   ${offMs.toFixed(3)} ms a token, ${(1000 / offMs).toFixed(0)} a second\n` +
			`Sprout, logits kept       ${onMs.toFixed(3)} ms a token, ${(1000 / onMs).toFixed(0)} a second\n` +
			`kept against not kept     ${((1 - offMs / onMs) * 100).toFixed(1)} % fewer tokens a second (bar: 30 %)`
	);
	for (const size of VOCABULARIES) {
		const { movesMs } = await page.evaluate(
			([vocabulary, moves]) => (globalThis as BenchWindow).benchInspector(vocabulary, moves),
			[size, MOVES] as const
		);
		const at = (share: number) => movesMs[Math.floor(share * movesMs.length)]?.toFixed(1) ?? '';
		console.log(
			`slider move, V = ${size.toString().padEnd(8)} ${at(0)} ms best, ${at(0.5)} median, ${at(0.95)} for 19 of 20 (bar: 16)`
		);
	}
});
