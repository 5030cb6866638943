import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { dropFile, openApp, outputTokens, setRecipe, verdict, write } from './app.ts';
import { test } from './test.ts';

test('a saved run, dropped into another browser profile, regrows bit-exact', async ({
	page,
	elsewhere
}) => {
	await openApp(page);
	await setRecipe(page, { preset: 'Wild', seed: '18446744073709551615', maxTokens: 60 });
	await write(page);
	const downloading = page.waitForEvent('download');
	await page.getByRole('button', { name: 'Save file' }).click();
	const download = await downloading;
	expect(download.suggestedFilename()).toMatch(/\.run\.json$/);
	const content = await readFile(await download.path(), 'utf8');

	const other = await elsewhere();
	await openApp(other);
	await dropFile(other, content);
	await other.getByRole('button', { name: 'Regrow', exact: true }).click();
	await expect(verdict(other)).toContainText('Bit-exact');
	const regrown = other.getByRole('listbox', { name: 'Regrown output' }).getByRole('option');
	await expect(regrown).toHaveCount(await outputTokens(page).count());
});

test('a branched run regrows bit-exact too', async ({ page }) => {
	await openApp(page);
	await setRecipe(page, { preset: 'Wild', seed: '5', maxTokens: 20 });
	await write(page);
	await outputTokens(page).nth(3).click();
	await page
		.getByRole('button', { name: /here instead/ })
		.first()
		.click();
	await expect(page.getByRole('link', { name: 'Open this run' })).toBeVisible();
	await page.getByRole('link', { name: 'Open this run' }).click();
	await page.getByRole('button', { name: 'Regrow', exact: true }).click();
	await expect(verdict(page)).toContainText('Bit-exact');
});

test('an edited run is named as changed, not opened', async ({ page }) => {
	await openApp(page);
	await setRecipe(page, { preset: 'Greedy', maxTokens: 8 });
	await write(page);
	const downloading = page.waitForEvent('download');
	await page.getByRole('button', { name: 'Save file' }).click();
	const run = JSON.parse(await readFile(await (await downloading).path(), 'utf8')) as {
		request: { seed: string };
	};
	run.request.seed = '12345';
	await dropFile(page, JSON.stringify(run));
	await expect(page.getByRole('alert')).toContainText('changed after it was made');
});

test('history: search, rename, star, delete and undo', async ({ page }) => {
	await openApp(page);
	for (const prompt of ['Mia has a red kite.', 'Tom has a blue boat.']) {
		await setRecipe(page, { prompt, preset: 'Greedy', maxTokens: 4 });
		await write(page);
	}
	await page.getByRole('link', { name: 'Runs', exact: true }).click();
	const rows = page.getByRole('main').getByRole('listitem');
	await expect(rows).toHaveCount(2);
	await page.getByRole('searchbox').fill('boat');
	await expect(rows).toHaveCount(1);
	await page.getByRole('searchbox').fill('no such words');
	await expect(rows).toHaveCount(0);
	await page.getByRole('searchbox').fill('');
	await rows
		.first()
		.getByRole('button', { name: /^Delete/ })
		.click();
	await expect(rows).toHaveCount(1);
	await page.getByRole('button', { name: 'Undo' }).click();
	await expect(rows).toHaveCount(2);
	await rows.first().getByRole('button', { name: /star/i }).click();
	await rows
		.first()
		.getByRole('button', { name: /rename/i })
		.click();
	await page.getByRole('textbox', { name: /title|name/i }).fill('The boat');
	await page.keyboard.press('Enter');
	const renamed = page.getByRole('link', { name: 'The boat' });
	// A name is shown once it is kept; what was still being written down goes with the page.
	await expect(renamed).toBeVisible();
	await page.reload();
	await expect(renamed).toBeVisible();
});

test('a run opens as a recipe and writes the same again', async ({ page }) => {
	await openApp(page);
	await setRecipe(page, { prompt: 'One day Tom', preset: 'Wild', seed: '11', maxTokens: 16 });
	await write(page);
	const written = await outputTokens(page).allTextContents();
	await page.getByRole('link', { name: 'Open this run' }).click();
	await page.getByRole('button', { name: 'Open as a recipe' }).click();
	await expect(page.getByLabel('Seed', { exact: true })).toHaveValue('11');
	await write(page);
	expect(await outputTokens(page).allTextContents()).toEqual(written);
});

test('a branched run opens as a recipe with the tokens that were set', async ({ page }) => {
	await openApp(page);
	await setRecipe(page, { preset: 'Wild', seed: '5', maxTokens: 20 });
	await write(page);
	await outputTokens(page).nth(3).click();
	await page
		.getByRole('button', { name: /here instead/ })
		.first()
		.click();
	await expect(page.getByRole('link', { name: 'Open this run' })).toBeVisible();
	const written = await outputTokens(page).allTextContents();
	await page.getByRole('link', { name: 'Open this run' }).click();
	await page.getByRole('button', { name: 'Open as a recipe' }).click();
	await expect(page.getByText('The output begins with 4 tokens')).toBeVisible();
	await write(page);
	expect(await outputTokens(page).allTextContents()).toEqual(written);
	await page.getByRole('button', { name: 'Let the model write them' }).click();
	await write(page);
	expect(await outputTokens(page).allTextContents()).not.toEqual(written);
});

test('a run pasted as text opens; kept, it survives a reload', async ({ page }) => {
	const fixture = await readFile(new URL('../fixtures/run-1.run.json', import.meta.url), 'utf8');
	await page.goto('./#/runs');
	await page.getByText('Paste a run').click();
	await page.getByLabel('Run as JSON text').fill(fixture);
	await page.getByRole('button', { name: 'Open pasted run' }).click();
	await page.getByRole('button', { name: 'Keep in my runs' }).click();
	await expect(page.getByText('Not in your runs yet.')).toBeHidden();
	await page.reload();
	await expect(page.getByRole('listbox', { name: 'Recorded output' })).toBeVisible();
});
