/**
 * A WebLLM model through the whole app: from a hub into the store, onto the software WebGPU adapter,
 * written with, regrown, verified, and there again after a reload.
 *
 * Needs `GLASSHOUSE_MLC_FIXTURE` and, on a software adapter, most of an hour: see
 * `docs/performance.md`. The page is built as always, but for the library of the version that the
 * fixture's model library was compiled for: the newest one's kernels do not compile here.
 *
 * Its shorter twins in `npm test`: `hub-models.e2e.ts` brings an MLC model and its library into the store,
 * and `library.e2e.ts` goes the same way, from hub to regrown run and reload, with an ONNX model.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { build, preview, type PreviewServer } from 'vite';
import { LoopbackHub } from '../hub/hub.ts';
import { outputTokens, setRecipe, verdict } from './app.ts';
import { test } from './test.ts';

const fixture = process.env.GLASSHOUSE_MLC_FIXTURE;
const repository = 'classroom/Qwen2-0.5B-Instruct-q4f32_1-MLC';
const NAME = 'Qwen2-0.5B-Instruct-q4f32_1-MLC q4f32_1';
const LIBRARY = 'libraries/compiled';

/** One step on a software adapter takes up to a minute, on a busy machine several. */
const SLOW_MS = 40 * 60_000;

async function buildApp(outDir: string): Promise<PreviewServer> {
	const root = join(import.meta.dirname, '../..');
	await build({
		root,
		logLevel: 'error',
		resolve: { alias: { '@mlc-ai/web-llm': 'web-llm-0-2-79' } },
		build: { outDir, emptyOutDir: true, sourcemap: false, reportCompressedSize: false }
	});
	return preview({
		root,
		logLevel: 'error',
		build: { outDir },
		preview: { host: '127.0.0.1', port: 0 }
	});
}

/** With a short context: its KV cache is all that would differ in size. */
function fixtureFile(folder: string, name: string): Uint8Array {
	const bytes = readFileSync(join(folder, name));
	if (name !== 'mlc-chat-config.json') return bytes;
	const config = JSON.parse(bytes.toString()) as object;
	return new TextEncoder().encode(JSON.stringify({ ...config, context_window_size: 1024 }));
}

function addModel(hub: LoopbackHub, folder: string): void {
	for (const path of readdirSync(folder)) {
		const bytes = fixtureFile(folder, path);
		if (path === 'model_lib.wasm') hub.addBytes({ repository: LIBRARY, path, bytes });
		else hub.addBytes({ repository, path, bytes, lfs: path.endsWith('.bin') });
	}
}

async function store(page: Page, hub: LoopbackHub): Promise<void> {
	await page.getByText('Where models come from').click();
	await page.getByLabel('Mirror address').fill(hub.url);
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await page.getByRole('radio', { name: 'MLC (WebLLM)' }).click();
	await page.getByLabel('Repository on the hub').fill(repository);
	const library = `${hub.url}/${LIBRARY}/resolve/main/model_lib.wasm`;
	await page.getByLabel('Model library (.wasm)').fill(library);
	await page.getByRole('button', { name: 'Look at it', exact: true }).click();
	await page.getByRole('button', { name: `Get ${NAME}` }).click();
	await expect(page.getByRole('button', { name: `Use ${NAME}`, exact: true }).first()).toBeVisible({
		timeout: SLOW_MS
	});
}

const modelBar = (page: Page) => page.getByRole('button', { name: /Qwen2-0\.5B-Instruct/ });

async function ready(page: Page): Promise<void> {
	await expect(modelBar(page)).toContainText('ready', { timeout: SLOW_MS });
}

// The reporters do not show why a test was skipped.
if (fixture === undefined) console.log('WebLLM app: skipped: no fixture (GLASSHOUSE_MLC_FIXTURE)');

test.describe('a WebLLM model in the app', () => {
	test.skip(fixture === undefined, 'skipped: no fixture (GLASSHOUSE_MLC_FIXTURE)');
	test.setTimeout(4 * SLOW_MS);

	const outDir = mkdtempSync(join(tmpdir(), 'glasshouse-web-llm-'));
	let server: PreviewServer;
	let hub: LoopbackHub;
	test.beforeAll(async () => {
		if (fixture === undefined) return;
		server = await buildApp(outDir);
		hub = await LoopbackHub.start();
		addModel(hub, fixture);
	});
	test.afterAll(async () => {
		rmSync(outDir, { recursive: true, force: true });
		if (fixture !== undefined) await Promise.all([server.close(), hub.stop()]);
	});

	test('is stored, writes, is looked into, regrows, verifies, and is there after a reload', async ({
		page
	}) => {
		const took: Record<string, string> = {};
		const timed = async (what: string, work: () => Promise<void>): Promise<void> => {
			const startedMs = performance.now();
			await work();
			took[what] = `${((performance.now() - startedMs) / 1000).toFixed(1)} s`;
			console.log(what, took[what]);
		};
		page.on('pageerror', (error) => console.log('page error:', error.message));
		await page.goto(`${server.resolvedUrls?.local[0] ?? ''}#/library`);
		await timed('download and store', () => store(page, hub));
		hub.reset();

		await page
			.getByRole('button', { name: `Use ${NAME}`, exact: true })
			.first()
			.click();
		await timed('load from the store', () => ready(page));
		await page.getByRole('radio', { name: 'Completion' }).click();
		await setRecipe(page, { preset: 'Balanced', prompt: 'Hi', seed: '7', maxTokens: 2 });
		await timed('write 2 tokens', async () => {
			await page.getByRole('button', { name: 'Write', exact: true }).click();
			await expect(page.getByRole('link', { name: 'Open this run' })).toBeVisible({
				timeout: SLOW_MS
			});
		});
		await expect(outputTokens(page)).toHaveCount(2);
		await outputTokens(page).first().hover();
		const glass = page.getByRole('region', { name: 'Glass' });
		await expect(
			glass.getByRole('list', { name: 'Alternatives' }).getByRole('listitem').nth(4)
		).toBeVisible();

		await page.getByRole('link', { name: 'Open this run' }).click();
		await expect(page.getByRole('main')).toContainText('web-llm 0.2.79');
		await timed('regrow', async () => {
			await page.getByRole('button', { name: 'Regrow' }).click();
			await expect(verdict(page)).toContainText(/same|identical|equal/i, { timeout: SLOW_MS });
		});
		const verify = page.getByRole('region', { name: 'Verify' });
		await timed('verify', async () => {
			await verify.getByRole('radio', { name: 'Exact' }).click();
			await verify.getByRole('button', { name: 'Verify', exact: true }).click();
			await expect(verify.getByRole('status', { name: 'Verdict' })).toContainText('Bit-exact', {
				timeout: SLOW_MS
			});
		});

		await page.reload();
		await timed('load again after a reload', () => ready(page));
		expect(hub.log).toEqual([]);
		console.log(JSON.stringify(took));
	});
});
