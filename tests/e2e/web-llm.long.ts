/**
 * The real WebLLM library on a real (software) WebGPU adapter, with the real adapter code in a worker.
 * Needs a folder with a model (config, tokenizer, shards, `model_lib.wasm`), named by
 * `GLASSHOUSE_MLC_FIXTURE`, and some minutes: see `docs/performance.md`.
 *
 * Its shorter twin in `npm test`: `src/engines/web-llm/web-llm-engine.test.ts` drives the same adapter in
 * Node, with a library that answers as the real one does, and the real one as far as it loads.
 */
import { createReadStream, statSync } from 'node:fs';
import { basename, join } from 'node:path';
// Not this folder's `test`: when the device is lost, the library itself throws what nobody catches.
import { expect, test } from '@playwright/test';
import { createServer, type Plugin, type ViteDevServer } from 'vite';

const fixture = process.env.GLASSHOUSE_MLC_FIXTURE;
const page = join(import.meta.dirname, 'web-llm-page');
const repository = join(import.meta.dirname, '../..');

function serveFixture(folder: string): Plugin {
	return {
		name: 'serve-fixture',
		configureServer(server) {
			server.middlewares.use('/fixture/', (request, response) => {
				const path = join(folder, basename(request.url ?? ''));
				const file = statSync(path, { throwIfNoEntry: false });
				if (file === undefined) {
					response.writeHead(404).end();
					return;
				}
				response.writeHead(200, { 'Content-Length': file.size });
				createReadStream(path).pipe(response);
			});
		}
	};
}

async function startServer(folder: string): Promise<{ server: ViteDevServer; url: string }> {
	const server = await createServer({
		configFile: false,
		root: page,
		cacheDir: join(repository, 'node_modules/.vite/web-llm-page'),
		logLevel: 'error',
		plugins: [serveFixture(folder)],
		optimizeDeps: {
			include: ['@mlc-ai/web-llm', 'web-llm-0-2-79', 'valibot'],
			entries: ['index.html', 'bench.worker.ts']
		},
		server: { host: '127.0.0.1', port: 0, fs: { allow: [repository] } }
	});
	await server.listen();
	const [url] = server.resolvedUrls?.local ?? [];
	if (url === undefined) throw new Error('the server has no address');
	return { server, url };
}

// The reporters do not show why a test was skipped.
if (fixture === undefined) console.log('WebLLM: skipped: no fixture (GLASSHOUSE_MLC_FIXTURE)');

test.describe('WebLLM with a real model library', () => {
	test.skip(fixture === undefined, 'skipped: no fixture (GLASSHOUSE_MLC_FIXTURE)');
	test.setTimeout(15 * 60_000);

	let running: { server: ViteDevServer; url: string };
	test.beforeAll(async () => {
		running = await startServer(fixture ?? '');
	});
	test.afterAll(() => running.server.close());
	test.beforeEach(async ({ page }) => {
		page.on('pageerror', (error) => console.log('page error:', error.message));
		await page.goto(running.url);
		await page.waitForFunction(() => 'runTask' in window);
	});

	test('refuses a model library of another version, and says why', async ({ page }) => {
		const refusal = await page.evaluate(() => window.runTask('other-version'));
		expect(refusal).toMatchObject({
			code: 'model-invalid',
			details: { reason: 'library-version' }
		});
	});

	test('a load that is called off ends as called off', async ({ page }) => {
		expect(await page.evaluate(() => window.runTask('called-off'))).toBe('aborted');
	});

	test('draws with our sampler, resets to the bit, and reports a lost device', async ({ page }) => {
		const run = await page.evaluate(() => window.runTask('generation'));
		console.log(JSON.stringify(run, null, '\t'));
		expect(run.engine).toMatchObject({ name: 'web-llm', version: '0.2.79', backend: 'webgpu' });
		expect(run.engine.build).toMatch(/^model_lib\.wasm sha256:[0-9a-f]{64}$/);
		expect(run.asked).toContain('model_lib.wasm');
		expect(run.asked.filter((name) => name.startsWith('params_shard_')).length).toBeGreaterThan(0);
		expect(new Set(run.first.map(({ logitsDigest }) => logitsDigest)).size).toBe(2);
		const facts = (steps: typeof run.first) =>
			steps.map(({ tokenId, margin, logitsDigest }) => ({ tokenId, margin, logitsDigest }));
		expect(facts(run.afterReset)).toEqual(facts(run.first));
		expect(run.withoutReset).not.toBe(run.first[0]?.logitsDigest);
		expect(['device-lost', 'engine-out-of-memory']).toContain(run.lossCode);
		expect(run.lossMs).toBeLessThan(10_000);
	});
});
