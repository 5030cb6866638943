/** What browsers, disks and people do to stored models, on the built app. */
import { readFileSync } from 'node:fs';
import { expect, type CDPSession, type Page } from '@playwright/test';
import type { LoopbackHub } from '../hub/hub.ts';
import { openApp, saved, setRecipe, write } from './app.ts';
import {
	button,
	downloadButton,
	downloads,
	exportOnnxModel,
	getOnnxModel,
	lookAt,
	MLC,
	MLC_ID,
	ONNX,
	openLibrary,
	stored,
	WEIGHTS
} from './library-page.ts';
import { countRows, damageChunks } from './weights-database.ts';
import { test } from './test.ts';

const SHARD = 'params_shard_0.bin';

async function devTools(page: Page): Promise<{ session: CDPSession; origin: string }> {
	const session = await page.context().newCDPSession(page);
	return { session, origin: new URL(page.url()).origin };
}

const shardRequests = (hub: LoopbackHub) => hub.log.filter(({ path }) => path === SHARD);

async function expectItWrites(page: Page, name = /sprout-copy/): Promise<void> {
	await expect(
		page.getByRole('banner', { name: 'Model' }).getByRole('button', { name })
	).toContainText('ready');
	await setRecipe(page, { preset: 'Greedy', maxTokens: 5 });
	await write(page);
}

test('the browser is asked once to keep what is stored, and its answer is shown', async ({
	page,
	stockedHub: hub
}) => {
	await page.addInitScript(() => {
		const ask = navigator.storage.persist.bind(navigator.storage);
		let asked = 0;
		StorageManager.prototype.persist = () => {
			asked += 1;
			document.documentElement.dataset['askedToPersist'] = String(asked);
			return ask();
		};
	});
	await openLibrary(page, hub);
	const root = page.locator('html');
	await expect(root).not.toHaveAttribute('data-asked-to-persist');
	await getOnnxModel(page);
	await expect(root).toHaveAttribute('data-asked-to-persist', '1');
	const promised = await page.evaluate(() => navigator.storage.persisted());
	const words = promised
		? 'has promised to keep everything'
		: 'may delete things when the disk is full';
	await expect(page.getByRole('region', { name: 'Storage' })).toContainText(words);
	await downloadButton(page, MLC_ID).first().click();
	await expect(button(page, `Use ${MLC_ID}`)).toBeVisible();
	await expect(root).toHaveAttribute('data-asked-to-persist', '1');
});

test('a model whose deletion could still be undone when the tab was closed is erased by the next', async ({
	context,
	page,
	stockedHub: hub
}) => {
	await openLibrary(page, hub);
	await getOnnxModel(page);
	await page.getByRole('button', { name: 'Delete sprout-copy int8' }).click();
	await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
	await page.close();
	const next = await context.newPage();
	await next.goto('./#/library');
	await expect(next.getByText(/No downloaded models yet/)).toBeVisible();
	await expect.poll(() => countRows(next, 'chunks')).toBe(0);
	expect(await countRows(next, 'models')).toBe(0);
});

test('damage on the disk is found, named, and only the damaged file is fetched again', async ({
	page,
	stockedHub: hub
}) => {
	await openLibrary(page, hub);
	await getOnnxModel(page);
	await damageChunks(page);
	await page.getByRole('button', { name: 'Verify sprout-copy int8' }).click();
	await expect(stored(page)).toContainText('Damaged: onnx/model_int8.onnx (damaged).');
	await button(page, 'Use sprout-copy int8').click();
	await expect(page.getByRole('alert')).toContainText('model_int8.onnx');
	await page.getByRole('link', { name: 'Library', exact: true }).click();
	const before = hub.log.length;
	await page.getByRole('button', { name: 'Repair sprout-copy int8' }).click();
	await expect(downloads(page)).toBeHidden();
	await page.getByRole('button', { name: 'Verify sprout-copy int8' }).click();
	await expect(stored(page)).toContainText('All 5 files are intact.');
	expect(hub.log.slice(before).map(({ path }) => path)).toEqual([WEIGHTS]);
	await button(page, 'Use sprout-copy int8').click();
	await expectItWrites(page);
});

test('a store that the browser evicts while the app is open is noticed, and filled again', async ({
	page,
	stockedHub: hub
}) => {
	await openLibrary(page, hub);
	await getOnnxModel(page);
	const { session, origin } = await devTools(page);
	await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' });
	await button(page, 'Use sprout-copy int8').click();
	await expect(page.getByRole('alert').first()).toContainText(/model|stored/i);
	await page.getByRole('link', { name: 'Library', exact: true }).click();
	await expect(stored(page)).toHaveCount(0);
	await getOnnxModel(page);
	await button(page, 'Use sprout-copy int8').click();
	await expectItWrites(page);
});

test('a disk that fills up in mid-file says what is missing; with room it goes on from there', async ({
	page,
	stockedHub: hub
}) => {
	await openLibrary(page, hub);
	hub.misbehave(MLC, SHARD, { kind: 'slow', bytesPerSecond: 400_000 });
	await downloadButton(page, MLC_ID).first().click();
	await expect(downloads(page)).toContainText(/[3-9]\.\d MB of 16/);
	const { session, origin } = await devTools(page);
	await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1_000_000 });
	const alert = downloads(page).getByRole('alert');
	// How much is free stands behind it where the browser tells: the one without windows does not.
	await expect(alert).toContainText(/needs \d+\.\d MB more/, { timeout: 40_000 });
	await session.send('Storage.overrideQuotaForOrigin', { origin });
	hub.heal(MLC);
	await downloads(page).getByRole('button', { name: 'Try again' }).click();
	await expect(button(page, `Use ${MLC_ID}`)).toBeVisible();
	const [, second] = shardRequests(hub);
	expect(second?.start).toBeGreaterThan(2_000_000);
});

test('a second tab sees the download of the first, and fetches nothing itself', async ({
	context,
	page,
	stockedHub: hub
}) => {
	await openLibrary(page, hub);
	hub.misbehave(MLC, SHARD, { kind: 'slow', bytesPerSecond: 3_000_000 });
	await downloadButton(page, MLC_ID).first().click();
	await expect(downloads(page)).toContainText(/MB of 16/);
	const second = await context.newPage();
	await second.goto('./#/library');
	await expect(downloads(second)).toContainText('in another tab');
	await expect(second.getByText('Downloading in another tab').first()).toBeVisible();
	hub.heal(MLC);
	await expect(button(page, `Use ${MLC_ID}`)).toBeVisible();
	await expect(button(second, `Use ${MLC_ID}`)).toBeVisible();
	expect(shardRequests(hub).length).toBe(1);
});

test('a pack that is dropped onto the library is taken in and can be used', async ({
	page,
	stockedHub: hub
}) => {
	await openLibrary(page, hub);
	await getOnnxModel(page);
	const pack = readFileSync(await exportOnnxModel(page)).toString('base64');
	await page.getByRole('button', { name: 'Delete sprout-copy int8' }).click();
	hub.reset();
	const transfer = await page.evaluateHandle((base64) => {
		const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
		const data = new DataTransfer();
		data.items.add(new File([bytes], 'sprout.glasshouse.tar', { type: 'application/x-tar' }));
		return data;
	}, pack);
	for (const type of ['dragenter', 'dragover', 'drop']) {
		await page.dispatchEvent('body', type, { dataTransfer: transfer });
	}
	await expect(page.getByText('sprout-copy int8 was imported.')).toBeVisible();
	await button(page, 'Use sprout-copy int8').click();
	// Its files are Sprout's: that is its name, whatever the pack calls them.
	await expectItWrites(page, /^Sprout /);
});

test('a damaged run is named, saved as far as it goes, and deleted; the other one opens', async ({
	page
}) => {
	await openApp(page);
	for (const prompt of ['Mia has a red kite.', 'Tom has a blue boat.']) {
		await setRecipe(page, { prompt, preset: 'Greedy', maxTokens: 4 });
		await write(page);
	}
	await page.evaluate(async () => {
		const database = await new Promise<IDBDatabase>((resolve) => {
			const opening = indexedDB.open('glasshouse-runs');
			opening.onsuccess = () => resolve(opening.result);
		});
		await new Promise((resolve) => {
			const transaction = database.transaction(['runs', 'summaries'], 'readwrite');
			const cursor = transaction.objectStore('summaries').openCursor();
			cursor.onsuccess = () => {
				const row = cursor.result;
				if (row === null) return;
				const { id, promptStart } = row.value as { id: string; promptStart: string };
				if (promptStart.startsWith('Tom')) {
					transaction.objectStore('runs').put({ run: { id, output: 'half' } }, id);
					row.update({ id });
				}
				row.continue();
			};
			transaction.oncomplete = resolve;
		});
		database.close();
	});
	await page.goto('./#/runs');
	await page.reload();
	await page.getByRole('link', { name: 'Damaged run' }).click();
	await expect(page.getByRole('alert')).toContainText('This run is damaged.');
	expect((await saved(page, 'Save what is left')).toString()).toContain('"output":"half"');
	await page.getByRole('button', { name: 'Delete this run' }).click();
	await page.getByRole('link', { name: '← All runs' }).click();
	await expect(page.getByRole('link', { name: 'Damaged run' })).toHaveCount(0);
	await page.getByRole('link', { name: 'Mia has a red kite.' }).click();
	await expect(page.getByRole('listbox', { name: 'Recorded output' })).toBeVisible();
});

test('a tokenizer that belongs to another model is named', async ({ page, stockedHub: hub }) => {
	const path = 'tokenizer.json';
	const file = JSON.parse(readFileSync(`public/models/sprout/${path}`, 'utf8')) as {
		model: { vocab: Record<string, number> };
	};
	for (let id = 0; id < 2_000; id++) file.model.vocab[`another word ${id}`] = 5_000 + id;
	const bytes = new TextEncoder().encode(JSON.stringify(file));
	hub.addBytes({ repository: ONNX, path, bytes });
	await openLibrary(page, hub);
	await lookAt(page, ONNX);
	await downloadButton(page, 'sprout-copy int8').click();
	await button(page, 'Use sprout-copy int8').click();
	await expect(page.getByRole('alert').first()).toContainText(
		'The tokenizer and the weights belong to different models'
	);
});
