import { expect, type Page } from '@playwright/test';
import { modelIsReady, openApp, outputTokens, setRecipe, write } from './app.ts';
import { test } from './test.ts';

/** The address carries the digest as a query. */
const WEIGHTS = '**/model_int8.onnx*';

const writeButton = (page: Page) => page.getByRole('button', { name: 'Write', exact: true });

async function expectStillUsable(page: Page): Promise<void> {
	await modelIsReady(page);
	await setRecipe(page, { preset: 'Greedy', maxTokens: 5 });
	await write(page);
	expect(await outputTokens(page).count()).toBeGreaterThan(0);
}

test('a flipped byte in the weights is refused by name, and a second try with good bytes works', async ({
	page
}) => {
	await page.route(WEIGHTS, async (route) => {
		const response = await route.fetch();
		const body = await response.body();
		body[body.length >> 1] = (body[body.length >> 1] ?? 0) ^ 1;
		await route.fulfill({ response, body });
	});
	await page.goto('./');
	const alert = page.getByRole('alert');
	await expect(alert).toContainText('does not match its digest');
	await expect(alert).toContainText('model_int8.onnx');
	await page.unroute(WEIGHTS);
	await page.getByRole('button', { name: 'Try again' }).click();
	await expectStillUsable(page);
});

test('an unreachable model file says so, and a second try works', async ({ page }) => {
	await page.route(WEIGHTS, (route) => route.abort());
	await page.goto('./');
	await expect(page.getByRole('alert')).toContainText('cannot be reached');
	await page.unroute(WEIGHTS);
	await page.getByRole('button', { name: 'Try again' }).click();
	await expectStillUsable(page);
});

test('a captive portal’s page in place of the weights never becomes a model', async ({ page }) => {
	await page.route(WEIGHTS, (route) =>
		route.fulfill({ contentType: 'text/html', body: '<h1>Please log in</h1>' })
	);
	await page.goto('./');
	await expect(page.getByRole('alert')).toBeVisible();
	await expect(writeButton(page)).toBeDisabled();
});

// The worker that a test can reach into is made of text, which the app's own policy forbids.
test.use({ bypassCSP: true });

/** Loads the app with a worker whose GPU device, and whose life, a test can end. */
async function openWithExposedWorker(page: Page): Promise<void> {
	await page.addInitScript(() => {
		const expose = `
			const request = GPUAdapter.prototype.requestDevice;
			GPUAdapter.prototype.requestDevice = async function (...args) {
				return (globalThis.exposedDevice = await request.apply(this, args));
			};`;
		const RealWorker = Worker;
		const moduleUrl = (code: string) =>
			URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
		globalThis.Worker = class extends RealWorker {
			constructor(url: string | URL, options?: WorkerOptions) {
				const real = new URL(url, location.href).href;
				super(moduleUrl(`import '${moduleUrl(expose)}'; import '${real}';`), options);
			}
		};
	});
	await openApp(page);
}

test('a GPU device lost in mid-run is replaced; what was written stays', async ({ page }) => {
	await openWithExposedWorker(page);
	await setRecipe(page, { preset: 'Greedy', maxTokens: 5 });
	await write(page); // an earlier run that must not be lost
	await page.getByRole('button', { name: /Sprout/ }).click();
	await page.getByRole('radio', { name: /GPU/ }).click();
	await modelIsReady(page, 60_000);
	await setRecipe(page, { preset: 'Wild', maxTokens: 400 });
	await writeButton(page).click();
	await expect(outputTokens(page).nth(2)).toBeVisible();
	const [worker] = page.workers();
	await worker?.evaluate('globalThis.exposedDevice.destroy()');
	await expect(page.getByText('This run was cut off.')).toBeVisible();
	expect(await outputTokens(page).count()).toBeGreaterThan(2);
	await modelIsReady(page, 60_000);
	await page.getByRole('link', { name: 'Runs', exact: true }).click();
	await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(1);
	await page.getByRole('link', { name: 'Play', exact: true }).click();
	await expectStillUsable(page);
});

test('a worker that dies is replaced without a reload', async ({ page }) => {
	await openApp(page);
	// An error that nobody catches is what the page sees of a crashed worker: right after the first tokens.
	const [worker] = page.workers();
	await worker?.evaluate(`
		const { postMessage } = MessagePort.prototype;
		MessagePort.prototype.postMessage = function (...args) {
			postMessage.apply(this, args);
			setTimeout(() => { throw new Error('crash'); });
		};`);
	await setRecipe(page, { preset: 'Wild', maxTokens: 400 });
	await writeButton(page).click();
	await expect(page.getByText('This run was cut off.')).toBeVisible();
	await expectStillUsable(page);
});

test('a browser without WebGPU runs the model on the CPU and says why', async ({ page }) => {
	await page.addInitScript(() => {
		Object.defineProperty(Navigator.prototype, 'gpu', { get: () => undefined });
	});
	await openApp(page);
	await page.getByRole('button', { name: /Sprout/ }).click();
	await expect(page.getByRole('radio', { name: /GPU/ })).toBeDisabled();
	await expect(page.getByText('This browser has no WebGPU.')).toBeVisible();
	await expectStillUsable(page);
});

test('without storage the app still writes, and says that runs are not kept', async ({ page }) => {
	await page.addInitScript(() => {
		Object.defineProperty(globalThis, 'indexedDB', {
			get() {
				throw new DOMException('denied', 'SecurityError');
			}
		});
	});
	await openApp(page);
	await setRecipe(page, { preset: 'Greedy', maxTokens: 5 });
	await write(page);
	await expect(page.getByRole('alert').first()).toContainText(/stor|kept/i);
});

test('full storage keeps the run on the page and asks to save it as a file', async ({ page }) => {
	await openApp(page);
	await page.evaluate(() => {
		const real = Object.getOwnPropertyDescriptor(IDBObjectStore.prototype, 'put');
		const put = real?.value as (
			this: IDBObjectStore,
			...args: unknown[]
		) => IDBRequest<IDBValidKey>;
		IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...args: unknown[]) {
			if (this.transaction.db.name !== 'glasshouse-runs') return put.apply(this, args);
			throw new DOMException('full', 'QuotaExceededError');
		};
	});
	await setRecipe(page, { preset: 'Greedy', maxTokens: 5 });
	await page.getByRole('button', { name: 'Write', exact: true }).click();
	await expect(page.getByRole('alert').first()).toContainText(/full|space/i);
	await expect(page.getByRole('button', { name: 'Save file' })).toBeEnabled();
});
