import { readFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import { dropFile, openApp, outputTokens, readPieces } from './app.ts';
import { test } from './test.ts';

test.setTimeout(180_000);

async function openSweep(page: Page, maxTokens: number): Promise<void> {
	await openApp(page);
	await page.getByRole('link', { name: 'Compare', exact: true }).click();
	await page.getByRole('link', { name: /^Sweep/ }).click();
	const field = page.getByRole('spinbutton', { name: 'Max tokens' });
	await field.fill(String(maxTokens));
	await field.blur();
}

async function sweep(page: Page, count: number): Promise<void> {
	await page.getByRole('button', { name: `Sweep ${count.toString()} runs` }).click();
	await expect(page.getByText(`${count.toString()} of ${count.toString()} runs done.`)).toBeVisible(
		{ timeout: 120_000 }
	);
}

async function download(page: Page, button: string): Promise<{ name: string; text: string }> {
	const downloading = page.waitForEvent('download');
	await page.getByRole('button', { name: button, exact: true }).click();
	const file = await downloading;
	return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
}

test('a sweep of nine runs: tree, keyboard, a leaf in Play, grid, files, reload', async ({
	page
}) => {
	await openSweep(page, 10);
	await sweep(page, 9);

	const tree = page.getByRole('tree', { name: 'Branches' });
	const branches = tree.getByRole('treeitem');
	await expect(branches.first()).toHaveAccessibleName(/9 runs/);
	expect(await branches.count()).toBeGreaterThan(3);

	// To a leaf by keyboard: right, until nothing is further right.
	await branches.first().focus();
	const detail = page.getByRole('region', { name: 'Chosen branch' });
	const chosen = tree.getByRole('treeitem', { selected: true });
	await page.keyboard.press('ArrowRight');
	await expect(chosen).toHaveAccessibleName(/%/);
	await page.keyboard.press('End');
	await expect(chosen).toBeFocused();
	await expect(chosen).toHaveAccessibleName(/Seed \d, temperature/);
	await expect(detail.getByRole('heading')).toHaveText(/Seed \d, temperature|runs on this branch/);
	const text = (await detail.getByRole('paragraph').last().textContent()) ?? '';

	const csv = await download(page, 'CSV');
	expect(csv.text.trimEnd().split('\r\n')).toHaveLength(10);
	expect(csv.text).toContain('"Seed","Temperature","Text"');
	expect((await download(page, 'SVG')).text).toContain('<path');
	const file = await download(page, 'Save runs');
	expect(file.name).toMatch(/9-runs-[0-9a-f]{8}\.comparison\.json$/);

	await page.getByText('Grid', { exact: true }).click();
	const grid = page.getByRole('region', { name: 'Grid' });
	await expect(grid.getByRole('button')).toHaveCount(9);

	await page.reload();
	await expect(page.getByText('9 of 9 runs done.')).toBeVisible();
	await branches.first().focus();
	await page.keyboard.press('End');
	await detail.getByRole('button', { name: 'Open in Play' }).click();
	await expect
		.poll(async () => (await readPieces(outputTokens(page))).join(''))
		.toContain(text.trim());

	// The file opens elsewhere as what it is, and in Sweep as a grid.
	await dropFile(page, file.text, 'sweep.comparison.json');
	await expect(page.getByRole('list', { name: 'Runs of this comparison' })).toBeVisible();
	await page.getByRole('button', { name: 'Open in Sweep' }).click();
	await expect(page.getByText('9 of 9 runs done.')).toBeVisible();
});

test('a sweep pauses, goes on, and says what cannot be swept', async ({ page }) => {
	await openSweep(page, 40);
	const seeds = page.getByRole('textbox', { name: 'Rows: values' });
	await seeds.fill('1..100');
	await expect(page.getByRole('alert')).toContainText('at most 64 values');
	await seeds.fill('1..6');
	await page.getByRole('button', { name: 'Vary one setting only' }).click();
	await page.getByRole('button', { name: 'Sweep 6 runs' }).click();
	await expect(page.getByText(/^[1-5] of 6 runs/)).toBeVisible({ timeout: 60_000 });
	await page.getByRole('button', { name: 'Pause' }).click();
	const goOn = page.getByRole('button', { name: /^Continue with \d runs?/ });
	await expect(goOn).toBeVisible({ timeout: 60_000 });
	await goOn.click();
	await expect(page.getByText('6 of 6 runs done.')).toBeVisible({ timeout: 120_000 });
});
