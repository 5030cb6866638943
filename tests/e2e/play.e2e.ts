/** What a newcomer does in Play, by the way a newcomer would take. */
import { expect, type Page } from '@playwright/test';
import { modelIsReady, openApp, outputTokens, setRecipe, write } from './app.ts';
import { test } from './test.ts';

test.use({ viewport: { width: 1366, height: 768 } });

const WEIGHTS = '**/model_int8.onnx*';

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

test('Write pressed while the model loads waits, says so, can be cancelled, and starts by itself', async ({
	page
}) => {
	let release = (): void => undefined;
	const released = new Promise<void>((resolve) => {
		release = resolve;
	});
	await page.route(WEIGHTS, async (route) => {
		await released;
		await route.continue();
	});
	await page.goto('./');
	const waits = page.getByText('Starts by itself as soon as the model is ready.');
	await button(page, 'Write').click();
	await expect(waits).toBeVisible();
	await button(page, 'Cancel').click();
	await expect(waits).toBeHidden();
	await button(page, 'Write').click();
	await expect(waits).toBeVisible();
	release();
	await expect(page.getByRole('link', { name: 'Open this run' })).toBeVisible();
	expect(await outputTokens(page).count()).toBeGreaterThan(3);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Play');
});

test('after a run, what can be done with it is in view, and Share opens in view', async ({
	page
}) => {
	await openApp(page);
	await setRecipe(page, { preset: 'Wild', seed: '7' });
	await write(page);
	for (const name of ['Copy text', 'Save file', 'Share']) {
		await expect(button(page, name)).toBeInViewport({ ratio: 1 });
	}
	await button(page, 'Share').click();
	await expect(page.getByRole('textbox', { name: 'Recipe link' })).toBeInViewport({ ratio: 1 });
	await page.keyboard.press('Escape');
	await expect(button(page, 'Share')).toBeFocused();
});

test('the focus stays where the work is: through Write, Stop and another word', async ({
	page
}) => {
	await openApp(page);
	await setRecipe(page, { preset: 'Wild', seed: '7', maxTokens: 400 });
	await button(page, 'Write').focus();
	await page.keyboard.press('Enter');
	await expect(button(page, 'Stop')).toBeFocused();
	await expect(outputTokens(page).nth(2)).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(button(page, 'Write')).toBeFocused();
	await setRecipe(page, { maxTokens: 24 });
	await write(page);
	await outputTokens(page).nth(4).focus();
	await page.keyboard.press('Enter');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('link', { name: 'Open this run' })).toBeVisible();
	await expect(outputTokens(page).nth(4)).toBeFocused();
});

test('Write is a few Tabs away', async ({ page }) => {
	await page.goto('./');
	await modelIsReady(page);
	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	for (let tabs = 0; tabs < 5; tabs++) {
		await page.keyboard.press('Tab');
		if (await button(page, 'Write').evaluate((it) => it === document.activeElement)) return;
	}
	await expect(button(page, 'Write')).toBeFocused();
});

test('prompt and output are one text', async ({ page }) => {
	await openApp(page);
	await setRecipe(page, { prompt: 'One day Tom', preset: 'Greedy', maxTokens: 8 });
	await write(page);
	const pieces = await outputTokens(page).allTextContents();
	await expect(page.locator('.text')).toHaveText(`One day Tom${pieces.join('')}`);
});
