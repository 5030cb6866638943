/** Several CPU threads in the built app: chosen, started, ended, and left out where a browser gives none. */
import { expect, type Page } from '@playwright/test';
import { modelIsReady, openApp, outputTokens, readPieces, setRecipe, write } from './app.ts';
import { test } from './test.ts';

/** Threads that the runtime has started beside the one that it runs in. */
const startedThreads = (page: Page): number =>
	page.workers().filter((worker) => worker.url().includes('ort-wasm-simd-threaded')).length;

const inUse = (page: Page) => page.getByText(/^The model in use computes with/);

async function chooseThreads(page: Page, label: string): Promise<void> {
	await page.goto('#/settings');
	await page
		.getByRole('group', { name: 'Processor threads' })
		.getByRole('radio', { name: label, exact: true })
		.check({ force: true });
}

async function play(page: Page): Promise<void> {
	await page.goto('#/');
	await modelIsReady(page);
}

async function written(page: Page, maxTokens: number): Promise<string[]> {
	await setRecipe(page, { prompt: 'Mia has a red kite.', seed: '7', maxTokens });
	await write(page);
	return await readPieces(outputTokens(page));
}

test('two threads are started, write the same text as one, and stand in the run', async ({
	page
}) => {
	await openApp(page);
	expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
	const alone = await written(page, 24);
	expect(startedThreads(page)).toBe(0);

	await chooseThreads(page, '2');
	await expect(inUse(page)).toContainText('2 threads');
	expect(startedThreads(page)).toBe(1);
	await play(page);
	expect(await written(page, 24)).toEqual(alone);
	await page.getByRole('link', { name: 'Open this run' }).click();
	await page.getByText('Machine', { exact: true }).click();
	await expect(page.getByText(/, 2 threads, prompt/)).toBeVisible();
});

test('a stopped run, another precision, another number: no thread stays behind', async ({
	page
}) => {
	await openApp(page);
	await chooseThreads(page, '4');
	await expect(inUse(page)).toContainText('4 threads');
	expect(startedThreads(page)).toBe(3);

	await play(page);
	await setRecipe(page, { prompt: 'Mia has a red kite.', seed: '7', maxTokens: 400 });
	await page.getByRole('button', { name: 'Write', exact: true }).click();
	await expect(outputTokens(page)).not.toHaveCount(0);
	await page.keyboard.press('Escape');
	await expect(page.getByRole('link', { name: 'Open this run' })).toBeVisible();
	expect(startedThreads(page)).toBe(3);

	await page
		.getByRole('banner', { name: 'Model' })
		.getByRole('button', { name: /Sprout/ })
		.click();
	const chooser = page.getByRole('region', { name: 'Choose a model' });
	await chooser.getByRole('radio', { name: 'Full' }).click();
	await expect(chooser).toContainText('Computes with 4 threads.');
	await expect.poll(() => startedThreads(page)).toBe(3);

	await chooseThreads(page, '2');
	await expect(inUse(page)).toContainText('2 threads');
	await expect.poll(() => startedThreads(page)).toBe(1);
	await page.reload();
	await expect(inUse(page)).toContainText('2 threads');
	await expect.poll(() => startedThreads(page)).toBe(1);
	await chooseThreads(page, 'Automatic');
	await expect(inUse(page)).toContainText('1 thread.');
	await expect.poll(() => startedThreads(page)).toBe(0);
});

/** As a host would send it that knows nothing of isolation. */
async function withoutIsolation(page: Page, files: string): Promise<void> {
	await page.context().route(files, async (route) => {
		const response = await route.fetch();
		const headers = Object.entries(response.headers()).filter(
			([name]) => !name.startsWith('cross-origin-')
		);
		await route.fulfill({ response, headers: Object.fromEntries(headers) });
	});
}

async function keepChoice(page: Page, threads: string): Promise<void> {
	await page.addInitScript((value) => localStorage.setItem('glasshouse.threads', value), threads);
}

test('without isolation one thread computes, and the settings say why', async ({ page }) => {
	await keepChoice(page, '2');
	await withoutIsolation(page, '**/*');
	await openApp(page);
	expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
	await written(page, 8);
	expect(startedThreads(page)).toBe(0);
	await page.goto('#/settings');
	await expect(inUse(page)).toContainText('1 thread.');
	await expect(
		page.getByText(/One thread\. Browsers allow more only on pages that are isolated/)
	).toBeVisible();
	await expect(page.getByRole('group', { name: 'Processor threads' })).toHaveCount(0);
});

test('a host that isolates the page but not the runtime’s script: one thread, and no endless wait', async ({
	page
}) => {
	await keepChoice(page, '2');
	await withoutIsolation(page, '**/runtime/onnx/*.mjs');
	await openApp(page);
	expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
	await written(page, 8);
	expect(startedThreads(page)).toBe(0);
	await page.goto('#/settings');
	await expect(inUse(page)).toContainText('1 thread.');
});
