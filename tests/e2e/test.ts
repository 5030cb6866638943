/** Playwright's `test`, which also fails when a page throws what nobody catches, and has a model hub to offer. */
import { expect, test as base } from '@playwright/test';
import { LoopbackHub } from '../hub/hub.ts';
import { addMlcModel, addOnnxModel, SHARD_BYTES } from './library-page.ts';

interface Fixtures {
	readonly uncaught: undefined;
	/** Each test that asks for it has its own, with nothing on it. */
	readonly hub: LoopbackHub;
	/** The same hub, with the models of `library-page.ts`. */
	readonly stockedHub: LoopbackHub;
}

export const test = base.extend<Fixtures>({
	uncaught: [
		async ({ context }, use) => {
			const errors: string[] = [];
			context.on('weberror', (event) => errors.push(event.error().message));
			await use(undefined);
			expect(errors, 'thrown in a page, caught by nobody').toEqual([]);
		},
		{ auto: true }
	],
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
