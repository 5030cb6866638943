/** Pages that measure: Vite serves them from a folder of tools/bench, Chromium runs them. */
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from '@playwright/test';
import { createServer, mergeConfig, type UserConfig } from 'vite';
import config from '../../vite.config.ts';
import { launchChromium, launchChromiumOnDisk } from '../test/launch-chromium.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

export interface BenchPage {
	/** Folder of `tools/bench` with the `index.html`. */
	readonly folder: string;
	/** The page is ready when this is there, as a property of `globalThis`. */
	readonly global: string;
	/** What the folder needs beyond the app's own configuration. */
	readonly config?: UserConfig;
}

/** Opens the page in a browser of the caller's, as often as wanted. */
export type OpenPage = (context: Pick<BrowserContext, 'newPage'>) => Promise<Page>;

/** Starts a server, and ends it after the work. */
export async function withBenchServer<T>(
	{ folder, global, config: own = {} }: BenchPage,
	work: (open: OpenPage) => Promise<T>
): Promise<T> {
	const server = await createServer(
		mergeConfig(mergeConfig(config, own), {
			root: PROJECT,
			configFile: false,
			logLevel: 'error',
			server: { port: 0, watch: null },
			optimizeDeps: { entries: [`tools/bench/${folder}/*.ts`, 'src/worker/worker.ts'] }
		})
	);
	try {
		await server.listen();
		const [base] = server.resolvedUrls?.local ?? [];
		if (base === undefined) throw new Error('the server has no address');
		return await work(async (context) => {
			const page = await context.newPage();
			await page.goto(`${base}tools/bench/${folder}/index.html`);
			// The server makes its modules ready meanwhile.
			await page.waitForFunction((name) => name in globalThis, global, { timeout: 120_000 });
			return page;
		});
	} finally {
		await server.close();
	}
}

/** The page in a fresh browser; both are gone after the work. */
export async function withBenchPage<T>(
	bench: BenchPage,
	work: (page: Page) => Promise<T>
): Promise<T> {
	return await withBenchServer(bench, async (open) => {
		const browser = await launchChromium();
		try {
			return await work(await open(browser));
		} finally {
			await browser.close();
		}
	});
}

/** The page in a browser that keeps its data in the folder `profile`. */
export async function onDisk<T>(
	profile: string,
	open: OpenPage,
	work: (page: Page) => Promise<T>
): Promise<T> {
	const context = await launchChromiumOnDisk(profile);
	try {
		return await work(await open(context));
	} finally {
		await context.close();
	}
}
