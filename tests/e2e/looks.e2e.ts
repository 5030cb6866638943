/** What a view shows stays to be seen with forced colours, on a projector, and on a phone. */
import { readFileSync } from 'node:fs';
import { expect, type Locator, type Page } from '@playwright/test';
import { openApp, outputTokens, setRecipe, write } from './app.ts';
import { overflow } from './overflow.ts';
import { test } from './test.ts';

async function tokenGlass(page: Page): Promise<void> {
	await openApp(page);
	await setRecipe(page, { preset: 'Wild', seed: '7', maxTokens: 30 });
	await write(page);
	await outputTokens(page).nth(3).click();
	await expect(page.getByText('Token 4 of')).toBeVisible();
}

const styleOf = (of: Locator, property: string): Promise<number> =>
	of.evaluate(
		(element, name) => parseFloat(getComputedStyle(element).getPropertyValue(name)),
		property
	);

test('with forced colours, tokens keep their marks, shares their bars, and only changed settings a line', async ({
	page
}) => {
	await page.emulateMedia({ forcedColors: 'active' });
	await tokenGlass(page);
	const marks = await outputTokens(page).evaluateAll((tokens) =>
		tokens.map(
			(token) => getComputedStyle(token.querySelector('.ink') ?? token).borderBlockEndWidth
		)
	);
	expect(new Set(marks).size, marks.join(' ')).toBeGreaterThan(2);
	const bar = page.getByRole('list', { name: 'Alternatives' }).locator('.bar').first();
	expect(await styleOf(bar, 'border-block-end-width')).toBeGreaterThan(1);
	const lines = await page
		.locator('.field')
		.evaluateAll((fields) =>
			fields.map((field) => [
				field.classList.contains('changed'),
				parseFloat(getComputedStyle(field).borderInlineStartWidth) > 0
			])
		);
	expect(lines.length).toBeGreaterThan(3);
	for (const [isChanged, hasLine] of lines) expect(hasLine).toBe(isChanged);
	expect(lines.some(([isChanged]) => isChanged)).toBe(true);
});

test('on a projector icons grow with the type', async ({ page }) => {
	await openApp(page);
	const icon = page.getByRole('navigation', { name: 'Views' }).locator('svg').nth(1);
	const before = await styleOf(icon, 'width');
	await page.evaluate(() => {
		document.documentElement.dataset['projector'] = 'on';
	});
	expect(before).toBeCloseTo(20, 0);
	expect(await styleOf(icon, 'width')).toBeGreaterThan(before * 1.37);
});

test('the menu is as wide in every view', async ({ page }) => {
	await openApp(page);
	const menu = page.getByRole('navigation', { name: 'Views' });
	const widths = new Set<number>();
	for (const name of ['Play', 'Compare', 'Library', 'Lessons']) {
		await menu.getByRole('link', { name, exact: true }).click();
		await expect(menu.getByRole('link', { name, exact: true })).toHaveAttribute(
			'aria-current',
			'page'
		);
		widths.add(await menu.evaluate((element) => element.getBoundingClientRect().width));
	}
	expect([...widths]).toHaveLength(1);
});

test('the steps of a long lesson fit a phone', async ({ page }) => {
	await page.setViewportSize({ width: 375, height: 812 });
	await page.goto('./#/lessons/next-token.en/4');
	await expect(page.getByRole('heading', { name: /From one word to a story/ })).toBeVisible();
	expect(await overflow(page)).toEqual([]);
});

test('an option in italics is in italics among the answers, and without marks in the tally', async ({
	page
}) => {
	await page.goto('./#/lessons/next-token.en/6');
	await page.getByRole('radio', { name: 'boat' }).check();
	await page.getByRole('button', { name: 'Lock in my answer' }).click();
	await page.goto('./#/lessons/next-token.en/end');
	await expect(page.locator('dd em')).toHaveText('boat');
	const downloading = page.waitForEvent('download');
	await page.getByRole('button', { name: 'Save my answers as a file' }).click();
	const file = await (await downloading).path();
	await page.goto('./#/tally');
	await page.getByLabel('Answer files').setInputFiles({
		name: 'answers.json',
		mimeType: 'application/json',
		buffer: readFileSync(file)
	});
	await expect(page.getByRole('figure').getByText('boat', { exact: true })).toBeVisible();
	await expect(page.getByRole('main')).not.toContainText('*boat*');
});
