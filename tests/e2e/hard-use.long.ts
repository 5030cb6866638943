/** Hours of use in a row, and the largest things that the app takes: what stays flat is asserted, times are printed. */
import { expect, type Page } from '@playwright/test';
import { openApp, setRecipe, write } from './app.ts';
import { draftKept } from './kept-draft.ts';
import { openLibrary, writeMlcFolder } from './library-page.ts';
import { PageLoad, watchLongTasks } from './page-load.ts';
import { test } from './test.ts';

const RUNS = 500;
const SWITCHES = 50;
/** Sprout's tokens that end a text. */
const ENDS = [0, 4];

test.setTimeout(3_600_000);

async function seconds(work: () => Promise<unknown>): Promise<string> {
	const begin = performance.now();
	await work();
	return `${((performance.now() - begin) / 1000).toFixed(1)} s`;
}

test('500 runs in a row take no more of the page than their rows, and of the disk than their files', async ({
	page
}) => {
	await openApp(page);
	await setRecipe(page, { preset: 'Wild', maxTokens: 16 });
	const load = await PageLoad.of(page);
	for (let run = 1; run <= RUNS; run++) {
		await setRecipe(page, { seed: String(run) });
		await write(page);
		if (run % 25 === 0) await load.look(run);
	}
	load.print(`${RUNS} runs of 16 tokens`);
	await page.getByRole('link', { name: 'Runs', exact: true }).click();
	await expect(page.getByText(`${RUNS} runs`, { exact: true })).toBeVisible();
	expect(load.slope('heapMb'), 'MB of heap a run').toBeLessThan(0.01);
	expect(load.slope('nodes')).toBeLessThan(0.5);
	expect(load.slope('listeners')).toBeLessThan(0.5);
	expect(new Set(load.samples.map(({ workers }) => workers)).size).toBe(1);
	expect(load.slope('storedMb'), 'MB on the disk a run').toBeLessThan(0.1);
});

test('50 model switches in a row leave one worker, and as much heap as the first', async ({
	page
}) => {
	await openApp(page);
	await setRecipe(page, { preset: 'Greedy', maxTokens: 4 });
	const load = await PageLoad.of(page);
	const chooser = page.getByRole('banner').getByRole('button', { name: /^Sprout/ });
	for (let done = 1; done <= SWITCHES; done++) {
		const precision = done % 2 === 1 ? '4-bit' : 'int8';
		await chooser.click();
		await page.getByRole('radio', { name: precision }).click();
		await expect(chooser).toHaveAccessibleName(new RegExp(`${precision}.*ready`));
		await page.keyboard.press('Escape');
		await write(page);
		if (done % 5 === 0) await load.look(done);
	}
	load.print(`${SWITCHES} switches between int8 and 4-bit, a text after each`);
	expect(load.slope('heapMb'), 'MB of heap a switch').toBeLessThan(0.05);
	expect(load.slope('nodes')).toBeLessThan(5);
	expect(new Set(load.samples.map(({ workers }) => workers)).size).toBe(1);
});

async function openSweep(page: Page, rows: string, columns: string): Promise<void> {
	await page.goto('./#/sweep');
	await page.getByRole('spinbutton', { name: 'Max tokens' }).fill('16');
	await page.getByLabel('Rows: values').fill(rows);
	await page.getByLabel('Columns: values').fill(columns);
}

test('a sweep of 256 cells is written, drawn and opened again; 400 are refused', async ({
	page
}) => {
	await openApp(page);
	await openSweep(page, '1..20', '0.1 to 2 step 0.1');
	await expect(page.getByText(/at most 256 runs; this is 400/)).toBeVisible();
	await openSweep(page, '1..16', '0.1 to 1.6 step 0.1');
	const load = await PageLoad.of(page);
	const longest = await watchLongTasks(page);
	const before = await load.look(0);
	const time = await seconds(async () => {
		await page.getByRole('button', { name: 'Sweep 256 runs' }).click();
		await expect(page.getByText('256 of 256 runs done.')).toBeVisible({ timeout: 600_000 });
	});
	const after = await load.look(256);
	const reload = await seconds(async () => {
		await page.reload();
		await expect(page.getByRole('tree', { name: 'Branches' })).toBeVisible({ timeout: 120_000 });
	});
	console.log(
		`256 cells of 16 tokens: ${time}; longest task ${(await longest().catch(() => NaN)).toFixed(0)} ms; ` +
			`heap +${(after.heapMb - before.heapMb).toFixed(1)} MB; ${after.nodes - before.nodes} nodes more; ` +
			`drawn again after a reload in ${reload}`
	);
});

/** Biases the end of a text away in Play's kept settings: without it Sprout ends most texts before 100 tokens. */
async function forbidTheEnd(page: Page): Promise<void> {
	await page.evaluate(
		(ends) =>
			new Promise<void>((resolve) => {
				const opening = indexedDB.open('glasshouse-settings');
				opening.onsuccess = () => {
					const database = opening.result;
					const transaction = database.transaction('values', 'readwrite');
					const values = transaction.objectStore('values');
					const reading = values.get('draft');
					reading.onsuccess = () => {
						const draft = reading.result as { recipe: { settings: { logit_bias: object } } };
						draft.recipe.settings.logit_bias = Object.fromEntries(ends.map((end) => [end, -100]));
						values.put(draft, 'draft');
					};
					transaction.oncomplete = () => {
						database.close();
						resolve();
					};
				};
			}),
		ENDS
	);
}

test('four columns of up to 500 tokens are written side by side', async ({ page }) => {
	await openApp(page);
	await setRecipe(page, { preset: 'Wild', maxTokens: 490 });
	await draftKept(page, '"max_tokens":490');
	await forbidTheEnd(page);
	await page.reload();
	await page.goto('./#/compare');
	await page.getByRole('button', { name: 'Take from Play' }).click();
	await page.getByRole('button', { name: 'Three seeds' }).click();
	await page.getByRole('button', { name: 'Add a column' }).click();
	const load = await PageLoad.of(page);
	const longest = await watchLongTasks(page);
	const before = await load.look(0);
	const time = await seconds(async () => {
		await page.getByRole('button', { name: 'Write 4 columns' }).click();
		await expect(page.getByText(/tokens, [\d.,]+ tokens\/s/)).toHaveCount(4, { timeout: 60_000 });
	});
	const after = await load.look(4);
	const tokens = await page.getByRole('article').getByRole('option').count();
	console.log(
		`four columns, ${tokens} tokens: ${time}; longest task ${(await longest()).toFixed(0)} ms; ` +
			`heap +${(after.heapMb - before.heapMb).toFixed(1)} MB; ${after.nodes - before.nodes} nodes more`
	);
	expect(tokens).toBe(4 * 490);
});

test('a file of 100 MB that is dropped is refused by its size, at once', async ({ page }) => {
	await openApp(page);
	const load = await PageLoad.of(page);
	const longest = await watchLongTasks(page);
	const before = await load.look(0);
	const transfer = await page.evaluateHandle(() => {
		const data = new DataTransfer();
		const megabyte = ' '.repeat(1_000_000);
		const parts = ['{', ...Array.from({ length: 100 }, () => megabyte), '}'];
		data.items.add(new File(parts, 'large.run.json', { type: 'application/json' }));
		return data;
	});
	const time = await seconds(async () => {
		await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
		await expect(page.getByRole('alert')).toContainText('too large');
	});
	await transfer.dispose();
	const after = await load.look(1);
	console.log(
		`100 MB dropped: said in ${time}; longest task ${(await longest()).toFixed(0)} ms; ` +
			`heap +${(after.heapMb - before.heapMb).toFixed(1)} MB`
	);
	expect(after.heapMb - before.heapMb).toBeLessThan(10);
});

test('a folder of 3 GB is stored without holding it in memory', async ({ page, hub }, info) => {
	const folder = info.outputPath('large-model');
	writeMlcFolder(folder, { shards: 12, shardBytes: 256 * 1024 * 1024 })();
	await openLibrary(page, hub);
	const load = await PageLoad.of(page);
	const longest = await watchLongTasks(page);
	const before = await load.look(0);
	const looked = await seconds(async () => {
		await page.getByLabel('Model folder').setInputFiles(folder);
		await expect(page.getByRole('button', { name: /^Import .*: large-model/ })).toBeVisible();
	});
	const stored = await seconds(async () => {
		await page.getByRole('button', { name: /^Import .*: large-model/ }).click();
		await expect(page.getByText(/large-model.* was imported\./)).toBeVisible({
			timeout: 1_800_000
		});
	});
	const after = await load.look(1);
	console.log(
		`3 GB folder: looked through in ${looked}, hashed and stored in ${stored}; ` +
			`longest task ${(await longest()).toFixed(0)} ms; heap +${(after.heapMb - before.heapMb).toFixed(1)} MB`
	);
	expect(after.heapMb - before.heapMb).toBeLessThan(20);
});
