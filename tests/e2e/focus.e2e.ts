/** What is pressed may go away or be switched off: the focus stays near, and the result comes into view. */
import { expect, type Locator, type Page } from '@playwright/test';
import { openApp, setRecipe, verdict, write } from './app.ts';
import { test } from './test.ts';

const button = (page: Page, name: string | RegExp): Locator =>
	page.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name });

/** Presses a control with the keyboard. */
async function press(control: Locator): Promise<void> {
	await control.focus();
	await control.press('Enter');
}

/** After the page has drawn what was pressed: the first of these frames sees that the focus is lost. */
async function focused(page: Page): Promise<string> {
	return await page.evaluate(async () => {
		for (let i = 0; i < 3; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
		const { activeElement: active } = document;
		return active === document.body ? 'nothing' : (active?.textContent.trim() ?? '');
	});
}

test('a run is verified, and deleted with others, without losing the place', async ({ page }) => {
	await openApp(page);
	await setRecipe(page, { preset: 'Wild', seed: '3', maxTokens: 24 });
	await write(page);
	await page.getByRole('link', { name: 'Open this run' }).click();
	await page.setViewportSize({ width: 1024, height: 420 });
	await press(button(page, 'Verify'));
	await expect(verdict(page)).toBeInViewport();
	expect(await focused(page)).toBe('Verify');

	await page.getByRole('link', { name: 'Runs', exact: true }).click();
	await button(page, 'Select').click();
	await page.getByRole('checkbox').last().check();
	await press(button(page, 'Delete 1 run'));
	await expect(page.getByText('1 run deleted.')).toBeVisible();
	expect(await focused(page)).not.toBe('nothing');
});

test('columns, a sweep and a score are written from the keyboard, which keeps its place', async ({
	page
}) => {
	await openApp(page);
	await setRecipe(page, { seed: '7', maxTokens: 8 });
	await page.goto('./#/compare');
	await press(button(page, /^Write \d columns$/));
	await expect(button(page, 'Add all to Runs')).toBeEnabled();
	expect(await focused(page)).toMatch(/^Write/);
	await page.goto('./#/sweep');
	await press(button(page, /^Sweep \d+ runs$/));
	await expect(page.getByText(/runs done\./)).toBeVisible();
	expect(await focused(page)).not.toBe('nothing');
	await page.goto('./#/texts/score');
	await button(page, 'A sentence of its world').click();
	await press(button(page, 'Score'));
	await expect(page.getByLabel('Summary')).toBeVisible();
	expect(await focused(page)).toBe('Score');
});

test('in a chat, other answers, versions and deleting keep the place', async ({ page }) => {
	await openApp(page);
	await page.getByRole('radio', { name: 'Chat' }).check();
	const message = page.getByLabel('Your message', { exact: true });
	await message.fill('Who is Mia?');
	await message.press('Enter');
	const turns = page.getByRole('list', { name: 'Conversation' }).getByRole('listitem');
	await press(button(page, 'Regenerate'));
	await expect(turns.last()).toContainText('2 of 2');
	await expect(message).toBeFocused();
	const previous = turns.last().getByRole('button', { name: 'Previous version' });
	await press(previous);
	await expect(turns.last()).toContainText('1 of 2');
	// The first one is where it ends: the arrow is off, and keeps the focus.
	await expect(previous).toBeDisabled();
	await expect(previous).toBeFocused();
	await press(button(page, 'Conversations'));
	await press(button(page, 'Delete Who is Mia?'));
	await expect(turns).toHaveCount(0);
	expect(await focused(page)).not.toBe('nothing');
});

test('a lesson begins at its name, and what is revealed comes into view', async ({ page }) => {
	await page.setViewportSize({ width: 1024, height: 420 });
	await page.goto('./#/lessons');
	const card = page.getByRole('link', { name: /Which word comes next/ });
	await press(card);
	await expect(
		page.getByRole('heading', { level: 1, name: /Which word comes next/ })
	).toBeFocused();
	await page.goto('./#/lessons/next-token/4');
	await page.getByRole('radio').first().check();
	await press(button(page, 'Lock in my answer'));
	await expect(button(page, 'Reveal')).toBeFocused();
	// Plain text until the answer is revealed.
	const output = page.getByRole('group', { name: 'Output', exact: true });
	await press(button(page, 'Write'));
	await expect(page.getByRole('link', { name: 'Open this run' })).toBeVisible();
	await expect(output).toBeInViewport();
	expect(await focused(page)).toBe('Write');
	await press(button(page, 'Reveal'));
	const explanation = page.getByRole('heading', { name: 'Explanation' });
	await expect(explanation).toBeFocused();
	const fromTop = async () => (await explanation.boundingBox())?.y ?? Infinity;
	await expect.poll(fromTop).toBeLessThan(200);
	// Said once: nobody comes upon it later.
	await expect(page.getByText('Revealed.')).toBeHidden();
});
