/** The views of the model's inside, on the built-in model. */
import { readFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import { openApp, outputTokens, setRecipe, write } from './app.ts';
import { test } from './test.ts';

const RECALL = "Mia has a red kite. Tom has a blue boat. Mia's kite is";

async function openInside(page: Page): Promise<void> {
	await openApp(page);
	await setRecipe(page, { prompt: RECALL, preset: 'Greedy', maxTokens: 8 });
	await write(page);
	await page.getByText('Inside the model').click();
	await expect(page.getByRole('radio', { name: 'Who found it?' })).toBeChecked();
}

test('the head that found the word is named, and where it looked is drawn', async ({ page }) => {
	await openInside(page);
	await expect(
		page.getByText(/At “is”, from where “red” was chosen, it looked at “red” \(9\d %/)
	).toBeVisible();
	const finders = page.getByRole('list', { name: 'Heads that found red' });
	await expect(finders.getByRole('button').first()).toContainText('by way of layer 1, head 1');

	// Another place in the text: what was looked at from there.
	const tokens = page.getByRole('listbox', { name: 'Tokens' });
	await tokens.getByRole('option', { name: /^boat/ }).first().hover();
	await expect(page.getByText(/^At “boat”, it looked at/)).toBeVisible();

	// By focus: the built-in look-back heads come last, and say so.
	await page.getByRole('radio', { name: 'By focus' }).check();
	const heads = page.getByRole('list', { name: 'Heads by focus' }).getByRole('button');
	await expect(heads).toHaveCount(16);
	await expect(heads.nth(15)).toContainText(/always \d back/);
});

test('attention follows the token chosen in the text, and is saved as numbers', async ({
	page
}) => {
	await openInside(page);
	await outputTokens(page).nth(1).click();
	await expect(page.getByText(/At “red”, from where “\.” was chosen/)).toBeVisible();
	const download = page.waitForEvent('download');
	await page
		.getByRole('group', { name: /^Layer .*: table and files$/ })
		.first()
		.getByRole('button', { name: 'CSV' })
		.click();
	const csv = await readFile(await (await download).path(), 'utf8');
	const shares = csv
		.trim()
		.split('\r\n')
		.slice(1)
		.map((line) => Number(line.split(',').at(-1)));
	expect(shares.length).toBeGreaterThan(20);
	expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 4);
});

test('layer by layer, the answer stands before the last layer', async ({ page }) => {
	await openInside(page);
	await page.getByRole('radio', { name: 'Layers', exact: true }).check();
	await expect(
		page.getByText(/After “is” the model says “red” \(.*\): from layer \d on/)
	).toBeVisible();
});

test('without the head that copies, another word is written, and it is no run', async ({
	page
}) => {
	await openInside(page);
	await page.getByRole('radio', { name: 'Heads off' }).check();
	await page.getByRole('button', { name: 'What does “red” owe to each head?' }).click();
	await expect(page.getByText(/it needs layer 1, head 1 most/)).toBeVisible();
	await page.getByRole('checkbox', { name: /^Layer 1, head 1/ }).click();
	await page.getByRole('button', { name: 'Write again without 1 head' }).click();
	const honest = page.getByRole('region', { name: 'As it was written' });
	const without = page.getByRole('region', { name: 'Without layer 1, head 1' });
	await expect(honest.locator('mark')).toContainText('red');
	await expect(without.locator('mark')).not.toContainText('red');
	await page.goto('./#/runs');
	await expect(page.getByText(/1 run kept/)).toBeVisible();
});
