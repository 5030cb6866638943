/**
 * Bytes of the browser's own database files are changed while it is closed. What a browser cannot read it throws away,
 * the whole database at times: then the app says so, works with what is left, and keeps the next run.
 */
import { openSync, readdirSync, readSync, statSync, writeSync, closeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { Random } from '../seeded-random.ts';
import { openApp, setRecipe, write } from './app.ts';
import { KilledBrowser } from './killed-browser.ts';
import { test } from './test.ts';

const ROUNDS = Number(process.env.GLASSHOUSE_DAMAGE_ROUNDS ?? 50);
/** In each round; with 50 rounds 500 places. */
const PLACES = 10;
const SEED = Number(process.env.GLASSHOUSE_DAMAGE_SEED ?? Date.now() % 1_000_000);

test.setTimeout(3_600_000);

let browser: KilledBrowser;

test.beforeEach(({ watch }) => {
	browser = new KilledBrowser(watch);
});
test.afterEach(() => browser.remove());

/** All files in which Chromium keeps IndexedDB. */
function databaseFiles(profile: string): string[] {
	const folder = join(profile, 'Default', 'IndexedDB');
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.filter((path) => statSync(path).size > 0);
}

/** Flips one bit in one file, drawn by size. */
function damage(files: readonly string[], random: Random): void {
	const sizes = files.map((path) => statSync(path).size);
	let at = Math.floor(random.next() * sizes.reduce((sum, size) => sum + size, 0));
	const index = sizes.findIndex((size) => (at -= size) < 0);
	const path = files[index];
	if (path === undefined) throw new Error('a place outside all files was drawn');
	const place = at + (sizes[index] ?? 0);
	const file = openSync(path, 'r+');
	const byte = new Uint8Array(1);
	readSync(file, byte, 0, 1, place);
	byte[0] = (byte[0] ?? 0) ^ (1 << Math.floor(random.next() * 8));
	writeSync(file, byte, 0, 1, place);
	closeSync(file);
}

async function countRuns(page: Page): Promise<number> {
	await page.goto('./#/runs');
	await expect(page.getByRole('heading', { level: 1, name: 'Runs' })).toBeVisible();
	const count = page.locator('main .count');
	await expect(count.or(page.locator('main .empty'))).toBeVisible();
	return (await count.count()) === 0 ? 0 : parseInt(await count.innerText());
}

test('with damaged database files the app starts, writes and keeps', async () => {
	console.log(`GLASSHOUSE_DAMAGE_SEED=${SEED}`);
	const random = new Random(SEED);
	let lost = 0;
	let expected = 0;
	for (let round = 1; round <= ROUNDS; round++) {
		const page = await browser.open();
		const found = await countRuns(page);
		lost += Math.max(0, expected - found);
		if (found === 0 && expected > 0)
			await expect(page.getByText(/The browser has thrown away/)).toBeVisible();
		await openApp(page);
		await setRecipe(page, { prompt: `Mia has ${round} kites.`, preset: 'Greedy', maxTokens: 4 });
		await write(page);
		expected = await countRuns(page);
		expect(expected, `round ${round}`).toBe(found + 1);
		await browser.close();
		const files = databaseFiles(browser.profile);
		for (let place = 0; place < PLACES; place++) damage(files, random);
	}
	console.log(`${ROUNDS * PLACES} places damaged: ${lost} of ${ROUNDS} runs were lost with them`);
});
