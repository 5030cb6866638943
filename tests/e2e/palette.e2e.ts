/** The command palette and the sheet of shortcuts, by keyboard alone. */
import { expect } from '@playwright/test';
import { openApp, write } from './app.ts';
import { test } from './test.ts';

test('the palette finds views, actions, lessons and runs, and does what is marked', async ({
	page
}) => {
	await openApp(page);
	await write(page);
	await expect(page.getByRole('link', { name: 'Open this run' })).toBeVisible();
	const palette = page.getByRole('dialog', { name: 'Search everything' });
	const field = palette.getByRole('combobox', { name: 'Search everything' });
	const marked = palette.getByRole('option', { selected: true });

	const search = async (words: string): Promise<void> => {
		await page.keyboard.press('Control+k');
		await expect(field).toBeFocused();
		await page.keyboard.type(words);
	};

	await search('');
	await expect(palette.getByRole('group', { name: 'Runs' }).getByRole('option')).toHaveCount(1);
	await page.keyboard.press('ArrowDown');
	await expect(marked).toHaveText('Compare');
	await expect(field).toHaveAttribute(
		'aria-activedescendant',
		(await marked.getAttribute('id')) ?? ''
	);
	await page.keyboard.press('ArrowUp');
	await page.keyboard.press('ArrowUp');
	await expect(marked).not.toHaveText('Play');

	await page.keyboard.type('swp');
	await expect(marked).toHaveText('Sweep');
	await page.keyboard.press('Enter');
	await expect(palette).toHaveCount(0);
	await expect(page).toHaveURL(/#\/sweep/);

	for (const [words, place] of [
		['verify', 'Runs'],
		['score', 'Score a text'],
		['download', 'Library'],
		['perplexity', 'Score a text']
	] as const) {
		await search(words);
		await expect(palette.getByRole('option', { name: place, exact: true })).toBeVisible();
		await page.keyboard.press('Escape');
		await expect(palette).toHaveCount(0);
	}
	await search('chat');
	await expect(marked).toHaveText('Chat');
	await page.keyboard.press('Enter');
	await expect(page.getByLabel('Your message', { exact: true })).toBeVisible();

	await search('which word');
	await expect(marked).toHaveText('Which word comes next?');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Which word comes next?');

	await search('dark theme');
	await page.keyboard.press('Enter');
	await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
	await search('zzzz');
	await expect(palette.getByText('Nothing found.')).toBeVisible();
	await page.keyboard.press('Control+k');
	await expect(palette).toHaveCount(0);
});

test('a question mark shows the shortcuts, and is a letter where you type; the focus comes back', async ({
	page
}) => {
	await openApp(page);
	const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
	const prompt = page.getByLabel('Prompt', { exact: true });
	await prompt.fill('Who is there');
	await page.keyboard.press('Shift+?');
	await expect(prompt).toHaveValue('Who is there?');
	await expect(sheet).toHaveCount(0);

	const library = page.getByRole('link', { name: 'Library', exact: true });
	await library.focus();
	await page.keyboard.press('Shift+?');
	await expect(sheet).toContainText('Search everything');
	await page.keyboard.press('Escape');
	await expect(sheet).toHaveCount(0);
	await expect(library).toBeFocused();
});

test('what closes with Escape does not take the next one with it, however soon that comes', async ({
	page
}) => {
	await openApp(page);
	const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
	for (let round = 0; round < 10; round++) {
		await page.keyboard.press('Control+k');
		await expect(page.getByRole('combobox', { name: 'Search everything' })).toBeFocused();
		await Promise.all([page.keyboard.press('Escape'), page.keyboard.press('Shift+?')]);
		await expect(sheet).toBeVisible();
		await page.keyboard.press('Escape');
		await expect(sheet).toHaveCount(0);
	}
});

test('help says what the app is: version, licences, parts, and how a run can be trusted', async ({
	page
}) => {
	await openApp(page);
	await page.getByRole('link', { name: 'Help', exact: true }).click();
	await expect(page.getByRole('heading', { level: 1, name: 'Help' })).toBeFocused();
	const main = page.getByRole('main');
	await expect(main).toContainText('Nothing is sent.');
	await expect(main.getByRole('figure')).toContainText('Draws again at every place');
	for (const name of ['their licences', 'list of all parts (SBOM)']) {
		const address = await main.getByRole('link', { name }).getAttribute('href');
		expect((await page.request.get(new URL(address ?? '', page.url()).href)).ok()).toBe(true);
	}
});
