/** Playwright's `test`, which also fails when a page throws what nobody catches. */
import { expect, test as base } from '@playwright/test';

export const test = base.extend<{ uncaught: undefined }>({
	uncaught: [
		async ({ context }, use) => {
			const errors: string[] = [];
			context.on('weberror', (event) => errors.push(event.error().message));
			await use(undefined);
			expect(errors, 'thrown in a page, caught by nobody').toEqual([]);
		},
		{ auto: true }
	]
});
