/** Starts a server and a browser, and measures there what Node cannot: WebGPU. */
import { withBenchPage } from '../bench-page.ts';
import type { CrossOptions, CrossResult } from './cross-page.ts';
import { honestRequest } from './honest-requests.ts';

type BenchWindow = typeof globalThis & {
	benchCross(options: CrossOptions): Promise<CrossResult>;
};

/** Without a graphics card, Chromium's software adapter computes: slow, and a WebGPU all the same. */
export async function measureAcrossBackends(options: {
	readonly runs: number;
	readonly tokens: number;
}): Promise<CrossResult> {
	const requests = Array.from({ length: options.runs }, (_, i) => honestRequest(i, options.tokens));
	return await withBenchPage({ folder: 'verify', global: 'benchCross' }, (page) =>
		page.evaluate((o) => (globalThis as BenchWindow).benchCross(o), { requests })
	);
}
