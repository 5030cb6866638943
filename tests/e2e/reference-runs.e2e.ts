/** Committed runs, one of them from a prompt that was read in chunks, must regrow on every machine: bit for bit on the CPU, in Chromium and in Firefox. */
import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { findFirefox } from '../../tools/test/browsers.mjs';
import { openApp, verdict } from './app.ts';
import { fileOf, openReferenceRun, REFERENCE_RUNS, regrowOnWebGpu } from './reference-run.ts';
import { test } from './test.ts';

/** Without the mouse: what it points at moves when a verdict appears above. */
async function press(page: Page, name: string): Promise<void> {
	const button = await page.waitForSelector(`::-p-aria([name="${name}"][role="button"])`);
	await button?.focus();
	await page.keyboard.press('Enter');
}

test.describe('in Chromium', () => {
	test('the greedy, sampled, chat and long runs regrow bit-exact on the CPU and verify', async ({
		page
	}) => {
		await openApp(page);
		for (const name of REFERENCE_RUNS) {
			await test.step(name, async () => {
				await openReferenceRun(page, name);
				await page.getByRole('button', { name: 'Regrow', exact: true }).click();
				await expect(verdict(page)).toContainText('Bit-exact');
				const verify = page.getByRole('region', { name: 'Verify' });
				await verify.getByRole('button', { name: 'Verify' }).click();
				await expect(verify.getByRole('status', { name: 'Verdict' })).toContainText(
					/Same tokens|Bit-exact/
				);
			});
		}
	});

	/** The others: `reference-runs.long.ts`. A software adapter takes some ten seconds for each. */
	test('the sampled run and the chat regrow with the same tokens on WebGPU', async ({ page }) => {
		test.setTimeout(360_000);
		await regrowOnWebGpu(page, ['sampled', 'chat']);
	});
});

test.describe('in Firefox', () => {
	const firefox = findFirefox();
	test.skip(firefox === null, 'no Firefox on this machine');
	// One browser for all of them.
	test.describe.configure({ mode: 'default' });
	let browser: Browser;

	test.beforeAll(async () => {
		browser = await puppeteer.launch({
			browser: 'firefox',
			executablePath: firefox ?? '',
			headless: true
		});
	});
	test.afterAll(() => browser.close());

	for (const name of REFERENCE_RUNS) {
		test(`the ${name} run regrows bit-exact on the CPU and verifies`, async ({ baseURL }) => {
			const page = await browser.newPage();
			page.setDefaultTimeout(60_000);
			const errors: unknown[] = [];
			page.on('pageerror', (error) => errors.push(error));
			await page.goto(`${baseURL ?? ''}#/runs`);
			const input = await page.waitForSelector('input[type=file]');
			await input?.uploadFile(fileURLToPath(fileOf(name)));
			await press(page, 'Regrow');
			const line = await page.waitForSelector('[role="status"][aria-label="Verdict"]');
			expect(await line?.evaluate((element) => element.textContent)).toContain('Bit-exact');
			await press(page, 'Verify');
			const verified = await page.waitForSelector(
				'[aria-label="Verify"] [role="status"][aria-label="Verdict"]'
			);
			expect(await verified?.evaluate((element) => element.textContent)).toMatch(
				/Same tokens|Bit-exact/
			);
			expect(errors).toEqual([]);
			await page.close();
		});
	}
});
