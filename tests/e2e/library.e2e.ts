/** The library on the built app, against a hub on the loopback interface that can misbehave. */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { spoiledSprout } from '../fixtures/spoiled-sprout.ts';
import { outputTokens, setRecipe, verdict, write } from './app.ts';
import {
	button,
	downloadButton,
	downloads,
	exportOnnxModel,
	getOnnxModel,
	importButton,
	lookAt,
	MLC,
	MLC_ID,
	ONNX,
	openLibrary,
	PARTS,
	SHARD_BYTES,
	SPROUT,
	stored,
	WEIGHTS,
	writeMlcFolder
} from './library-page.ts';
import { draftKept } from './kept-draft.ts';
import { readRows, WEIGHT_TABLES } from './weights-database.ts';
import { test } from './test.ts';

test('models are searched and filtered, and the share with open data is counted', async ({
	page
}) => {
	await page.goto('./#/library');
	await expect(page.getByRole('heading', { name: 'All models' })).toBeVisible();
	const count = page.getByRole('search').getByRole('status');
	await expect(count).toHaveText('192 of 192 models');
	await expect(
		page.getByText('Only 24 of WebLLM’s 165 models publish their training data.')
	).toBeVisible();
	await page.getByRole('searchbox', { name: 'Search models' }).fill('smollm2 135m q0');
	await expect(page.getByRole('heading', { name: 'SmolLM2 135M Instruct' })).toBeVisible();
	await expect(page.getByText('Not tested here.').first()).toBeVisible();
	await page.getByRole('button', { name: 'Needs no f16' }).click();
	await expect(count).toHaveText(/^1 of 192/);
	await page.getByRole('button', { name: 'Show all' }).click();
	await page.getByRole('button', { name: 'Open data' }).click();
	await expect(count).toHaveText('33 of 192 models');
	const chip = page.getByRole('button', { name: /^Data/ }).first();
	expect((await chip.boundingBox())?.height).toBeGreaterThanOrEqual(24);
	await chip.hover();
	await expect(page.getByRole('note').first()).toContainText('read 2026-11');
});

test('a model of 16-bit floats names its reason here and offers the 32-bit one', async ({
	page
}) => {
	await page.goto('./#/library');
	await expect(page.getByRole('heading', { name: 'All models' })).toBeVisible();
	await page.getByRole('searchbox', { name: 'Search models' }).fill('Llama-3.2-1B');
	await page
		.getByLabel('Precision of Llama-3.2-1B-Instruct')
		.selectOption('Llama-3.2-1B-Instruct-q4f16_1-MLC');
	await expect(page.getByText('It computes in 16-bit floats')).toBeVisible();
	await page.getByRole('button', { name: 'Use q4f32_1 instead' }).click();
	await expect(page.getByText('It computes in 16-bit floats')).toBeHidden();
});

test('a hub model is downloaded, stored, used with the hub gone, and its run regrows', async ({
	page,
	stockedHub: hub
}) => {
	await openLibrary(page, hub);
	await getOnnxModel(page);
	hub.reset(); // nothing is there to be fetched any more
	await button(page, 'Use sprout-copy int8').click();
	await expect(page.getByRole('button', { name: /sprout-copy/ })).toContainText('ready');
	await setRecipe(page, { preset: 'Greedy', maxTokens: 8 });
	await write(page);
	expect(await outputTokens(page).count()).toBeGreaterThan(0);
	await page.getByRole('link', { name: 'Open this run' }).click();
	await expect(page.getByRole('main')).toContainText('sprout-copy');
	await page.getByRole('button', { name: 'Regrow' }).click();
	await expect(verdict(page)).toContainText(/same|identical|equal/i);
	expect(hub.log).toEqual([]);
});

test('the stored model in use is there again after a reload', async ({ page, stockedHub: hub }) => {
	await openLibrary(page, hub);
	await getOnnxModel(page);
	await button(page, 'Use sprout-copy int8').click();
	await expect(page.getByRole('button', { name: /sprout-copy/ })).toContainText('ready');
	await draftKept(page, /"modelId":"(?!sprout")/);
	await page.reload();
	await expect(page.getByRole('button', { name: /sprout-copy/ })).toContainText('ready');
});

test('a download pauses, survives a reload and a cut, and fetches nothing twice', async ({
	page,
	allowConsole,
	stockedHub: hub
}) => {
	// Chromium writes it for some of the cuts, not for all.
	allowConsole(/ERR_CONTENT_LENGTH_MISMATCH .*params_shard_0\.bin/);
	await openLibrary(page, hub);
	hub.misbehave(MLC, 'params_shard_0.bin', { kind: 'slow', bytesPerSecond: 1_000_000 });
	await downloadButton(page, MLC_ID).first().click();
	await expect(downloads(page)).toContainText(/MB of 16\.\d MB · .+\/s/);
	await page.getByRole('button', { name: `Pause download of ${MLC_ID}` }).click();
	await expect(downloads(page)).toContainText('Paused at');
	await page.reload();
	await expect(downloads(page)).toContainText('Paused at');
	await expect(page.getByText(/^\d+ % downloaded$/).first()).toBeVisible();
	hub.heal(MLC);
	hub.misbehave(MLC, 'params_shard_0.bin', { kind: 'cut', afterBytes: 2_500_000, times: 1 });
	await button(page, `Resume ${MLC_ID}`).click();
	await expect(button(page, `Use ${MLC_ID}`)).toBeVisible();
	const sent = hub.log
		.filter(({ path }) => path === 'params_shard_0.bin')
		.reduce((sum, { sentBytes }) => sum + sentBytes, 0);
	expect(sent).toBeLessThan(SHARD_BYTES * 1.5);
	expect(hub.log.some(({ start }) => start > 0)).toBe(true);
});

test('wrong bytes are refused by name', async ({ page, stockedHub: hub }) => {
	await openLibrary(page, hub);
	await lookAt(page, ONNX);
	hub.misbehave(ONNX, WEIGHTS, { kind: 'wrong-bytes' });
	await downloadButton(page, 'sprout-copy int8').click();
	await expect(downloads(page).getByRole('alert')).toContainText('model_int8.onnx');
	hub.heal(ONNX);
	await downloads(page).getByRole('button', { name: 'Try again' }).click();
	await expect(button(page, 'Use sprout-copy int8')).toBeVisible();
});

test('a disk without room says how much is needed', async ({ page, stockedHub: hub }) => {
	await page.addInitScript(() => {
		StorageManager.prototype.estimate = () => Promise.resolve({ quota: 1_000_000, usage: 900_000 });
	});
	await openLibrary(page, hub);
	await lookAt(page, ONNX);
	await downloadButton(page, 'sprout-copy int8').click();
	await expect(downloads(page).getByRole('alert')).toContainText(
		/needs \d\.\d MB more; 100 kB is free/
	);
});

test('a deleted model comes back with Undo', async ({ page, stockedHub: hub }) => {
	await openLibrary(page, hub);
	await getOnnxModel(page);
	await page.getByRole('button', { name: 'Delete sprout-copy int8' }).click();
	await expect(stored(page)).toHaveCount(0);
	await page.getByRole('button', { name: 'Undo' }).click();
	await expect(stored(page)).toHaveCount(1);
	await expect(stored(page).getByRole('button', { name: /^Use / })).toBeFocused();
	await page.getByRole('button', { name: 'Verify sprout-copy int8' }).click();
	await expect(stored(page)).toContainText('All 5 files are intact.');
});

test('a pack leaves, the model is deleted, and the pack brings it back to be used', async ({
	page,
	stockedHub: hub
}) => {
	await openLibrary(page, hub);
	await getOnnxModel(page);
	const pack = await exportOnnxModel(page);
	await page.getByRole('button', { name: 'Delete sprout-copy int8' }).click();
	await expect(stored(page)).toHaveCount(0);
	await expect(page.getByRole('button', { name: 'Undo' })).toBeHidden();
	await page.getByLabel('Model pack').setInputFiles(pack);
	await expect(page.getByText('sprout-copy int8 was imported.')).toBeVisible();
	await button(page, 'Use sprout-copy int8').click();
	// Its files are Sprout's: that is its name, whatever the pack calls them.
	const bar = page.getByRole('banner', { name: 'Model' });
	await expect(bar.getByRole('button', { name: /^Sprout .*ready/ })).toBeVisible();
	await expect(bar).not.toContainText('sprout-copy');
	await setRecipe(page, { preset: 'Greedy', maxTokens: 5 });
	await write(page);
});

test('a model folder is imported in the precision that is chosen', async ({ page }) => {
	await page.goto('./#/library');
	await expect(page.getByRole('heading', { name: 'All models' })).toBeVisible();
	await page.getByRole('region', { name: 'Your own models' }).scrollIntoViewIfNeeded();
	await page.getByLabel('Model folder').setInputFiles(SPROUT);
	// Far from where the page is scrolled to: the answer comes where it was asked for, and is brought into view.
	const found = page.getByRole('region', { name: 'Storage' }).getByRole('group');
	await expect(found).toBeFocused();
	await expect(found).toBeInViewport();
	await importButton(page, 'sprout q4').click();
	await button(page, 'Use sprout q4').click();
	await expect(page.getByRole('button', { name: /^Sprout .*4-bit.*ready/ })).toBeVisible();
	await setRecipe(page, { preset: 'Greedy', maxTokens: 5 });
	await write(page);
});

test('a model that computes wrong is named once it is loaded, and can be used nevertheless', async ({
	page
}, info) => {
	const folder = info.outputPath('spoiled');
	mkdirSync(join(folder, 'onnx'), { recursive: true });
	for (const name of PARTS) copyFileSync(join(SPROUT, name), join(folder, name));
	writeFileSync(
		join(folder, 'onnx/model.onnx'),
		spoiledSprout((weight) => -weight)
	);
	await page.goto('./#/library');
	await page.getByLabel('Model folder').setInputFiles(folder);
	await importButton(page, 'spoiled fp32').click();
	await button(page, 'Use spoiled fp32').click();
	await expect(page.getByRole('alert')).toContainText('may not compute correctly here');
	await expect(page.getByRole('alert')).toContainText('Try another precision');
	await page.getByLabel('Your message').fill('Who are you?');
	await setRecipe(page, { preset: 'Greedy', maxTokens: 4 });
	await write(page);
	await page.getByRole('button', { name: 'Dismiss' }).click();
	await expect(page.getByRole('alert')).toHaveCount(0);
});

test('a folder without one of its shards is refused by the name of the shard, and nothing is stored', async ({
	page
}) => {
	const folder = test.info().outputPath('classroom-model');
	const addShard = writeMlcFolder(folder);
	await page.goto('./#/library');
	await expect(page.getByRole('heading', { name: 'All models' })).toBeVisible();
	await page.getByLabel('Model folder').setInputFiles(folder);
	const problems = page.getByRole('list', { name: 'Problems' }).getByRole('listitem');
	await expect(problems).toHaveText(['params_shard_1.bin is missing.']);
	await expect(page.getByText('Nothing was stored.')).toBeVisible();
	for (const table of WEIGHT_TABLES) expect(await readRows(page, table), table).toEqual([]);
	// It was the shard alone: with it, the same folder is offered.
	addShard();
	await page.getByLabel('Model folder').setInputFiles(folder);
	await expect(importButton(page, 'classroom-model q4f32_1')).toBeVisible();
});

test('a model that lacks files is refused with all of its problems, and nothing is stored', async ({
	page,
	expectConsole,
	stockedHub: hub
}) => {
	expectConsole(/status of 404 .*\/test\/nobody\//);
	await openLibrary(page, hub);
	hub.addBytes({ repository: 'test/broken', path: 'model.safetensors', bytes: new Uint8Array(9) });
	await lookAt(page, 'test/broken');
	const problems = page.getByRole('list', { name: 'Problems' });
	for (const file of ['config.json', 'tokenizer.json', 'onnx/model.onnx']) {
		await expect(problems).toContainText(`${file} is missing`);
	}
	await lookAt(page, 'no repository');
	await expect(problems).toContainText('owner/name');
	await lookAt(page, 'test/nobody');
	await expect(page.getByRole('region', { name: 'Your own models' })).toContainText(
		'There is no repository test/nobody'
	);
	await expect(stored(page)).toHaveCount(0);
});
