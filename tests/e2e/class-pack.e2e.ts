/** A class pack: made in the app, served by its own servers, used without any other network. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, type BrowserContext, type Page } from '@playwright/test';
import { CHROMIUM_FLAGS, findChromium } from '../../tools/test/browsers.mjs';
import { LoopbackHub } from '../hub/hub.ts';
import { modelIsReady, outputTokens, setRecipe, write } from './app.ts';
import { startAppServer } from './app-server.ts';
import { hasPython, startClassServer, unpackTar, type ClassServer } from './class-server.ts';
import {
	addOnnxModel,
	button,
	downloadButton,
	getOnnxModel,
	openLibrary,
	stored
} from './library-page.ts';
import { test } from './test.ts';

test.setTimeout(480_000);
// One pack for all of them.
test.describe.configure({ mode: 'default' });

const LESSON = {
	type: 'glasshouse.lesson',
	version: 1,
	id: 'our-kite',
	title: 'Our own red kite',
	language: 'en',
	summary: 'A lesson of this class.',
	minutes: 10,
	model: { name: 'Sprout', format: 'onnx', quantization: 'int8' },
	steps: [{ id: 'look', title: 'Look', text: 'Look at the kite.' }]
};

let folder: string;
let pack: string;
let files: string[];
let server: ClassServer | null = null;

/** Stores a model and makes a pack with it, as a teacher would at home. */
async function makePack(page: Page): Promise<string> {
	const app = await startAppServer();
	const hub = await LoopbackHub.start();
	try {
		addOnnxModel(hub);
		await openLibrary(page, hub, app.address);
		await getOnnxModel(page);
		await page.goto(`${app.address}#/lessons`);
		await page.getByLabel('Lesson file').setInputFiles({
			name: 'kite.lesson.json',
			mimeType: 'application/json',
			buffer: Buffer.from(JSON.stringify(LESSON))
		});
		await expect(page.getByRole('heading', { name: LESSON.title })).toBeVisible();
		await page.goto(`${app.address}#/offline`);
		const section = page.getByRole('region', { name: 'Class pack' });
		await section.getByRole('textbox', { name: 'Name of the class or lesson' }).fill('Class 9b');
		await section.getByRole('checkbox', { name: /sprout-copy/ }).check();
		await section.getByRole('checkbox', { name: LESSON.title }).check();
		const saving = page.waitForEvent('download', { timeout: 120_000 });
		await section.getByRole('button', { name: 'Make a class pack' }).click();
		const download = await saving;
		expect(download.suggestedFilename()).toBe('glasshouse-class.tar');
		const path = join(folder, 'pack.tar');
		await download.saveAs(path);
		await expect(section.getByText(/is being saved: [\d.]+ MB/)).toBeVisible({ timeout: 120_000 });
		return path;
	} finally {
		await app.stop();
		await hub.stop();
	}
}

test.beforeAll(async ({ browser }) => {
	folder = mkdtempSync(join(tmpdir(), 'glasshouse-class-'));
	const page = await browser.newPage();
	files = await unpackTar(await makePack(page), folder);
	await page.close();
	pack = join(folder, 'glasshouse-class');
});

test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.afterEach(async () => {
	await server?.stop();
	server = null;
});

/** Nothing but the class server can be reached. @returns what was asked of anybody else */
async function cutNetwork(context: BrowserContext, origin: string): Promise<string[]> {
	const foreign: string[] = [];
	await context.route(
		(url) => url.protocol.startsWith('http') && url.origin !== new URL(origin).origin,
		(route) => {
			foreign.push(route.request().url());
			return route.abort();
		}
	);
	return foreign;
}

/** What a pupil does: opens the address, writes, takes the model from there and writes with it. */
async function useAsPupil(page: Page, address: string): Promise<void> {
	const asked: string[] = [];
	page.on('request', (request) => asked.push(request.url()));
	await page.goto(address);
	await modelIsReady(page);
	await setRecipe(page, { prompt: 'Mia is in the garden.', seed: '7', maxTokens: 16 });
	await write(page);
	await expect(outputTokens(page).first()).toBeVisible();
	await page.goto(`${address}#/library`);
	const place = page.getByRole('region', { name: 'Models from this place' });
	await expect(place).toContainText('Class 9b');
	await downloadButton(place, 'sprout-copy int8').click();
	await expect(stored(page)).toContainText('sprout-copy', { timeout: 60_000 });
	await button(page, 'Use sprout-copy int8').click();
	// Its files are Sprout's: that is its name, whatever the pack calls them.
	await expect(page.getByRole('button', { name: /^Sprout .*ready/ })).toBeVisible();
	await setRecipe(page, { maxTokens: 8 });
	await write(page);
	await expect(outputTokens(page).first()).toBeVisible();
	await page.goto(`${address}#/lessons`);
	await expect(page.getByRole('link', { name: LESSON.title })).toBeVisible();
	// By the library and by the lessons, in one load of the page.
	expect(asked.filter((url) => url === `${address}class.json`)).toHaveLength(1);
}

test('the pack holds the app, its servers, the model and a page for teachers', () => {
	const inPack = files.map((name) => name.replace(/^glasshouse-class\//, ''));
	for (const path of [
		'README.txt',
		'start.cmd',
		'start.sh',
		'server/serve.mjs',
		'server/serve.py',
		'server/headers.json',
		'app/index.html',
		'app/embed.html',
		'app/service-worker.js',
		'app/class.json',
		'app/class/lessons/1.lesson.json',
		'app/class/models/1/glasshouse-pack.json',
		'app/class/models/1/onnx/model_int8.onnx'
	]) {
		expect(inPack).toContain(path);
	}
});

test('on the machine with the stick, a pupil writes and takes the model from there, isolated and with no other network', async ({
	browser,
	watch
}) => {
	server = await startClassServer(pack, 'node');
	const context = await browser.newContext({ serviceWorkers: 'allow' });
	watch.context(context);
	const foreign = await cutNetwork(context, server.address);
	const page = await context.newPage();
	await useAsPupil(page, server.address);
	expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
	await expect(page.getByRole('status', { name: 'This machine' })).toContainText(
		'Ready for offline',
		{ timeout: 180_000 }
	);
	expect(foreign).toEqual([]);
	await context.close();
});

test('on another machine, over plain http, the same works and what is missing is said', async ({
	expectConsole,
	watch
}) => {
	test.skip(!hasPython(), 'there is no Python on this machine');
	expectConsole(/Cross-Origin-Opener-Policy header has been ignored/);
	server = await startClassServer(pack, 'python');
	// A name that is not this machine's own: to the browser no secure context.
	const browser = await chromium.launch({
		executablePath: findChromium() ?? '/usr/bin/chromium',
		args: [...CHROMIUM_FLAGS, '--host-resolver-rules=MAP classroom.test 127.0.0.1']
	});
	try {
		const address = `http://classroom.test:${server.port.toString()}/`;
		const context = await browser.newContext();
		watch.context(context);
		const foreign = await cutNetwork(context, address);
		const page = await context.newPage();
		await page.goto(address);
		expect(await page.evaluate(() => isSecureContext)).toBe(false);
		await expect(page.getByText(/This page was loaded over http/)).toBeVisible();
		await useAsPupil(page, address);
		await page.goto(`${address}#/offline`);
		await expect(page.getByText('Offline use is unavailable here.')).toBeVisible();
		expect(foreign).toEqual([]);
	} finally {
		await browser.close();
	}
});
