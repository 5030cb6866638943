import { readFile } from 'node:fs/promises';
import { expect, type Locator, type Page } from '@playwright/test';
import { askedModelFiles, dropFile, openApp, readPieces, setRecipe, write } from './app.ts';
import { test } from './test.ts';

/** The texts of a comparison are long enough to part, and short enough for a busy machine. */
test.setTimeout(180_000);

async function openCompare(page: Page): Promise<void> {
	await openApp(page);
	await page.getByRole('link', { name: 'Compare', exact: true }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Compare');
}

const column = (page: Page, letter: string): Locator =>
	page.getByRole('article', { name: `Column ${letter}` });

const tokensOf = (page: Page, letter: string): Locator =>
	page.getByRole('listbox', { name: `Text of ${letter}` }).getByRole('option');

/** Presses the button that writes what is due, and waits until every column is written. */
async function writeColumns(page: Page, count: number): Promise<void> {
	await page.getByRole('button', { name: /^Write \d (more )?columns?/ }).click();
	await expect(page.getByText(/tokens, [\d.]+ tokens\/s/)).toHaveCount(count, { timeout: 90_000 });
	await expect(page.getByRole('button', { name: /^Write \d (more )?columns?/ })).toBeVisible();
}

async function readText(tokens: Locator): Promise<string> {
	return (await readPieces(tokens)).join('');
}

test('int8 and 4-bit side by side: the first fork is marked, and a token shows its place in the other', async ({
	page
}) => {
	await openCompare(page);
	await expect(page.getByRole('button', { name: 'int8 or 4-bit' })).toHaveAttribute(
		'aria-pressed',
		'true'
	);
	await writeColumns(page, 2);

	const [a, b] = [await readPieces(tokensOf(page, 'A')), await readPieces(tokensOf(page, 'B'))];
	const position = a.findIndex((piece, i) => piece !== b[i]);
	expect(position, 'the two precisions part somewhere').toBeGreaterThan(0);
	const fork = page.getByRole('table', { name: 'First fork' });
	await expect(fork).toContainText(`differ from token ${(position + 1).toString()}.`);
	await expect(fork.getByRole('row')).toHaveCount(3);
	await expect(fork).toContainText('%');
	await expect(tokensOf(page, 'A').nth(position)).toHaveAccessibleName(/not in all/);
	await expect(tokensOf(page, 'A').nth(position - 1)).not.toHaveAccessibleName(/not in all/);

	// By keyboard: into the text of A, three tokens on; the same place in B lights up.
	await tokensOf(page, 'A').first().focus();
	for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
	await expect(tokensOf(page, 'A').nth(3)).toBeFocused();
	await expect(tokensOf(page, 'B').nth(3)).toHaveClass(/pointed/);
	const looked = page.getByRole('table', { name: 'Selected' });
	await expect(looked).toContainText('Token 4 of A');
	await expect(looked.getByRole('columnheader')).toHaveText([
		'Choice',
		'Probability in A',
		'Probability in B'
	]);
	await page.keyboard.press('Escape');
	await expect(fork).toBeVisible();

	await page.reload();
	await expect(page.getByRole('table', { name: 'First fork' })).toBeVisible();
	expect(await readPieces(tokensOf(page, 'A'))).toEqual(a);
});

test('what differs is chosen, edited in its columns, and said when a text is older than its settings', async ({
	page
}) => {
	await openCompare(page);
	await page.getByRole('spinbutton', { name: 'Max tokens' }).fill('8');
	await page.getByRole('button', { name: 'Cold to hot' }).click();
	await expect(column(page, 'C').getByLabel('Temperature of C')).toHaveValue('1.2');
	await expect(
		page.getByRole('region', { name: 'Shared settings' }).getByLabel('Temperature')
	).toHaveCount(0);
	await writeColumns(page, 3);

	const cold = await readText(tokensOf(page, 'A'));
	await column(page, 'B').getByLabel('Temperature of B').fill('0.2');
	await column(page, 'B').getByLabel('Temperature of B').blur();
	await expect(column(page, 'B')).toContainText('Written with other settings.');
	await expect(column(page, 'A')).not.toContainText('Written with other settings.');
	await page.getByRole('button', { name: 'Write 1 more column' }).click();
	await expect(column(page, 'B')).not.toContainText('Written with other settings.');
	await expect.poll(() => readText(tokensOf(page, 'B'))).toBe(cold);

	await page.getByRole('button', { name: 'Three seeds' }).click();
	await expect(column(page, 'A')).toContainText('Not written yet.');
	await page.getByRole('button', { name: 'Undo' }).click();
	await expect.poll(() => readText(tokensOf(page, 'A'))).toBe(cold);
});

test('a comparison link, opened elsewhere, fetches nothing, and writes the same', async ({
	page,
	elsewhere
}) => {
	await openCompare(page);
	await page.getByRole('button', { name: 'Three seeds' }).click();
	await page.getByRole('spinbutton', { name: 'Max tokens' }).fill('16');
	await page.getByLabel('Title of the comparison').fill('Chance');
	await writeColumns(page, 3);
	const texts = await Promise.all(
		['A', 'B', 'C'].map((letter) => readText(tokensOf(page, letter)))
	);
	await page.getByRole('button', { name: 'Share', exact: true }).click();
	const recipe = await page.getByRole('textbox', { name: 'Recipe link' }).inputValue();
	const link = await page.getByRole('textbox', { name: 'Comparison link' }).inputValue();
	expect(link.length).toBeLessThan(2000);
	expect(recipe.length).toBeLessThan(link.length);

	const other = await elsewhere();
	const modelFiles = askedModelFiles(other);
	await other.goto(link);
	await expect(other.getByRole('heading', { level: 1 })).toHaveText('“Chance”');
	await expect(other.getByRole('region', { name: 'Models asked for' })).toContainText(
		'Sprout int8'
	);
	await other.waitForLoadState('networkidle');
	expect(modelFiles, 'files fetched before the user said so').toEqual([]);
	await other.getByRole('button', { name: 'Verify column B' }).click();
	await expect(other.getByRole('status', { name: 'Verdict on column B' })).toHaveText(
		/Same tokens|Bit-exact/,
		{ timeout: 60_000 }
	);

	await other.getByRole('button', { name: 'Open in Compare' }).click();
	await expect(column(other, 'C').getByLabel('Seed of C')).toHaveValue('3');
	await writeColumns(other, 3);
	for (const [i, letter] of ['A', 'B', 'C'].entries()) {
		expect(await readText(tokensOf(other, letter))).toBe(texts[i]);
	}
});

test('a comparison file travels: every run in it can be read, verified and kept', async ({
	page,
	elsewhere
}) => {
	await openCompare(page);
	await page.getByRole('spinbutton', { name: 'Max tokens' }).fill('12');
	await writeColumns(page, 2);
	const text = await readText(tokensOf(page, 'B'));
	const downloading = page.waitForEvent('download');
	await page.getByRole('button', { name: 'Save file' }).click();
	const download = await downloading;
	expect(download.suggestedFilename()).toMatch(/2-runs-[0-9a-f]{8}\.comparison\.json$/);
	const content = await readFile(await download.path(), 'utf8');

	const other = await elsewhere();
	await other.goto('./#/runs');
	await dropFile(other, content, 'dropped.comparison.json');
	await expect(other.getByText('A comparison, from a file')).toBeVisible();
	await expect(other.getByRole('region', { name: 'What differs' })).toContainText('Precision');
	expect(await readText(tokensOf(other, 'B'))).toBe(text);
	await other.getByRole('button', { name: 'Verify column B' }).click();
	await expect(other.getByRole('status', { name: 'Verdict on column B' })).toHaveText(
		/Same tokens|Bit-exact/,
		{ timeout: 60_000 }
	);
	await other.getByRole('button', { name: 'Add all to Runs' }).click();
	await other.getByRole('link', { name: 'Runs', exact: true }).click();
	await expect(other.getByRole('list', { name: 'Runs' }).getByRole('listitem')).toHaveCount(2);

	const edited = content.replace('"seed":"1"', '"seed":"2"');
	expect(edited).not.toBe(content);
	await dropFile(other, edited, 'edited.comparison.json');
	await expect(other.getByRole('alert')).toContainText(
		'Run 1 of this comparison was changed after it was made.'
	);
});

test('stopping keeps what is written, and the other columns wait', async ({ page }) => {
	await openCompare(page);
	await page.getByRole('spinbutton', { name: 'Max tokens' }).fill('400');
	await page.getByRole('button', { name: 'Three seeds' }).click();
	await page.getByRole('button', { name: 'Write 3 columns' }).click();
	await expect(tokensOf(page, 'A').nth(1)).toBeVisible();
	// At once: Playwright's own click first waits until the page has been painted twice.
	await page.getByRole('button', { name: 'Stop', exact: true }).dispatchEvent('click');
	await expect(page.getByRole('button', { name: /^Write \d (more )?columns?/ })).toBeVisible();
	await expect(column(page, 'C')).toContainText('Not written yet.');
});

test('three saved runs stand side by side', async ({ page }) => {
	await openApp(page);
	for (const seed of ['1', '2', '3']) {
		await setRecipe(page, { preset: 'Wild', seed, maxTokens: 6 });
		await write(page);
	}
	await page.getByRole('link', { name: 'Runs', exact: true }).click();
	await page
		.getByRole('button', { name: /^Compare “.*” with …/ })
		.first()
		.click();
	for (let i = 0; i < 2; i++) {
		await page
			.getByRole('button', { name: /^Compare with “/, pressed: false })
			.last()
			.click();
	}
	await page.getByRole('button', { name: 'Compare', exact: true }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Three runs');
	await expect(page.getByRole('figure')).toHaveCount(3);
	await expect(
		page.getByRole('region', { name: 'What differs' }).getByRole('row', { name: /Seed/ })
	).toContainText(/1.*2.*3|3.*2.*1|1.*3.*2|2.*1.*3|2.*3.*1|3.*1.*2/);
	await expect(page.getByRole('table', { name: 'First fork' })).toContainText(
		'All had the same logits there, bit for bit. What differs: seed.'
	);
});
