/** What is shown as kept is kept, even when the browser is killed in that very moment. */
import { expect } from '@playwright/test';
import { openApp, setRecipe } from './app.ts';
import { appears, KilledBrowser } from './killed-browser.ts';
import { test } from './test.ts';

let browser: KilledBrowser;

test.beforeEach(({ watch }) => {
	browser = new KilledBrowser(watch);
});
test.afterEach(() => browser.remove());

test('a run is in the history when the browser is killed as soon as its link appears, a name as soon as it is shown', async () => {
	let page = await browser.open();
	await openApp(page);
	await setRecipe(page, { prompt: 'Mia has a kite.', preset: 'Greedy', maxTokens: 6 });
	let kill = browser.aim();
	await page.getByRole('button', { name: 'Write', exact: true }).click();
	await appears(page, 'main a', 'Open this run');
	await kill();

	page = await browser.open();
	await page.goto('./#/runs');
	const rows = page.getByRole('main').getByRole('listitem');
	await expect(rows).toHaveCount(1);
	await rows.getByRole('button', { name: /rename/i }).click();
	await page.getByRole('textbox', { name: /title|name/i }).fill('The kite');
	kill = browser.aim();
	await page.keyboard.press('Enter');
	await appears(page, 'main li a', 'The kite');
	await kill();

	page = await browser.open();
	await page.goto('./#/runs');
	await page.getByRole('link', { name: 'The kite' }).click();
	await expect(page.getByRole('listbox', { name: 'Recorded output' })).toContainText(/\w/);
});
