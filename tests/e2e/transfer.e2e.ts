/** What a first visit costs a school's network: the built app on a host that compresses with gzip. */
import { expect } from '@playwright/test';
import { startStaticHost, type StaticHost } from '../../tools/bench/static-host.ts';
import { modelIsReady } from './app.ts';
import { test } from './test.ts';

test.use({ serviceWorkers: 'allow' });
test.setTimeout(240_000);

let host: StaticHost;
test.beforeEach(async () => {
	host = await startStaticHost();
});
test.afterEach(() => host.stop());

const sum = (sent: StaticHost['sent']): number => sent.reduce((all, { bytes }) => all + bytes, 0);

test('a first visit is small, and no code of it is sent twice', async ({ page }) => {
	await page.goto(host.address);
	await modelIsReady(page);
	const first = [...host.sent];
	const isEngine = ({ path }: { path: string }): boolean => /^\/(runtime|models)\//.test(path);
	const beforeEngine = sum(first.filter((file) => !isEngine(file)));
	expect(beforeEngine).toBeGreaterThan(50_000);
	expect(beforeEngine).toBeLessThan(1_500_000);
	expect(sum(first)).toBeGreaterThan(1_000_000);
	expect(sum(first)).toBeLessThan(8_000_000);

	await expect(
		page
			.getByRole('status', { name: 'This machine' })
			.getByText('Ready for offline', { exact: true })
	).toBeVisible({ timeout: 180_000 });
	// The start page has two names. The built-in model's files (under 1 MB) are asked for twice: once by the worker
	// that runs it, once to be kept; why the browser's cache does not answer the second time is not known.
	const paths = host.sent
		.map(({ path }) => path)
		.filter((path) => path !== '/index.html' && !path.startsWith('/models/'));
	expect(paths.filter((path, i) => paths.indexOf(path) !== i)).toEqual([]);
});
