/** Scoring texts, minimal pairs and tokenizers, with the built-in model. */
import { readFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import { test } from './test.ts';

async function openTexts(page: Page, tab: 'score' | 'pairs' | 'tokens'): Promise<void> {
	await page.goto(`./#/texts/${tab}`);
	await expect(page.getByRole('heading', { name: 'Texts' })).toBeVisible();
}

test('a mistake in a text is where the model is most surprised', async ({ page }) => {
	await openTexts(page, 'score');
	await page.getByRole('button', { name: 'The same with a mistake' }).click();
	await page.getByRole('button', { name: 'Score', exact: true }).click();
	await expect(page.getByText(/“·blue”: 1\d\.\d+ bits .* Expected: “red” > 99/)).toBeVisible();
	await expect(page.getByText('over 17 tokens')).toBeVisible();

	// Another view and back: nothing is lost.
	await page.getByRole('link', { name: 'Play' }).click();
	await page.getByRole('link', { name: 'Texts' }).click();
	await expect(page.getByText('over 17 tokens')).toBeVisible();
});

test('a long text can be called off', async ({ page }) => {
	await openTexts(page, 'score');
	await page.getByLabel('Text', { exact: true }).fill('Mia has a red kite. '.repeat(2500));
	await page.getByRole('button', { name: 'Score', exact: true }).click();
	await page.getByRole('button', { name: 'Stop' }).click();
	await expect(page.getByRole('button', { name: 'Score', exact: true })).toBeEnabled();
	await expect(page.getByText('Perplexity')).toBeHidden();
});

test('the built-in bias is found again in minimal pairs, and saved as numbers', async ({
	page
}) => {
	await openTexts(page, 'pairs');
	await page.getByRole('button', { name: 'She or he: 12 occupations' }).click();
	await page.getByRole('button', { name: 'Compare 12 pairs' }).click();
	await expect(page.getByText('Mean log-odds')).toContainText('95 % interval, 12 pairs');
	await page.getByRole('button', { name: /^The nurse said that she/ }).click();
	await expect(page.getByText('Built into Sprout’s training: 30 % “she”.')).toBeVisible();

	const download = page.waitForEvent('download');
	await page
		.getByRole('group', { name: 'Pairs: table and files' })
		.getByRole('button', { name: 'CSV' })
		.click();
	const lines = (await readFile(await (await download).path(), 'utf8')).trim().split('\r\n');
	expect(lines).toHaveLength(13);
	for (const line of lines.slice(1)) {
		const [share = NaN, documented = NaN] = line.split(',').slice(-2).map(Number);
		// The model card's bar: within five points.
		expect(Math.abs(share - documented)).toBeLessThanOrEqual(0.05);
	}
});

test('a line that is no pair is named, and keeps nobody from comparing the others', async ({
	page
}) => {
	await openTexts(page, 'pairs');
	await page.getByLabel('Pairs', { exact: true }).fill('{She|He} slept.\nno pair');
	await expect(page.getByRole('alert')).toContainText('line 2');
	await page.getByRole('button', { name: 'Compare', exact: true }).click();
	await expect(
		page.getByText(/the first words differ and nothing comes before them/)
	).toBeVisible();
	await page.getByLabel('Context (not scored)').fill('<|endoftext|>');
	await page.getByRole('button', { name: 'Compare', exact: true }).click();
	await expect(page.getByText(/the first words differ/)).toBeHidden();
});

test('tokens are shown with ids and bytes, and counted in twelve languages', async ({ page }) => {
	await openTexts(page, 'tokens');
	await page.getByLabel('Text', { exact: true }).fill('Mia ö<|end|>');
	const tokens = page.getByRole('list', { name: 'Tokens' }).getByRole('listitem');
	await expect(tokens.last()).toContainText('<|end|>');
	await expect(tokens.filter({ hasText: '<0xC3>' })).toContainText('C3');
	const picture = page.getByRole('region', { name: 'Languages' });
	await expect(picture.getByText(/Sprout: \d+ tokens in English, most in Hindi/)).toBeVisible();
	await picture.getByRole('button', { name: 'Table' }).click();
	await expect(picture.getByRole('row')).toHaveCount(13);
});
