/** A browser with its data on the disk, and the built app on a server of its own, for models of gigabytes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { CHROMIUM_FLAGS, findChromium } from '../../tools/test/browsers.mjs';
import { readRun } from '../../src/core/run-file/read-run.ts';
import type { Run } from '../../src/core/run-file/schema.ts';
import { setRecipe, verdict } from './app.ts';
import { startAppServer, type AppServer } from './app-server.ts';
import { button, importButton, stored } from './library-page.ts';
import type { RealModel, ReferenceCase, ReferenceTurn } from './real-model.ts';

/** Hashing, loading, reading a long prompt: on a busy machine each takes minutes. */
export const SLOW_MS = 15 * 60_000;

export class Place {
	readonly page: Page;
	readonly context: BrowserContext;
	readonly profile: string;
	readonly #app: AppServer;
	#hasServer = true;

	private constructor(parts: {
		page: Page;
		context: BrowserContext;
		profile: string;
		app: AppServer;
	}) {
		this.page = parts.page;
		this.context = parts.context;
		this.profile = parts.profile;
		this.#app = parts.app;
	}

	static async open(): Promise<Place> {
		const profile = mkdtempSync(join(tmpdir(), 'glasshouse-real-'));
		const app = await startAppServer();
		const context = await chromium.launchPersistentContext(profile, {
			executablePath: findChromium() ?? '/usr/bin/chromium',
			args: [...CHROMIUM_FLAGS],
			serviceWorkers: 'allow'
		});
		const [page = await context.newPage()] = context.pages();
		return new Place({ page, context, profile, app });
	}

	address(fragment: string): string {
		return `${this.#app.address}#${fragment}`;
	}

	/** No network from here on. */
	async stopServer(): Promise<void> {
		if (this.#hasServer) await this.#app.stop();
		this.#hasServer = false;
	}

	async close(): Promise<void> {
		await this.context.close();
		await this.stopServer();
		rmSync(this.profile, { recursive: true, force: true });
	}
}

export const labelOf = ({ name, precision }: RealModel): string => `${name} ${precision}`;

export async function takeFolder(place: Place, model: RealModel): Promise<void> {
	const { page } = place;
	await page.goto(place.address('/library'));
	await expect(page.getByRole('heading', { name: 'All models' })).toBeVisible();
	await page.getByLabel('Model folder').setInputFiles(model.folder);
	await importButton(page, labelOf(model)).click();
	await expect(button(page, `Use ${labelOf(model)}`)).toBeVisible({ timeout: SLOW_MS });
}

export async function expectReady(page: Page, model: RealModel): Promise<void> {
	const bar = page.getByRole('button', { name: new RegExp(`^${model.name}`) }).first();
	await expect(bar).toContainText('ready', { timeout: SLOW_MS });
}

export async function expectReadyForOffline(page: Page): Promise<void> {
	const machine = page.getByRole('status', { name: 'This machine' });
	await expect(machine).toContainText('Ready for offline', { timeout: SLOW_MS });
}

/** A model that talks begins as a chat; all others with a text of no particular world. */
export async function expectOwnBeginning(page: Page, { cases }: RealModel): Promise<void> {
	const talks = cases.some(({ prompt }) => prompt === undefined);
	await expect(page.getByRole('radio', { name: talks ? 'Chat' : 'Completion' })).toBeChecked();
	await expect(page.getByRole('main')).not.toContainText(/Sprout|Mia/);
}

export async function useModel(page: Page, model: RealModel): Promise<void> {
	await button(page, `Use ${labelOf(model)}`).click();
	await expectReady(page, model);
}

/** Comes back to a model that is there already: it is in the tab, whatever was done to its files meanwhile. */
export async function writeWith(page: Page, model: RealModel): Promise<void> {
	await button(page, `Write with ${labelOf(model)}`).click();
	await expectReady(page, model);
}

/** The button of the playground that starts and, while a text is written, is called Stop. */
export const writeButton = (page: Page): Locator =>
	page.getByRole('button', { name: /^(Write|Send)$/ });

/** Presses Write. @returns the run, as "Save file" gives it */
export async function writtenRun(page: Page): Promise<Run> {
	await writeButton(page).click();
	await expect(page.getByRole('button', { name: 'Save file', exact: true })).toBeVisible({
		timeout: SLOW_MS
	});
	await expect(page.getByRole('link', { name: 'Open this run' }).last()).toBeVisible();
	const saving = page.waitForEvent('download');
	await page.getByRole('button', { name: 'Save file', exact: true }).click();
	return readRun(await readFile(await (await saving).path(), 'utf8'));
}

/** Sets up a text or a chat, as far as its first message. */
export async function begin(page: Page, { prompt, system }: ReferenceCase): Promise<void> {
	await page.getByRole('radio', { name: prompt === undefined ? 'Chat' : 'Completion' }).check();
	await setRecipe(page, { preset: 'Greedy', maxTokens: 40 });
	if (prompt !== undefined) {
		await page.getByLabel('Prompt', { exact: true }).fill(prompt);
		return;
	}
	const another = page.getByRole('button', { name: 'New conversation' });
	await another.waitFor();
	if (await another.isEnabled()) await another.click();
	await page.getByLabel('System prompt').fill(system ?? '');
}

export async function answer(page: Page, { message }: ReferenceTurn): Promise<Run> {
	if (message !== undefined) await page.getByLabel('Your message').fill(message);
	return await writtenRun(page);
}

/** Shows a run in a page that has just been loaded, with a model that has read nothing yet. */
export async function openAnew(place: Place, model: RealModel, run: Run): Promise<void> {
	const { page } = place;
	await page.goto(place.address(`/runs/${run.id}`));
	await page.reload();
	await expectReady(page, model);
}

/** @returns milliseconds until its first token was there again */
export async function regrow(page: Page): Promise<number> {
	const first = page.getByRole('listbox', { name: 'Regrown output' }).getByRole('option').first();
	const startedMs = performance.now();
	await page.getByRole('button', { name: 'Regrow', exact: true }).click();
	await first.waitFor({ timeout: SLOW_MS });
	const tookMs = performance.now() - startedMs;
	await expect(verdict(page)).toContainText('Bit-exact', { timeout: SLOW_MS });
	return tookMs;
}

export async function verify(page: Page, how: 'Fast' | 'Exact'): Promise<void> {
	const panel = page.getByRole('region', { name: 'Verify' });
	await page.getByRole('radio', { name: how }).click();
	await page.getByRole('button', { name: 'Verify', exact: true }).click();
	const found = panel.getByRole('status', { name: 'Verdict' });
	await expect(found).toContainText(how === 'Exact' ? 'Bit-exact' : /Same tokens|Bit-exact/, {
		timeout: SLOW_MS
	});
}

export async function expectIntact(page: Page, model: RealModel): Promise<void> {
	await page.getByRole('button', { name: `Verify ${labelOf(model)}` }).click();
	await expect(stored(page)).toContainText(/All \d+ files are intact\./, { timeout: SLOW_MS });
}
