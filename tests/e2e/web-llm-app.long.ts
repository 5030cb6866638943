/**
 * A WebLLM model through the whole app: from a hub into the store, onto the software WebGPU adapter,
 * written with, regrown, verified, and there again after a reload.
 *
 * Needs `GLASSHOUSE_MLC_FIXTURE` and, on a software adapter, most of an hour: see
 * `docs/performance.md`. The page is built as always, but for the library of the version that the
 * fixture's model library was compiled for: the newest one's kernels do not compile here.
 *
 * The fixture's weights may be synthetic or real. `tools/real-models/mlc.py` writes real ones, with a
 * `reference.json`: then prompt ids, tokens and probabilities are compared with it.
 *
 * Its shorter twins in `npm test`: `hub-models.e2e.ts` brings an MLC model and its library into the store,
 * and `library.e2e.ts` goes the same way, from hub to regrown run and reload, with an ONNX model.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { build, preview, type PreviewServer } from 'vite';
import { LoopbackHub } from '../hub/hub.ts';
import { readRun } from '../../src/core/run-file/read-run.ts';
import { outputTokens, saved, setRecipe, verdict } from './app.ts';
import { compareWithReference, type ReferenceCase } from './real-model.ts';
import { downloadButton } from './library-page.ts';
import { test } from './test.ts';

const fixture = process.env.GLASSHOUSE_MLC_FIXTURE;
const repository = 'classroom/Qwen2-0.5B-Instruct-q4f32_1-MLC';
const NAME = 'Qwen2-0.5B-Instruct-q4f32_1-MLC q4f32_1';
const LIBRARY = 'libraries/compiled';
const REFERENCE = 'reference.json';

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
	for (const path of readdirSync(folder).filter((name) => name !== REFERENCE)) {
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
	await page.getByRole('button', { name: 'Look up', exact: true }).click();
	await downloadButton(page, NAME).click();
	await expect(page.getByRole('button', { name: `Use ${NAME}`, exact: true }).first()).toBeVisible({
		timeout: SLOW_MS
	});
}

/** @returns null for weights that nothing is known of */
function readReference(folder: string): ReferenceCase | null {
	const file = join(folder, REFERENCE);
	if (!existsSync(file)) return null;
	const [first] = JSON.parse(readFileSync(file, 'utf8')) as ReferenceCase[];
	return first ?? null;
}

/** A model that talks begins as a chat, with what its publisher recommends on offer. */
async function expectOwnBeginning(page: Page): Promise<void> {
	await expect(page.getByRole('radio', { name: 'Chat' })).toBeChecked();
	await expect(page.getByRole('button', { name: 'Publisher’s' })).toBeVisible();
}

/** Writes two tokens; with a reference, as many as it has, the likeliest ones. */
async function prepare(page: Page, reference: ReferenceCase | null): Promise<number> {
	await page.getByRole('radio', { name: 'Completion' }).click();
	const count = reference?.turns[0]?.token_ids.length ?? 2;
	await setRecipe(page, {
		preset: reference === null ? 'Balanced' : 'Greedy',
		prompt: reference?.prompt ?? 'Hi',
		seed: '7',
		maxTokens: count
	});
	return count;
}

/** @returns how far the probabilities are from the reference's */
async function compareRun(page: Page, { turns: [turn] }: ReferenceCase): Promise<number> {
	const run = readRun((await saved(page, 'Save file')).toString());
	if (turn === undefined) throw new Error('the reference has no turn');
	const { parting, logprobDifference } = compareWithReference(run, turn, 'q4f32_1');
	expect(parting).toBeNull();
	return logprobDifference;
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
		const reference = fixture === undefined ? null : readReference(fixture);
		if (reference !== null) await expectOwnBeginning(page);
		const count = await prepare(page, reference);
		await timed(`write ${count} tokens`, async () => {
			await page.getByRole('button', { name: /^(Write|Send)$/ }).click();
			await expect(page.getByRole('link', { name: 'Open this run' })).toBeVisible({
				timeout: SLOW_MS
			});
		});
		await expect(outputTokens(page)).toHaveCount(count);
		if (reference !== null) {
			took['log-probabilities'] = `${(await compareRun(page, reference)).toExponential(1)} off`;
		}
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
