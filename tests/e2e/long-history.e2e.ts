/** A history as it is after a year: only what is seen is in the page, and nothing else has changed. */
import { expect } from '@playwright/test';
import { seedHistory } from '../../tools/bench/seed-history.ts';
import { openApp } from './app.ts';
import { test } from './test.ts';

const RUNS = 1000;

test('a long history draws what is seen, and is searched, walked, deleted from and undone in', async ({
	page
}) => {
	await openApp(page);
	await seedHistory(page, RUNS);
	await page.goto('./#/runs');
	await page.reload();
	const list = page.getByRole('list', { name: 'Runs' });
	const rows = list.getByRole('listitem');
	const count = page.getByRole('main').getByRole('status');
	await expect(count).toHaveText('1,000 runs');
	expect(await rows.count()).toBeLessThan(40);
	expect(await list.locator('*').count()).toBeLessThan(1500);
	await expect(rows.first()).toHaveAttribute('aria-setsize', String(RUNS));

	const search = page.getByRole('searchbox');
	await search.fill('run 995');
	await expect(count).toHaveText('1 of 1,000 runs');
	await expect(rows).toHaveCount(1);
	await expect(rows.getByRole('link')).toHaveText('Run 995');
	await search.fill('');
	await expect(count).toHaveText('1,000 runs');

	await rows.first().getByRole('link').focus();
	await page.keyboard.press('End');
	const last = list.getByRole('link', { name: 'Run 0', exact: true });
	await expect(last).toBeFocused();
	await expect(last).toBeInViewport();
	expect(await rows.count()).toBeLessThan(40);
	await page.keyboard.press('ArrowUp');
	await page.keyboard.press('ArrowDown');
	await expect(last).toBeFocused();

	await list.getByRole('button', { name: 'Delete “Run 5”' }).click();
	await expect(count).toHaveText('999 runs');
	await expect(list.getByRole('link', { name: 'Run 5', exact: true })).toHaveCount(0);
	await page.getByRole('button', { name: 'Undo' }).click();
	await expect(count).toHaveText('1,000 runs');
	// The focus is where the run has come back, not lost with the message.
	await expect(list.getByRole('button', { name: 'Star “Run 5”' })).toBeFocused();
	await expect(list.getByRole('link', { name: 'Run 5', exact: true })).toBeVisible();

	await page.getByRole('button', { name: 'Select', exact: true }).click();
	await page.getByRole('button', { name: 'Select all' }).click();
	await page.getByRole('button', { name: 'Delete 1,000 runs' }).click();
	await expect(page.getByText('No runs yet.')).toBeVisible();
	await page.getByRole('button', { name: 'Undo' }).click();
	await expect(count).toHaveText('1,000 runs');
	await expect(rows.first().getByRole('button', { name: /^Star/ })).toBeFocused();
	await page.keyboard.press('End');

	await last.click();
	await expect(page).toHaveURL(/#\/runs?\/sha256/);
});

test('what one tab keeps, renames and deletes, another shows by itself', async ({
	page,
	context
}) => {
	await openApp(page);
	await seedHistory(page, 10);
	await page.goto('./#/runs');
	await page.reload();
	const other = await context.newPage();
	await other.goto('./#/runs');
	const here = page.getByRole('list', { name: 'Runs' });
	const there = other.getByRole('list', { name: 'Runs' });
	await expect(there.getByRole('listitem')).toHaveCount(10);
	await here.getByRole('button', { name: 'Delete “Run 5”' }).click();
	await expect(there.getByRole('listitem')).toHaveCount(9);
	await page.getByRole('button', { name: 'Undo' }).click();
	await expect(there.getByRole('listitem')).toHaveCount(10);
	await here.getByRole('button', { name: 'Rename “Run 0”' }).click();
	await page.getByRole('textbox', { name: 'Name of this run' }).fill('The boat');
	await page.keyboard.press('Enter');
	await expect(there.getByRole('link', { name: 'The boat' })).toBeVisible();
});
