import { expect } from '@playwright/test';
import { openApp, outputTokens, readPieces, setRecipe, write } from './app.ts';
import { test } from './test.ts';

test.beforeEach(async ({ page }) => {
	await openApp(page);
	await setRecipe(page, { preset: 'Wild', seed: '3', maxTokens: 24 });
	await write(page);
});

test('pointing at a token shows what it competed with', async ({ page }) => {
	await outputTokens(page).nth(2).hover();
	const glass = page.getByRole('region', { name: 'Glass' });
	await expect(glass.getByRole('list', { name: 'Alternatives' }).getByRole('listitem')).toHaveCount(
		9
	);
	for (const word of ['Rank', 'Entropy', 'Margin']) await expect(glass).toContainText(word);
});

test('tokens are reached and left with the keyboard alone', async ({ page }) => {
	const tokens = outputTokens(page);
	await tokens.first().focus();
	await page.keyboard.press('ArrowRight');
	await page.keyboard.press('ArrowRight');
	await expect(tokens.nth(2)).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(page.getByRole('button', { name: /here instead/ }).first()).toBeFocused();
	await page.keyboard.press('Escape');
	await expect(tokens.nth(2)).toBeFocused();
});

test('branching says another token and writes on from there', async ({ page }) => {
	const before = await readPieces(outputTokens(page));
	await outputTokens(page).nth(4).click();
	await page
		.getByRole('button', { name: /here instead/ })
		.first()
		.click();
	await expect(page.getByRole('link', { name: 'Open this run' })).toBeVisible();
	const after = await readPieces(outputTokens(page));
	expect(after.slice(0, 4)).toEqual(before.slice(0, 4));
	expect(after[4]).not.toEqual(before[4]);
	expect(after.length).toBeGreaterThan(5);
});

test('the colouring can be switched, and its legend with it', async ({ page }) => {
	for (const name of ['Entropy', 'Margin', 'Probability']) {
		await page.getByRole('radio', { name, exact: true }).click();
		await expect(
			page.getByText(name === 'Probability' ? 'less likely' : 'less sure')
		).toBeVisible();
	}
	await page.getByRole('radio', { name: 'Off', exact: true }).click();
	await expect(page.getByText('less likely')).toBeHidden();
});
