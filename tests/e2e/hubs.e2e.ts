/** Hubs as people meet them: addresses they copy, reasons that hubs give, copies without Git LFS. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { openApp, setRecipe, verdict, write } from './app.ts';
import {
	addOnnxModel,
	button,
	downloadButton,
	getOnnxModel,
	lookAt,
	ONNX,
	openLibrary,
	SPROUT,
	stored,
	WEIGHTS
} from './library-page.ts';
import { test } from './test.ts';

test('a repository is found by whatever people copy of it', async ({
	page,
	hub,
	expectConsole
}) => {
	expectConsole(/status of 404 .*no-such-branch/);
	addOnnxModel(hub);
	await openLibrary(page, hub);
	const offer = downloadButton(page, 'sprout-copy int8');
	for (const place of [
		`huggingface.co/${ONNX}`,
		`https://hf.co/${ONNX}/tree/refs%2Fpr%2F1?x=1#y`,
		`https://huggingface.co/${ONNX}/blob/main/${WEIGHTS}`,
		`${hub.url}/${ONNX}/`,
		`${ONNX}@refs/pr/1`
	]) {
		await lookAt(page, place);
		await expect(offer, place).toBeVisible();
		await lookAt(page, 'classroom/100%');
		await expect(page.getByText(/cannot be used/)).toBeVisible();
		await expect(offer).toHaveCount(0);
	}
	await lookAt(page, `${ONNX}/tree/no-such-branch`);
	await expect(page.getByRole('alert')).toContainText('has no such branch, tag or commit');
});

test('a hub’s own reason is what people read', async ({ page, hub, expectConsole }) => {
	expectConsole(/status of 401/, /status of 404/);
	addOnnxModel(hub);
	await openLibrary(page, hub);
	for (const [refusal, words] of [
		[{ status: 401, errorCode: 'GatedRepo' }, 'only to people who accept their terms'],
		[{ status: 401 }, 'only to people who sign in'],
		[{ status: 404, errorCode: 'RepoNotFound' }, `There is no repository ${ONNX}`]
	] as const) {
		hub.refuse(ONNX, refusal);
		await lookAt(page, ONNX);
		await expect(page.getByRole('alert')).toContainText(words);
	}
});

test('a Git LFS pointer is named before anything is stored', async ({ page, hub }) => {
	addOnnxModel(hub);
	const oid = 'b'.repeat(64);
	const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize 1000000\n`;
	hub.addBytes({ repository: ONNX, path: WEIGHTS, bytes: new TextEncoder().encode(pointer) });
	await openLibrary(page, hub);
	await lookAt(page, ONNX);
	await expect(page.getByRole('list', { name: 'Problems' })).toHaveText(
		`${WEIGHTS} is only a Git LFS pointer, not the file itself.`
	);
	await expect(page.getByText('This copy was made without Git LFS.')).toBeVisible();
	await expect(stored(page)).toHaveCount(0);
});

test('a run link whose model came from a mirror names its repository, and gets it', async ({
	page,
	hub,
	browser
}) => {
	addOnnxModel(hub);
	// The very files of the built-in model would be here already, whatever they are called.
	const config = Buffer.concat([readFileSync(join(SPROUT, 'config.json')), Buffer.from('\n')]);
	hub.addBytes({ repository: ONNX, path: 'config.json', bytes: config });
	await openLibrary(page, hub);
	await getOnnxModel(page);
	await button(page, 'Use sprout-copy int8').click();
	// Not the built-in model, so it begins as a model of the hub does: in chat, with nothing said.
	await expect(page.getByRole('button', { name: /sprout-copy/ })).toContainText('ready');
	await page.getByRole('radio', { name: 'Completion' }).check();
	await setRecipe(page, { preset: 'Greedy', prompt: 'One morning Mia', maxTokens: 8 });
	await write(page);
	await page.getByRole('button', { name: 'Share', exact: true }).click();
	const link = await page.getByRole('textbox', { name: 'Run link' }).inputValue();

	const other = await (await browser.newContext()).newPage();
	await openApp(other);
	await openLibrary(other, hub);
	hub.log = [];
	await other.goto(link);
	const asked = other.getByRole('region', { name: 'Model asked for' });
	await expect(asked).toContainText(ONNX);
	await expect(asked).toContainText('revision');
	expect(hub.log).toEqual([]);
	await downloadButton(asked, 'sprout-copy int8').click();
	await expect(asked.getByRole('button', { name: /^Download/ })).toHaveCount(0);
	await other.getByRole('button', { name: 'Verify', exact: true }).click();
	await expect(verdict(other)).toContainText(/Same tokens|Bit-exact/);
	await other.context().close();
});
