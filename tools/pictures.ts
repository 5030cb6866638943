/**
 * `npm run pictures`: takes the pictures of the README from the built app, with the built-in model.
 * It needs `npm run build` before it. Each picture is a visit of its own, so none depends on another.
 */
import { mkdirSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, expect, type Page } from '@playwright/test';
import sirv from 'sirv';
import { modelIsReady, outputTokens, setRecipe, verdict, write } from '../tests/e2e/app.ts';
import { CHROMIUM_FLAGS, findChromium } from './test/browsers.mjs';
import { headersFor } from './vite/safety-headers.ts';

const FOLDER = 'docs/pictures';
const VIEWPORT = { width: 1280, height: 800 };
/** The model needs seconds for a sweep on a small machine. */
const LONG = { timeout: 60_000 };

async function writeStory(page: Page): Promise<void> {
	await page.goto('./#/play');
	await modelIsReady(page);
	await setRecipe(page, { seed: '7', maxTokens: 60 });
	await write(page);
}

async function play(page: Page): Promise<void> {
	await writeStory(page);
	await outputTokens(page).nth(13).click();
	await expect(page.getByText('Token 14 of')).toBeVisible();
}

async function chat(page: Page): Promise<void> {
	await page.goto('./#/play');
	await modelIsReady(page);
	await page.getByRole('radio', { name: 'Chat' }).check();
	await setRecipe(page, { seed: '7' });
	const turns = page.getByRole('list', { name: 'Conversation' }).getByRole('listitem');
	for (const [i, text] of ['Who is Mia?', 'What is 7 + 8?', 'Tell me a story.'].entries()) {
		const message = page.getByLabel('Your message', { exact: true });
		await message.fill(text);
		await message.press('Enter');
		await expect(turns).toHaveCount(2 * i + 2);
		const answer = turns.nth(2 * i + 1);
		await expect(answer.getByRole('link', { name: 'Open this run' })).toBeVisible(LONG);
	}
	await turns.nth(5).getByRole('listbox').getByRole('option').nth(3).click();
}

async function sweep(page: Page): Promise<void> {
	await page.goto('./#/sweep');
	await modelIsReady(page);
	const field = page.getByRole('spinbutton', { name: 'Max tokens' });
	await field.fill('12');
	await field.blur();
	await page.getByRole('button', { name: 'Sweep 9 runs' }).click();
	await expect(page.getByText('9 of 9 runs done.')).toBeVisible(LONG);
	await page.getByRole('tree', { name: 'Branches' }).scrollIntoViewIfNeeded();
}

async function verify(page: Page): Promise<void> {
	await writeStory(page);
	await page.getByRole('link', { name: 'Open this run' }).click();
	await page.getByRole('button', { name: 'Verify', exact: true }).click();
	await expect(verdict(page)).toBeVisible(LONG);
	await page.getByRole('region', { name: 'Verify' }).scrollIntoViewIfNeeded();
}

async function lesson(page: Page): Promise<void> {
	await page.goto('./#/lessons');
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	await page.waitForLoadState('networkidle');
}

async function inside(page: Page): Promise<void> {
	await writeStory(page);
	await page.getByRole('link', { name: 'Open this run' }).click();
	await page.getByText('Inside the model').first().click();
	await expect(page.getByText(/it looked at/).first()).toBeVisible(LONG);
	await page.getByText('Inside the model').first().scrollIntoViewIfNeeded();
}

const PICTURES = { play, chat, inside, sweep, verify, lesson };

async function serve(): Promise<{ readonly address: string; readonly stop: () => void }> {
	const files = sirv('dist');
	const server = createServer((request, response) => {
		for (const [name, value] of Object.entries(headersFor(request.url ?? '/'))) {
			response.setHeader(name, value);
		}
		files(request, response, () => void response.writeHead(404).end());
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return { address: `http://127.0.0.1:${port.toString()}/`, stop: () => server.close() };
}

const wanted = process.argv.slice(2);
mkdirSync(FOLDER, { recursive: true });
const { address, stop } = await serve();
const browser = await chromium.launch({
	executablePath: findChromium() ?? '/usr/bin/chromium',
	args: CHROMIUM_FLAGS
});
for (const [name, visit] of Object.entries(PICTURES)) {
	if (wanted.length > 0 && !wanted.includes(name)) continue;
	const page = await browser.newPage({
		baseURL: address,
		viewport: VIEWPORT,
		colorScheme: 'light',
		reducedMotion: 'reduce',
		serviceWorkers: 'block'
	});
	await visit(page);
	const path = `${FOLDER}/${name}.png`;
	await page.mouse.move(0, 0);
	await page.screenshot({ path });
	console.log(`${path}: ${Math.round(statSync(path).size / 1000).toString()} kB`);
	await page.close();
}
await browser.close();
stop();
