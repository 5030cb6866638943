/** The glass on the built app: what decided a token, what would have, and how sure the model was. */
import { readFile } from 'node:fs/promises';
import { expect, type Locator, type Page } from '@playwright/test';
import { openApp, outputTokens, setRecipe, write } from './app.ts';
import { test } from './test.ts';

const glass = (page: Page): Locator => page.getByRole('region', { name: 'Glass' });
const steps = (page: Page): Locator => glass(page).getByRole('slider', { name: /^Step/ });
const outcome = (page: Page): Locator => glass(page).getByRole('status').filter({ hasText: '“' });

async function download(page: Page, button: Locator): Promise<string> {
	const downloading = page.waitForEvent('download');
	await button.click();
	return await readFile(await (await downloading).path(), 'utf8');
}

async function changeSetting(page: Page, name: string, value: string): Promise<void> {
	const field = glass(page).getByRole('spinbutton', { name });
	await field.fill(value);
	await field.blur();
}

test.beforeEach(async ({ page }) => {
	await openApp(page);
	await setRecipe(page, { preset: 'Wild', seed: '3', maxTokens: 24 });
	await write(page);
});

test('the slider walks through the steps of the sampler, by keyboard too', async ({ page }) => {
	await outputTokens(page).nth(2).click();
	await expect(outcome(page)).toContainText('won.');
	await steps(page).focus();
	await page.keyboard.press('Home');
	await expect(glass(page).getByRole('img', { name: 'The model’s own' })).toBeVisible();
	for (const name of [
		'Penalties and bias',
		'Temperature',
		'Top-k',
		'Top-p',
		'Min-p',
		'The noise',
		'The winner'
	]) {
		await page.keyboard.press('ArrowRight');
		await expect(glass(page).getByRole('img', { name })).toBeVisible();
	}
});

test('another seed or temperature shows what the sampler would draw', async ({ page }) => {
	const first = outputTokens(page).first();
	await first.click();
	await glass(page).getByText('What if …').click();
	await glass(page).getByLabel('Other seed').fill('77');
	await expect(
		glass(page).getByText(/would have been others|would have been the same/)
	).toBeVisible();
	const foretold = /“(.*)”/.exec((await outcome(page).textContent()) ?? '')?.[1];

	await glass(page).getByRole('button', { name: 'Back to the run’s own' }).click();
	await changeSetting(page, 'Temperature', '0');
	const likeliest = glass(page).getByRole('list', { name: 'Alternatives' }).getByRole('listitem');
	const piece = (await likeliest.first().locator('.piece').textContent()) ?? '';
	await expect(outcome(page)).toContainText(`“${piece}”`);

	// The model is asked itself: with that seed, it begins as foretold.
	await setRecipe(page, { seed: '77' });
	await write(page);
	await first.click();
	await expect(outcome(page)).toContainText(`“${foretold ?? ''}” won.`);
});

test('the saved CSV has the numbers that are shown', async ({ page }) => {
	await outputTokens(page).nth(1).click();
	await steps(page).fill('2');
	const files = glass(page).getByRole('group', { name: 'Temperature: table and files' });
	const csv = await download(page, files.getByRole('button', { name: 'CSV' }));
	await files.getByRole('button', { name: 'Table' }).click();
	const table = glass(page).getByRole('region', { name: 'Temperature, table' });
	const cells = await table.getByRole('row').nth(1).getByRole('cell').allTextContents();
	const [header = '', line = ''] = csv.split('\r\n');
	const place = header.split(',').indexOf('"After temperature"');
	const saved = Number(line.split(',').at(place - header.split(',').length));
	expect(saved).toBeGreaterThan(0);
	expect(Number(cells[place])).toBeCloseTo(saved, 3);
	expect(csv.trim().split('\r\n')).toHaveLength(1281);

	const svg = await download(page, files.getByRole('button', { name: 'SVG' }));
	expect(svg).toContain('<title>Temperature</title>');
});

test('the timeline and the text point at each other, by keyboard too', async ({ page }) => {
	await page.getByText('Timeline', { exact: true }).click();
	const line = page.getByRole('slider', { name: 'Token', exact: true });
	await line.focus();
	await page.keyboard.press('Home');
	await page.keyboard.press('ArrowRight');
	await expect(outputTokens(page).nth(1)).toHaveAttribute('aria-selected', 'true');
	await expect(line).toHaveAttribute('aria-valuetext', /^Token 2,.*surprise .* nats$/);
	await outputTokens(page).nth(4).click();
	await expect(line).toHaveAttribute('aria-valuenow', '5');

	await page.getByRole('button', { name: 'Read the prompt' }).click();
	const prompt = page.getByText('Perplexity of the prompt').locator('..');
	await expect(prompt.locator('.number')).toHaveText(/^\d+\.\d\d$/);
});

test('a run from the history is looked into by reading it again', async ({ page }) => {
	await page.getByRole('link', { name: 'Open this run' }).click();
	const recorded = page.getByRole('listbox', { name: 'Recorded output' }).getByRole('option');
	await recorded.nth(3).click();
	const side = page.getByRole('complementary', { name: 'Glass' });
	await side.getByRole('button', { name: 'Look inside' }).click();
	await expect(side.getByRole('slider', { name: /^Step/ })).toBeVisible();
	await expect(side.getByRole('status').filter({ hasText: '“' })).toContainText(/won\.|wins/);
});

test('without kept logits, nothing is lost but the second reading', async ({ page }) => {
	await page.getByRole('checkbox', { name: 'Keep logits' }).uncheck();
	await write(page);
	await outputTokens(page).nth(2).click();
	await glass(page).getByRole('button', { name: 'Look inside' }).click();
	await expect(steps(page)).toBeVisible();
});
