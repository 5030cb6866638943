/** One visit, and from then on without a network. The server is really gone. */
import { expect, type Page } from '@playwright/test';
import { modelIsReady, outputTokens, setRecipe, verdict, write } from './app.ts';
import { startAppServer, type AppServer } from './app-server.ts';
import { test } from './test.ts';

test.use({ serviceWorkers: 'allow' });
test.setTimeout(480_000);

let server: AppServer;

test.beforeEach(async () => {
	server = await startAppServer();
});

test.afterEach(async () => {
	await server.stop();
});

/** The server sends its start page in place of a service worker that it lacks. */
const NO_SERVICE_WORKER = /unsupported MIME type \('text\/html'\)/;

const machine = (page: Page) => page.getByRole('status', { name: 'This machine' });

async function visit(page: Page): Promise<void> {
	await page.goto(server.address);
	await expect(machine(page)).toContainText('Ready for offline', { timeout: 180_000 });
}

test('after one visit the app runs, keeps and verifies without a network', async ({
	page,
	expectConsole
}) => {
	// What a class server may say is asked for anew at each start.
	expectConsole(/ERR_CONNECTION_REFUSED .*\/class\.json/);
	await visit(page);
	await server.stop();
	await page.reload();
	await setRecipe(page, { prompt: 'Mia is in the', seed: '7', maxTokens: 24 });
	await write(page);
	await expect(outputTokens(page).first()).toBeVisible();
	await page.getByRole('link', { name: 'Open this run' }).click();
	await page.getByRole('button', { name: 'Verify', exact: true }).click();
	await expect(verdict(page)).toContainText(/Same tokens|Bit-exact/);
	await page.goto(`${server.address}#/library`);
	await expect(page.getByRole('heading', { name: 'Library' })).toBeVisible();
});

test('the page is isolated from the second visit on, and the graphics card’s engine works too', async ({
	page
}) => {
	await visit(page);
	await page.reload();
	expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
	await modelIsReady(page);
	await page.getByRole('button', { name: /Sprout/ }).click();
	await page
		.getByRole('radio', { name: /graphics|WebGPU/i })
		.first()
		.check();
	await modelIsReady(page, 60_000);
	await setRecipe(page, { maxTokens: 2 });
	await page.getByRole('button', { name: 'Write', exact: true }).click();
	// Played by the CPU, and slow on a busy machine.
	await expect(page.getByRole('link', { name: 'Open this run' })).toBeVisible({ timeout: 120_000 });
});

test('the check reads every file back, names a missing one, and fetches it', async ({ page }) => {
	await visit(page);
	await page.goto(`${server.address}#/offline`);
	const check = page.getByRole('button', { name: 'Check every file' });
	await check.click();
	await expect(page.getByText('You can go offline now.')).toBeVisible();

	await page.evaluate(async () => {
		for (const name of await caches.keys()) {
			const cache = await caches.open(name);
			for (const request of await cache.keys()) {
				if (request.url.includes('model_int8.onnx')) await cache.delete(request);
				if (request.url.includes('tokenizer.json')) {
					await cache.put(request, new Response('other bytes'));
				}
			}
		}
	});
	await check.click();
	const parts = page.getByRole('list', { name: 'Parts of the app' });
	await expect(parts).toContainText('model_int8.onnx (missing)');
	await expect(parts).toContainText('tokenizer.json (changed)');

	await page.getByRole('button', { name: 'Download what is missing' }).click();
	await expect(page.getByText('You can go offline now.')).toBeVisible();
});

test('a host without all files is told of, and the app runs all the same', async ({
	page,
	expectConsole
}) => {
	expectConsole(NO_SERVICE_WORKER);
	server.remove('service-worker.js');
	await page.goto(server.address);
	await expect(machine(page)).toContainText('Not ready for offline', { timeout: 90_000 });
	await page.getByRole('link', { name: 'Not ready for offline' }).click();
	await expect(page.getByText('The app could not be saved completely.')).toBeVisible();
	await page.goto(`${server.address}#/play`);
	await setRecipe(page, { maxTokens: 8 });
	await write(page);
	await expect(outputTokens(page).first()).toBeVisible();
});

test('a host that lacks a file for a while is asked again, without anybody doing anything', async ({
	page,
	expectConsole
}) => {
	expectConsole(NO_SERVICE_WORKER);
	server.remove('service-worker.js');
	await page.goto(server.address);
	await expect(machine(page)).toContainText('Not ready for offline', { timeout: 90_000 });
	server.restore('service-worker.js');
	await expect(machine(page)).toContainText('Ready for offline', { timeout: 180_000 });
});

test('a newer version that cannot be fetched leaves the older one, which is ready', async ({
	page
}) => {
	await visit(page);
	server.publishNewVersion('the newer one');
	// The one file of it that is new.
	server.remove('index.html');
	const outcome = await page.evaluate(async () => {
		const registration = await navigator.serviceWorker.ready;
		const found = new Promise<ServiceWorker | null>((resolve) =>
			registration.addEventListener('updatefound', () => resolve(registration.installing))
		);
		await registration.update();
		const newer = await found;
		if (newer === null || newer.state === 'redundant') return 'redundant';
		return await new Promise<string>((resolve) =>
			newer.addEventListener('statechange', () => resolve(newer.state))
		);
	});
	expect(outcome).toBe('redundant');
	await machine(page).getByRole('link').click();
	await expect(page.getByText('Ready: the app works offline.')).toBeVisible();
	await expect(machine(page)).toContainText('Ready for offline');
});

test('a new version waits until it is wanted', async ({ page }) => {
	await visit(page);
	server.publishNewVersion('the newer one');
	await page.reload();
	await expect(page.getByText('A new version of Glasshouse is ready.')).toBeVisible({
		timeout: 60_000
	});
	expect(await page.locator('#app').getAttribute('title')).toBeNull();
	await page.reload();
	expect(await page.locator('#app').getAttribute('title')).toBeNull();
	await expect(page.getByRole('link', { name: 'New version ready' })).toBeVisible();
	// Not from the page about it, while that still asks for files: Chromium keeps an old version that is asked
	// in the moment it stops, and as long as a test looks on, it keeps it for ever.
	await page.getByRole('button', { name: 'Use it now' }).click();
	await expect(page.locator('#app')).toHaveAttribute('title', 'the newer one');
});

test('nothing is asked of anybody else, and the content policy is never broken', async ({
	page,
	context
}) => {
	const origin = new URL(server.address).origin;
	const foreign: string[] = [];
	const broken: string[] = [];
	context.on('request', (request) => {
		const url = new URL(request.url());
		if (url.protocol.startsWith('http') && url.origin !== origin) foreign.push(request.url());
	});
	page.on('console', (message) => {
		if (/Content Security Policy/i.test(message.text())) broken.push(message.text());
	});
	for (const visitCount of [1, 2]) {
		await visit(page);
		await setRecipe(page, { maxTokens: 16 });
		await write(page);
		await outputTokens(page).first().hover();
		await page.getByRole('link', { name: 'Open this run' }).click();
		await page.getByRole('button', { name: 'Verify', exact: true }).click();
		await expect(verdict(page)).not.toBeEmpty();
		for (const view of ['library', 'runs', 'offline', 'play']) {
			await page.goto(`${server.address}#/${view}`);
			await expect(page.getByRole('heading').first()).toBeVisible();
		}
		expect(foreign, `visit ${visitCount}`).toEqual([]);
		expect(broken, `visit ${visitCount}`).toEqual([]);
	}
});
