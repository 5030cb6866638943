/** The app in a frame of a page on another site: what it shows, whom it hears, whom it tells. */
import { readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { modelIsReady, outputTokens, setRecipe, verdict, write } from './app.ts';
import { startAppServer, type AppServer } from './app-server.ts';
import {
	appFrame,
	frameLoaded,
	listeningPage,
	say,
	startHostServer,
	told,
	type HostServer
} from './host-page.ts';
import { readDraft } from './kept-draft.ts';
import { test } from './test.ts';

let app: AppServer;
let host: HostServer;

test.beforeAll(async () => {
	app = await startAppServer();
	host = await startHostServer();
});
test.afterAll(async () => {
	await app.stop();
	await host.stop();
});
test.beforeEach(() => app.allowFrames([host.origin]));

const RECIPE = { prompt: 'Mia has a red kite.', seed: 7, max_tokens: 24, title: 'A kite' };

/** As docs/embed.md recommends. */
const SANDBOX =
	'sandbox="allow-scripts allow-same-origin allow-downloads allow-popups allow-popups-to-escape-sandbox"';

async function openHost(page: Page, search = '', hash = '', attributes = SANDBOX): Promise<void> {
	host.serve(listeningPage(`${app.address}embed.html${search}${hash}`, attributes));
	await page.goto(host.origin);
	await frameLoaded(page);
}

async function styleFrame(page: Page, css: string): Promise<void> {
	await page.locator('iframe').evaluate((frame, style) => frame.setAttribute('style', style), css);
}

/** Messages are taken one by one: once this is answered, all that was said before has had its effect. */
async function answersHello(page: Page, id: string): Promise<void> {
	await say(page, { glasshouse: 1, type: 'hello', id });
	await expect
		.poll(async () => (await told(page)).filter(({ type }) => type === 'ready'))
		.toContainEqual(expect.objectContaining({ id }));
}

const typesOf = async (page: Page) => (await told(page)).map(({ type }) => type);
const last = async (page: Page, type: string) =>
	(await told(page)).findLast((message) => message.type === type);

test('a page on the list loads a recipe, runs it and gets the result, the same as in the app', async ({
	page
}, info) => {
	await openHost(page);
	await say(page, { glasshouse: 1, type: 'hello', id: 'a' });
	await expect.poll(() => last(page, 'ready')).toMatchObject({ glasshouse: 1, id: 'a' });
	await expect.poll(() => last(page, 'status')).toMatchObject({ state: 'empty' });
	await say(page, { glasshouse: 1, type: 'load', recipe: RECIPE });
	await expect.poll(() => last(page, 'status')).toMatchObject({ state: 'idle' });
	const frame = appFrame(page);
	await expect(frame.getByText('Mia has a red kite.')).toBeVisible();
	await answersHello(page, 'loaded');
	await expect(frame.getByRole('listbox', { name: 'Output' })).toHaveCount(0);
	const statesBefore = (await told(page)).map(({ state }) => state);
	expect(statesBefore).not.toContain('loading');
	expect(statesBefore).not.toContain('running');

	await say(page, { glasshouse: 1, type: 'run', id: 'b', tokens: true, file: true });
	await expect.poll(() => last(page, 'result'), { timeout: 60_000 }).toBeTruthy();
	const result = await last(page, 'result');
	expect(result).toMatchObject({ id: 'b', glasshouse: 1 });
	const tokens = (await told(page)).filter(({ type }) => type === 'tokens');
	expect(tokens.length).toBeGreaterThan(0);
	expect(tokens[0]).toMatchObject({ from: 0, id: 'b' });
	expect(await typesOf(page)).not.toContain('error');
	expect((await told(page)).some(({ state }) => state === 'loading')).toBe(true);
	expect(await last(page, 'status')).toMatchObject({ state: 'done' });
	expect(result?.['run']).toMatchObject({ type: 'glasshouse.run', id: result?.['runId'] });

	const height = Number((await last(page, 'size'))?.['height']);
	expect(height).toBeGreaterThan(100);
	await styleFrame(page, `width: 100%; height: ${height}px; border: 0`);
	expect(await frame.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(
		height
	);
	await page.screenshot({ path: info.outputPath('embed-light.png'), fullPage: true });

	const popup = page.waitForEvent('popup');
	await frame.getByRole('link', { name: 'Open this run in Glasshouse' }).click();
	const whole = await popup;
	await whole.getByRole('button', { name: 'Verify', exact: true }).click();
	await expect(verdict(whole)).toContainText(/Same tokens|Bit-exact/);
	const there = whole.getByRole('listbox', { name: 'Verified output' });
	expect((await there.textContent())?.replaceAll(/\s+/g, ' ')).toContain(
		String(result?.['text']).trim().split(/\s+/).slice(0, 6).join(' ')
	);
	await whole.close();
});

test('a page that is not on the list gets nothing and starts nothing, until somebody lets it', async ({
	page
}) => {
	app.allowFrames(['https://somebody.example']);
	const modelFiles: string[] = [];
	page.on('request', (request) => {
		if (request.url().includes('/models/')) modelFiles.push(request.url());
	});
	await openHost(page);
	for (const message of [
		{ glasshouse: 1, type: 'load', recipe: RECIPE },
		{ glasshouse: 1, type: 'theme', theme: 'dark' },
		{ glasshouse: 1, type: 'run' },
		{ glasshouse: 1, type: 'nonsense' },
		{ glasshouse: 1, type: 'hello' }
	]) {
		await say(page, message);
	}
	const frame = appFrame(page);
	const asks = frame.getByRole('region', { name: 'A page asks' });
	await expect(asks).toContainText(host.origin);
	await say(page, { glasshouse: 1, type: 'load', recipe: RECIPE });
	await page.waitForLoadState('networkidle');
	expect(await told(page)).toEqual([]);
	expect(modelFiles).toEqual([]);
	await expect(frame.getByText('No recipe is shown here yet.')).toBeVisible();
	await expect(frame.locator('html')).toHaveAttribute('data-theme', 'system');

	await asks.getByRole('button', { name: 'Allow' }).click();
	await expect.poll(() => typesOf(page)).toContain('ready');
	await say(page, { glasshouse: 1, type: 'load', recipe: RECIPE });
	await expect(frame.getByText('Mia has a red kite.')).toBeVisible();
	// What was said before has been forgotten: neither was it run, nor does it get an answer now.
	await answersHello(page, 'allowed');
	expect(await typesOf(page)).not.toContain('error');
	expect(modelFiles).toEqual([]);
});

test('the button that lets a page talk does not count while something lies over it', async ({
	page
}) => {
	app.allowFrames([]);
	await page.setViewportSize({ width: 1000, height: 1000 });
	await openHost(page);
	await page.evaluate(() => {
		const lure = document.createElement('div');
		lure.textContent = 'Win a prize';
		const frame = document.querySelector('iframe') ?? document.body;
		const { top, left, width, height } = frame.getBoundingClientRect();
		lure.style.cssText = `position: absolute; top: ${top}px; left: ${left}px; width: ${width}px;
			height: ${height}px; z-index: 1; background: gold; pointer-events: none`;
		document.body.append(lure);
	});
	await say(page, { glasshouse: 1, type: 'hello' });
	const allow = appFrame(page).getByRole('button', { name: 'Allow' });
	await expect(allow).toBeVisible();
	// The same frame once more, with nothing over it: when its button counts, that of the first has had its time.
	await page.evaluate(() => {
		const again = document.querySelector('iframe')?.cloneNode() as HTMLIFrameElement;
		again.onload = () =>
			again.contentWindow?.postMessage({ glasshouse: 1, type: 'hello' }, new URL(again.src).origin);
		document.body.append(again);
	});
	const uncovered = page
		.locator('iframe')
		.nth(1)
		.contentFrame()
		.getByRole('button', { name: 'Allow' });
	await expect(uncovered).toBeEnabled();
	await expect(allow).toBeDisabled();
	await page.evaluate(() => document.querySelector('div')?.remove());
	await expect(allow).toBeEnabled();
});

test('malformed messages get an error and change nothing; those of others are none of its business', async ({
	page
}) => {
	await openHost(page);
	await say(page, { glasshouse: 1, type: 'hello' });
	await expect.poll(() => typesOf(page)).toContain('ready');
	await say(page, { glasshouse: 1, type: 'load', recipe: RECIPE });
	const bad: [unknown, string][] = [
		[{ glasshouse: 2, type: 'run', id: 'x' }, 'message-unknown-version'],
		[{ glasshouse: 1, type: 'run', file: 'yes', id: 'x' }, 'message-invalid'],
		[{ glasshouse: 1, type: 'format-disk', id: 'x' }, 'message-invalid'],
		[{ glasshouse: 1, type: 'load', id: 'x' }, 'message-invalid'],
		[{ glasshouse: 1, type: 'load', id: 'x', recipe: { prompt: 'a', evil: 1 } }, 'message-invalid'],
		[
			{ glasshouse: 1, type: 'load', id: 'x', recipe: { prompt: 'a'.repeat(300_000) } },
			'message-invalid'
		],
		[
			{ glasshouse: 1, type: 'load', id: 'x', recipe: { prompt: 'a', temperature: -1 } },
			'link-malformed'
		],
		[{ glasshouse: 1, type: 'verify', id: 'x' }, 'nothing-to-verify']
	];
	for (const [message, code] of bad) {
		const before = (await told(page)).length;
		await say(page, message);
		await expect
			.poll(async () => (await told(page)).slice(before).find(({ type }) => type === 'error'))
			.toMatchObject({ code, id: 'x', message: expect.any(String) });
	}
	const count = (await told(page)).length;
	for (const message of [null, 7, 'hello', { type: 'hello' }, [1], { glasshouse: undefined }]) {
		await say(page, message);
	}
	await answersHello(page, 'after all of them');
	expect((await told(page)).slice(count).filter(({ code }) => code === 'message-invalid')).toEqual(
		[]
	);
	await expect(appFrame(page).getByText('Mia has a red kite.')).toBeVisible();
	await say(page, { glasshouse: 1, type: 'load', id: 'y', link: 'recipe=1.q83vAAAA' });
	await expect.poll(() => last(page, 'error')).toMatchObject({ code: 'link-malformed', id: 'y' });
	await expect(appFrame(page).getByRole('alert')).toContainText('This link is damaged.');
	await say(page, { glasshouse: 1, type: 'run', id: 'z' });
	await expect.poll(() => last(page, 'error')).toMatchObject({ code: 'nothing-to-run', id: 'z' });
});

test('a link in the address is shown, written by its reader, stopped by the page around', async ({
	page
}) => {
	await page.goto(app.address);
	await modelIsReady(page);
	await setRecipe(page, { prompt: 'One day Tom', preset: 'Wild', seed: '11', maxTokens: 400 });
	await page.getByRole('button', { name: 'Share recipe' }).click();
	await page.getByText('Embed', { exact: true }).click();
	const snippet = await page.getByRole('textbox', { name: 'Frame' }).inputValue();
	expect(snippet).toContain('embed.html#recipe=1.');

	const src = /src="([^"]+)"/.exec(snippet)?.[1] ?? '';
	host.serve(listeningPage(src));
	await page.goto(host.origin);
	const frame = appFrame(page);
	await expect(frame.getByText('One day Tom')).toBeVisible();
	await say(page, { glasshouse: 1, type: 'hello' });
	await expect.poll(() => typesOf(page)).toContain('ready');
	await page.evaluate(() => {
		const { say: tell } = window as unknown as { say: (message: unknown) => void };
		addEventListener('message', ({ data }: MessageEvent<{ tokens?: unknown }>) => {
			if (typeof data.tokens === 'number' && data.tokens > 0) {
				tell({ glasshouse: 1, type: 'stop' });
			}
		});
	});
	// A short story may end before the word to stop has come through: then another is begun.
	await expect(async () => {
		await frame.getByRole('button', { name: 'Write', exact: true }).click();
		await expect.poll(() => last(page, 'result')).toMatchObject({ finishReason: 'cancelled' });
	}).toPass({ timeout: 60_000 });
	await expect(frame.getByRole('navigation')).toHaveCount(0);
});

test('a run in a frame is verified, and the page around is told the verdict', async ({ page }) => {
	await page.goto(app.address);
	await modelIsReady(page);
	await setRecipe(page, { preset: 'Wild', seed: '5', maxTokens: 20 });
	await write(page);
	await page.getByRole('button', { name: 'Share', exact: true }).click();
	const link = await page.getByRole('textbox', { name: 'Run link' }).inputValue();
	await openHost(page);
	await say(page, { glasshouse: 1, type: 'hello' });
	await say(page, { glasshouse: 1, type: 'load', link });
	await say(page, { glasshouse: 1, type: 'verify', id: 'v' });
	await expect.poll(() => last(page, 'verdict'), { timeout: 60_000 }).toMatchObject({ id: 'v' });
	expect((await last(page, 'verdict'))?.['verdict']).toMatch(/same-tokens|bit-exact/);
	await expect(appFrame(page).getByRole('status', { name: 'Verdict' })).toBeVisible();
});

test('it fits its width, tells its height, and is light or dark as it is told', async ({
	page
}, info) => {
	await page.setViewportSize({ width: 1200, height: 900 });
	await openHost(page, '?theme=dark');
	const frame = appFrame(page);
	await expect(frame.locator('html')).toHaveAttribute('data-theme', 'dark');
	await say(page, { glasshouse: 1, type: 'hello' });
	await say(page, { glasshouse: 1, type: 'load', recipe: RECIPE });
	await say(page, { glasshouse: 1, type: 'run' });
	await expect.poll(() => last(page, 'result'), { timeout: 60_000 }).toBeTruthy();
	await outputTokens(frame as unknown as Page)
		.nth(2)
		.click();
	const heightNow = async () => Number((await last(page, 'size'))?.['height']);
	const setFrame = (style: string) => styleFrame(page, style);
	await setFrame(`width: 900px; height: ${await heightNow()}px; border: 0`);
	await page.screenshot({ path: info.outputPath('embed-dark-wide.png'), fullPage: true });
	const wide = await heightNow();
	await page.mouse.move(0, 0);
	await setFrame('width: 320px; height: 400px; border: 0');
	await expect.poll(heightNow).toBeGreaterThan(wide);
	expect(await frame.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
	await say(page, { glasshouse: 1, type: 'theme', theme: 'light' });
	await expect(frame.locator('html')).toHaveAttribute('data-theme', 'light');
	await setFrame(`width: 320px; height: ${await heightNow()}px; border: 0`);
	await page.screenshot({ path: info.outputPath('embed-light-narrow.png'), fullPage: true });
});

test('a larger model is fetched only after a click in the frame', async ({
	page,
	expectConsole
}) => {
	expectConsole(/net::ERR_FAILED \(https:\/\/huggingface\.co\//);
	const asked: string[] = [];
	await page.route('https://huggingface.co/**', (route) => {
		asked.push(route.request().url());
		return route.abort();
	});
	await openHost(page);
	await say(page, { glasshouse: 1, type: 'hello' });
	const model = {
		name: 'SmolLM2-135M-Instruct',
		quantization: 'q4',
		source: { url: 'https://huggingface.co/HuggingFaceTB/SmolLM2-135M-Instruct', revision: null },
		size_bytes: 180_000_000
	};
	await say(page, { glasshouse: 1, type: 'load', recipe: { ...RECIPE, model } });
	await say(page, { glasshouse: 1, type: 'run' });
	await expect
		.poll(() => last(page, 'status'))
		.toMatchObject({
			state: 'needs-click',
			model: 'SmolLM2-135M-Instruct',
			sizeBytes: 180_000_000,
			host: 'huggingface.co'
		});
	await answersHello(page, 'waiting for a click');
	await page.waitForLoadState('networkidle');
	expect(asked).toEqual([]);
	const needed = appFrame(page).getByRole('region', { name: 'Model needed' });
	await needed.getByRole('button', { name: 'Download and continue' }).click();
	await expect.poll(() => asked.length).toBeGreaterThan(0);
	await expect(needed.getByRole('alert')).toBeVisible({ timeout: 60_000 });
	await say(page, { glasshouse: 1, type: 'stop' });
	await expect(needed).toBeHidden();
});

test('the client of the documentation works as it stands there', async ({ page }) => {
	const docs = readFileSync('docs/embed.md', 'utf8');
	const client = /```html\n(<iframe[\s\S]*?)```/.exec(docs)?.[1] ?? '';
	expect(client).toContain('addEventListener');
	host.serve(client.replace('https://glasshouse.example/', app.address));
	await page.goto(host.origin);
	await expect(page.locator('#written')).not.toBeEmpty({ timeout: 60_000 });
});

test('a frame keeps neither a draft nor a history', async ({ page }) => {
	// Not in a frame of another site: there Chromium may keep a page from every database.
	await page.goto(`${app.address}embed.html?theme=dark`);
	await expect(page.getByText('No recipe is shown here yet.')).toBeVisible();
	await page.waitForLoadState('networkidle');
	const names = await page.evaluate(async () =>
		(await indexedDB.databases()).map(({ name }) => name)
	);
	expect(names).not.toContain('glasshouse-runs');
	expect(await readDraft(page, 'draft')).toBe('null');
	expect(await page.evaluate(() => localStorage.length)).toBe(0);
});

test('a lesson in a frame is read, done, and leads to the whole app', async ({ page }) => {
	await openHost(page, '', '#/lessons/first-look.en');
	const frame = appFrame(page);
	await expect(frame.getByRole('heading', { level: 1 })).toContainText('A first look');
	await expect(frame.getByRole('link', { name: 'Open in Glasshouse' })).toHaveAttribute(
		'href',
		/#\/lessons\/first-look/
	);
	await frame.getByRole('link', { name: 'Begin', exact: true }).last().click();
	await expect(frame.getByRole('heading', { level: 2 })).toBeFocused();
});
