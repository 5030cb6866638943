/**
 * Playwright's `test`, with a model hub and other profiles to offer. It fails when a page throws what
 * nobody catches, or has an error or a warning in its console that the test did not announce.
 */
import { expect, test as base, type BrowserContext, type Page } from '@playwright/test';
import { LoopbackHub } from '../hub/hub.ts';
import { addMlcModel, addOnnxModel, SHARD_BYTES } from './library-page.ts';
import { PageWatch } from './page-watch.ts';

interface Fixtures {
	/** Watches the test's own context; every other that a test makes is handed to `watch.context()`. */
	readonly watch: PageWatch;
	/** Announces an error or a warning that the test provokes: each pattern has to come, and nothing else may. */
	readonly expectConsole: (...patterns: readonly RegExp[]) => void;
	/** Announces what a browser may write or not, by how its processes happen to meet. */
	readonly allowConsole: (...patterns: readonly RegExp[]) => void;
	/** A page in a profile that has never seen the app. */
	readonly elsewhere: () => Promise<Page>;
	/** Each test that asks for it has its own, with nothing on it. */
	readonly hub: LoopbackHub;
	/** The same hub, with the models of `library-page.ts`. */
	readonly stockedHub: LoopbackHub;
}

/** Whether a text follows its settings depends on how fast the machine is; a test that is about it says so. */
async function standStill(context: BrowserContext): Promise<void> {
	await context.addInitScript(() => {
		try {
			// A page for frames keeps nothing.
			if (!location.pathname.endsWith('/embed.html')) localStorage['glasshouse.live'] ??= 'off';
		} catch {
			// A page without storage of its own.
		}
	});
}

export const test = base.extend<Fixtures>({
	watch: [
		async ({ context }, use) => {
			const watch = new PageWatch();
			watch.context(context);
			await standStill(context);
			await use(watch);
			expect(watch.uncaught, 'thrown in a page, caught by nobody').toEqual([]);
			expect(watch.unannounced, 'in the console, and not announced').toEqual([]);
			expect(watch.missing, 'announced, and not in the console').toEqual([]);
		},
		{ auto: true }
	],
	expectConsole: async ({ watch }, use) => {
		await use((...patterns) => watch.announce(patterns));
	},
	allowConsole: async ({ watch }, use) => {
		await use((...patterns) => watch.allow(patterns));
	},
	elsewhere: async ({ browser, watch }, use) => {
		const contexts: BrowserContext[] = [];
		await use(async () => {
			const context = await browser.newContext();
			contexts.push(context);
			await standStill(context);
			watch.context(context);
			return await context.newPage();
		});
		await Promise.all(contexts.map((context) => context.close()));
	},
	// Playwright reads from the first argument which fixtures this one needs.
	// eslint-disable-next-line no-empty-pattern
	hub: async ({}, use) => {
		const hub = await LoopbackHub.start();
		await use(hub);
		await hub.stop();
	},
	stockedHub: async ({ hub }, use) => {
		addOnnxModel(hub);
		addMlcModel(hub, { shards: 1, shardBytes: SHARD_BYTES });
		await use(hub);
	}
});
