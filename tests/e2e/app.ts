/** What every end-to-end test does with the page, in a user's words. */
import { readFile } from 'node:fs/promises';
import { expect, type Locator, type Page } from '@playwright/test';

/** Waits until the model in use, or on its way, can write. */
export async function modelIsReady(page: Page, timeout?: number): Promise<void> {
	const bar = page.getByRole('banner', { name: 'Model' });
	await expect(bar.getByRole('button', { name: /\bready\b/ })).toBeVisible(
		timeout === undefined ? {} : { timeout }
	);
}

/** Opens the app and waits for the built-in model. */
export async function openApp(page: Page): Promise<void> {
	await page.goto('./');
	await modelIsReady(page);
}

export interface Recipe {
	readonly prompt?: string;
	readonly seed?: string;
	readonly preset?: 'Greedy' | 'Balanced' | 'Wild' | 'Reference';
	readonly maxTokens?: number;
}

export async function setRecipe(page: Page, recipe: Recipe): Promise<void> {
	if (recipe.preset !== undefined) {
		await page.getByRole('button', { name: recipe.preset, exact: true }).click();
	}
	if (recipe.prompt !== undefined)
		await page.getByLabel('Prompt', { exact: true }).fill(recipe.prompt);
	if (recipe.seed !== undefined) await page.getByLabel('Seed', { exact: true }).fill(recipe.seed);
	if (recipe.maxTokens !== undefined) {
		const field = page.getByRole('spinbutton', { name: 'Max tokens' });
		await field.fill(String(recipe.maxTokens));
		await field.blur();
	}
}

export const outputTokens = (page: Page): Locator =>
	page.getByRole('listbox', { name: 'Output', exact: true }).getByRole('option');

/** Presses Write, or Send in a chat, and waits until the run has ended. */
export async function write(page: Page): Promise<void> {
	await page.getByRole('button', { name: /^(Write|Send)$/ }).click();
	await expect(page.getByRole('link', { name: 'Open this run' })).toBeVisible();
}

/** Ids are not on the page; the pieces in order say the same for a test. */
export async function readPieces(tokens: Locator): Promise<string[]> {
	return await tokens.allTextContents();
}

export const verdict = (page: Page): Locator => page.getByRole('status', { name: 'Verdict' });

/** Model files that the page asks for from now on. */
export function askedModelFiles(page: Page): string[] {
	const asked: string[] = [];
	page.on('request', (request) => {
		if (request.url().includes('/models/')) asked.push(request.url());
	});
	return asked;
}

/** What a button saves as a file. */
export async function saved(page: Page, button: string): Promise<Buffer> {
	const downloading = page.waitForEvent('download');
	await page.getByRole('button', { name: button, exact: true }).click();
	return await readFile(await (await downloading).path());
}

/** Drops text as a file onto the window, as a user would from the desktop. */
export async function dropFile(
	page: Page,
	content: string,
	name = 'dropped.run.json'
): Promise<void> {
	// Before the app is there, nobody takes what is dropped.
	await page.locator('#app > *').first().waitFor({ state: 'attached' });
	const transfer = await page.evaluateHandle(
		([text, fileName]) => {
			const data = new DataTransfer();
			data.items.add(new File([text], fileName, { type: 'application/json' }));
			return data;
		},
		[content, name] as const
	);
	for (const type of ['dragenter', 'dragover', 'drop']) {
		await page.dispatchEvent('body', type, { dataTransfer: transfer });
	}
}
