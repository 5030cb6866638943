/**
 * What the views of the model's inside cost, in Chromium with the built-in model: looking, drawing,
 * ranking. Writing itself fetches nothing of it.
 *
 *     npx tsx tools/bench/inside.ts [tokens] [rounds]
 */
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import { launchChromium } from '../test/launch-chromium.ts';
import type { InsideBenchOptions, InsideBenchResult } from './inside/inside-page.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

type BenchWindow = typeof globalThis & {
	benchInside(options: InsideBenchOptions): Promise<InsideBenchResult>;
};

async function measureInside(options: InsideBenchOptions): Promise<InsideBenchResult> {
	const server = await createServer({
		root: PROJECT,
		configFile: `${PROJECT}/vite.config.ts`,
		logLevel: 'error',
		server: { port: 0, watch: null },
		optimizeDeps: { entries: ['tools/bench/inside/*.ts', 'src/worker/worker.ts'] }
	});
	const browser = await launchChromium();
	try {
		await server.listen();
		const [base] = server.resolvedUrls?.local ?? [];
		if (base === undefined) throw new Error('the server has no address');
		const page = await browser.newPage();
		await page.goto(`${base}tools/bench/inside/index.html`);
		await page.waitForFunction(() => 'benchInside' in globalThis);
		return await page.evaluate((o) => (globalThis as BenchWindow).benchInside(o), options);
	} finally {
		await browser.close();
		await server.close();
	}
}

const [tokens = '256', rounds = '9'] = process.argv.slice(2);
const result = await measureInside({ tokens: Number(tokens), rounds: Number(rounds) });
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
