/** Starts a server and a browser, and measures there what Node cannot: WebGPU. */
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import { launchChromium } from '../../test/launch-chromium.ts';
import type { CrossOptions, CrossResult } from './cross-page.ts';
import { honestRequest } from './honest-requests.ts';

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url));

type BenchWindow = typeof globalThis & {
	benchCross(options: CrossOptions): Promise<CrossResult>;
};

/** Without a graphics card, Chromium's software adapter computes: slow, and a WebGPU all the same. */
export async function measureAcrossBackends(options: {
	readonly runs: number;
	readonly tokens: number;
}): Promise<CrossResult> {
	const requests = Array.from({ length: options.runs }, (_, i) => honestRequest(i, options.tokens));
	const server = await createServer({
		root: PROJECT,
		configFile: `${PROJECT}/vite.config.ts`,
		logLevel: 'error',
		server: { port: 0, watch: null },
		optimizeDeps: { entries: ['tools/bench/verify/*.ts', 'src/worker/worker.ts'] }
	});
	const browser = await launchChromium();
	try {
		await server.listen();
		const [base] = server.resolvedUrls?.local ?? [];
		if (base === undefined) throw new Error('the server has no address');
		const page = await browser.newPage();
		await page.goto(`${base}tools/bench/verify/index.html`);
		await page.waitForFunction(() => 'benchCross' in globalThis, undefined, { timeout: 120_000 });
		return await page.evaluate((o) => (globalThis as BenchWindow).benchCross(o), { requests });
	} finally {
		await browser.close();
		await server.close();
	}
}
