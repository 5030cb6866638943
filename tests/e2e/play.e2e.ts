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

test('an old text under changed settings says so, and either gives way in one click', async ({
	page
}) => {
	await openApp(page);
	await setRecipe(page, { preset: 'Balanced', seed: '7', maxTokens: 20 });
	await write(page);
	const said = page.getByText(/Written with other settings/);
	await expect(said).toBeHidden();
	await setRecipe(page, { maxTokens: 12 });
	await expect(said).toHaveText('Written with other settings: Max tokens 20 (now 12).');
	await button(page, 'Restore the settings').click();
	await expect(said).toBeHidden();
	await expect(page.getByRole('spinbutton', { name: 'Max tokens' })).toHaveValue('20');
	await setRecipe(page, { maxTokens: 12 });
	await button(page, 'Write again').click();
	await expect(page.getByRole('link', { name: 'Open this run' })).toBeVisible();
	await expect(said).toBeHidden();
	expect(await outputTokens(page).count()).toBeLessThanOrEqual(12);
});

test('at temperature 0 the filters and the seed say that they are not used', async ({ page }) => {
	await openApp(page);
	const field = page.getByRole('spinbutton', { name: 'Top-k' });
	await expect(field).not.toHaveAccessibleDescription(/Not used/);
	await setRecipe(page, { preset: 'Greedy' });
	await expect(field).toHaveAccessibleDescription(
		'Not used: at temperature 0 the likeliest token is always taken.'
	);
	await expect(page.getByLabel('Seed', { exact: true })).toHaveAccessibleDescription(/^Not used/);
});

test('live, the text follows a setting with the same seed; what changed is underlined, and Undo goes back', async ({
	page
}) => {
	await openApp(page);
	await setRecipe(page, { preset: 'Balanced', seed: '7', maxTokens: 24 });
	await write(page);
	const before = await outputTokens(page).allTextContents();
	await page.getByRole('checkbox', { name: 'Live' }).check();
	const slider = page.getByRole('slider', { name: 'Temperature, slider' });
	await slider.focus();
	await page.keyboard.press('End');
	await expect(page.getByText(/^Trying other settings: Temperature 0.8 \(now 2\)/)).toBeVisible();
	// Keys are let go of: a moment later it is kept.
	await expect(page.getByText(/^Written again. Before: Temperature 0.8/)).toBeVisible();
	const after = await outputTokens(page).allTextContents();
	expect(after).not.toEqual(before);
	expect(await page.locator('.token.changed').count()).toBeGreaterThan(0);
	await button(page, 'Undo').click();
	await expect(page.getByRole('spinbutton', { name: 'Temperature' })).toHaveValue('0.8');
	expect(await outputTokens(page).allTextContents()).toEqual(before);
	await page.getByRole('link', { name: 'Runs', exact: true }).click();
	await expect(page.getByText(/2 runs kept/)).toBeVisible();
});

for (const [device, width, height] of [
	['a phone', 375, 812],
	['a small laptop', 1024, 640]
] as const) {
	test(`live on ${device}, the text is seen while its settings are moved, and they stay where they are`, async ({
		page
	}) => {
		await openApp(page);
		await setRecipe(page, { preset: 'Balanced', seed: '7', maxTokens: 60 });
		await write(page);
		await page.getByRole('checkbox', { name: 'Live' }).check();
		await page.setViewportSize({ width, height });
		if (width < 700) await page.getByRole('radio', { name: 'Recipe', exact: true }).check();
		const slider = page.getByRole('slider', { name: 'Temperature, slider' });
		await slider.focus();
		await slider.scrollIntoViewIfNeeded();
		const place = async () => (await slider.boundingBox())?.y;
		const before = await place();
		await page.keyboard.press('End');
		const peek = page.locator('[popover].peek');
		await expect(peek).toBeInViewport();
		await expect(page.getByText(/^Written again. Before: Temperature 0.8/)).toBeAttached();
		await expect(peek.locator('.changed').first()).toBeAttached();
		// On a phone nothing above it changes but the line about the machine, which may come late.
		if (width > 700) expect(await place()).toBeCloseTo(before ?? 0, 0);
		await expect(peek).toBeHidden();
	});
}

test('another word in its place says so, and leads back', async ({ page }) => {
	await openApp(page);
	await setRecipe(page, { preset: 'Wild', seed: '3', maxTokens: 24 });
	await write(page);
	const before = await outputTokens(page).allTextContents();
	await outputTokens(page).nth(4).click();
	await page
		.getByRole('button', { name: /here instead/ })
		.first()
		.click();
	const said = page.getByText(/^At token 5 you put .+ for .+\. What changed is underlined\.$/);
	await expect(said).toContainText(before[4]?.trim() ?? '');
	await expect(outputTokens(page).nth(4)).toHaveClass(/changed/);
	await expect(outputTokens(page).nth(3)).not.toHaveClass(/changed/);
	// Only the token that was put there is yours: those in front of it were there before.
	const inGlass = page.getByRole('region', { name: 'Glass' });
	await outputTokens(page).nth(4).click();
	await expect(inGlass.getByText('You put this token here')).toBeVisible();
	await expect(inGlass.getByText('set by you').first()).toBeVisible();
	await expect(inGlass.getByText('written', { exact: true })).toBeHidden();
	await outputTokens(page).nth(3).click();
	await expect(inGlass.getByText('This run began with this token')).toBeVisible();
	await outputTokens(page).nth(5).click();
	await expect(inGlass.getByText('written', { exact: true })).toBeVisible();
	await button(page, `Back to “${before[4]?.trim() ?? ''}”`).click();
	expect(await outputTokens(page).allTextContents()).toEqual(before);
	await expect(said).toBeHidden();
	const first = await page.getByRole('link', { name: 'Open this run' }).getAttribute('href');
	// The history remembers it, too.
	await page.getByRole('link', { name: 'Runs', exact: true }).click();
	const stem = page.getByText(/^branch of/).getByRole('link');
	await expect(stem).toHaveAttribute('href', first ?? '');
});

test('after a run the glass shows the most surprising token, and says why, until one is chosen', async ({
	page
}) => {
	await openApp(page);
	await setRecipe(page, { preset: 'Wild', seed: '3', maxTokens: 24 });
	await write(page);
	const glass = page.getByRole('region', { name: 'Glass' });
	const why = glass.getByText(/^Shown first because it surprised the model most/);
	await expect(why).toBeVisible();
	await expect(glass.getByText(/^Token \d+ of 24$/)).toBeVisible();
	await expect(outputTokens(page).and(page.locator('.pointed'))).toHaveCount(1);
	await outputTokens(page).first().click();
	await expect(why).toBeHidden();
	await expect(glass.getByText('Token 1 of 24')).toBeVisible();
});

test('the model’s inside opens as a wide panel, in view', async ({ page }) => {
	await openApp(page);
	await setRecipe(page, { preset: 'Greedy', maxTokens: 8 });
	await write(page);
	await button(page, 'Inside the model').click();
	const inside = page.getByRole('region', { name: 'Inside the model' });
	await expect(inside.getByRole('radio', { name: 'Who found it?' })).toBeChecked();
	await expect(inside.getByRole('radio', { name: 'Attention' })).toBeInViewport();
	const box = await inside.boundingBox();
	expect(box?.width).toBeGreaterThan(850);
});
