import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from '@playwright/test';
import { openApp, outputTokens, readPieces, setRecipe, write } from './app.ts';
import { draftKept } from './kept-draft.ts';
import { test } from './test.ts';

test('a newcomer presses one button and watches the built-in model write', async ({
	page,
	baseURL
}) => {
	const foreign: string[] = [];
	page.on('request', (request) => {
		const url = request.url();
		if (url.startsWith('http') && !url.startsWith(new URL(baseURL ?? '').origin)) foreign.push(url);
	});
	await openApp(page);
	await expect(page.getByRole('heading', { level: 1 })).toContainText('Watch it choose each word');
	await expect(page.getByLabel('Prompt', { exact: true })).not.toHaveValue('');
	await write(page);
	expect(await outputTokens(page).count()).toBeGreaterThan(3);
	const counter = page.getByRole('group', { name: 'Counter' });
	await expect(counter).toContainText('tokens/s');
	await expect(counter).toContainText('first after');
	await expect(counter).toContainText('CPU');
	expect(foreign, 'requests outside the origin').toEqual([]);
});

test('the same seed writes the same tokens, another seed others', async ({ page }) => {
	await openApp(page);
	await setRecipe(page, { preset: 'Wild', seed: '7', maxTokens: 40 });
	await write(page);
	const first = await readPieces(outputTokens(page));
	await write(page);
	expect(await readPieces(outputTokens(page))).toEqual(first);
	await setRecipe(page, { seed: '8' });
	await write(page);
	expect(await readPieces(outputTokens(page))).not.toEqual(first);
});

test('Escape stops the writing at once, and what was written is kept', async ({ page }) => {
	await openApp(page);
	await setRecipe(page, { preset: 'Wild', maxTokens: 400 });
	await page.getByRole('button', { name: 'Write', exact: true }).click();
	await expect(outputTokens(page).first()).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(page.getByRole('button', { name: 'Write', exact: true })).toBeEnabled();
	await expect(page.getByRole('link', { name: 'Open this run' })).toBeVisible();
	await expect(page.getByRole('group', { name: 'Counter' })).toContainText(
		/stopped|cancelled|ended/i
	);
});

test('chat renders the conversation through the model’s own template', async ({ page }) => {
	await openApp(page);
	await page.getByRole('radio', { name: 'Chat' }).click();
	await page.getByLabel('Your message').fill('What is 2 + 3?');
	await page.getByText('What the model sees').click();
	await expect(page.getByRole('region', { name: 'Output' })).toContainText('<|assistant|>');
	await page.getByRole('button', { name: 'Send', exact: true }).click();
	await expect(page.getByRole('link', { name: 'Open this run' })).toBeVisible();
});

test('the draft and the last output survive a reload', async ({ page }) => {
	await openApp(page);
	await setRecipe(page, { prompt: 'Mia has a red kite.', preset: 'Greedy', maxTokens: 12 });
	await write(page);
	const written = await readPieces(outputTokens(page));
	const address = await page.getByRole('link', { name: 'Open this run' }).getAttribute('href');
	await draftKept(page, /[0-9a-f]{64}/.exec(address ?? '')?.[0] ?? 'the digest of the run');
	await page.reload();
	await expect(page.getByLabel('Prompt', { exact: true })).toHaveValue('Mia has a red kite.');
	await expect(page.getByRole('spinbutton', { name: 'Max tokens' })).toHaveValue('12');
	await expect(outputTokens(page)).toHaveCount(written.length);
	expect(await readPieces(outputTokens(page))).toEqual(written);
});

test('the scripts of the first screen stay small', () => {
	// What index.html names, and what those files import at once: compressed as a server would.
	const sizes = new Map<string, number>();
	const visit = (name: string): void => {
		if (sizes.has(name)) return;
		const code = readFileSync(join('dist/assets', name), 'utf8');
		sizes.set(name, gzipSync(code, { level: 9 }).byteLength);
		for (const [, next] of code.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)) {
			if (next !== undefined) visit(next);
		}
	};
	const page = readFileSync('dist/index.html', 'utf8');
	for (const [, name] of page.matchAll(/assets\/([^"']+\.js)/g)) {
		if (name !== undefined) visit(name);
	}
	const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
	expect(total).toBeGreaterThan(10_000);
	expect(total).toBeLessThan(80_000);
	const code = [...sizes.keys()].map((name) => readFileSync(join('dist/assets', name), 'utf8'));
	expect(code.join(''), 'words of another language').not.toContain('Semilla');
	expect(code.join('')).toContain('Seed');
});

test('the model in use says how many threads compute it, and how its weights are unfolded', async ({
	page
}) => {
	await openApp(page);
	await page
		.getByRole('banner', { name: 'Model' })
		.getByRole('button', { name: /Sprout/ })
		.click();
	const chooser = page.getByRole('region', { name: 'Choose a model' });
	await expect(chooser).toContainText('Computes with 1 thread.');
	await expect(chooser).toContainText(
		/expanded to float32 when the model loaded, which is faster: [\d.]+ MB/
	);
	await chooser.getByRole('radio', { name: 'Full' }).click();
	await expect(chooser).toContainText('Computes with 1 thread.');
	await expect(chooser).not.toContainText('unfolded');
});
