/**
 * A history of 10,000 runs in the built app: opening it, searching, deleting and undoing, and what it takes of the
 * page. `npm run bench history [runs] [dist folder]`; another folder is another build, to compare with.
 */
import { fileURLToPath } from 'node:url';
import type { CDPSession, Page } from '@playwright/test';
import { preview } from 'vite';
import { launchChromium } from '../test/launch-chromium.ts';
import { seedHistory } from './seed-history.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ROUNDS = 5;

interface PageSize {
	readonly heapMb: number;
	readonly nodes: number;
}

/** What the page holds after everything that can be let go is gone. */
async function pageSize(session: CDPSession): Promise<PageSize> {
	await session.send('HeapProfiler.collectGarbage');
	const { metrics } = await session.send('Performance.getMetrics');
	const of = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? NaN;
	return { heapMb: of('JSHeapUsedSize') / 1e6, nodes: of('Nodes') };
}

const rows = '[aria-label="Runs"] > li';
const none = 'main .empty a[href="#/play"]';

/** In the page: does something, and waits until what it should bring about is drawn. @returns ms */
async function timed(page: Page, act: string, until: string): Promise<number> {
	return await page.evaluate(`(async () => {
		const reached = () => { ${until} };
		const begin = performance.now();
		${act};
		// At least once: changes are drawn after the event.
		do {
			await new Promise((resolve) => {
				const channel = new MessageChannel();
				channel.port1.onmessage = resolve;
				channel.port2.postMessage(null);
			});
		} while (!reached());
		document.body.getBoundingClientRect();
		const drawn = performance.now();
		await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
		return drawn - begin;
	})()`);
}

const countIs = (count: string): string =>
	`return document.querySelector('.count')?.textContent.replace(/\\D/g, '') === '${count}'`;

const typed = (text: string): string => `
	const field = document.querySelector('input[type=search]');
	field.value = ${JSON.stringify(text)};
	field.dispatchEvent(new InputEvent('input', { bubbles: true }))`;

const isThere = (selector: string): boolean => document.querySelector(selector) !== null;

async function openHistory(page: Page, count: number): Promise<number> {
	// By script: with very many nodes, looking for what can be seen and pressed takes longer than anything measured here.
	await page.evaluate(`document.querySelector('a[href="#/play"]').click()`);
	await page.waitForFunction(() => document.querySelector('main h1')?.textContent !== 'Runs');
	const open = `document.querySelector('a[href="#/runs"]').click()`;
	const ready =
		count === 0
			? `return document.querySelector('${none}') !== null`
			: `return document.querySelector('${rows}') !== null`;
	return await timed(page, open, ready);
}

/** From the navigation on; the whole app comes up. */
async function loadHistory(page: Page, count: number): Promise<number> {
	await page.goto('about:blank');
	await page.goto('./#/runs', { waitUntil: 'commit' });
	const ready = count === 0 ? none : rows;
	const at = await page.waitForFunction(
		(selector) => {
			if (document.querySelector(selector) === null) return null;
			document.body.getBoundingClientRect();
			return performance.now();
		},
		ready,
		{ timeout: 120_000, polling: 'raf' }
	);
	return Number(await at.jsonValue());
}

const best = (values: readonly number[]): string =>
	`${Math.min(...values).toFixed(0)} best, ${Math.max(...values).toFixed(0)} worst of ${values.length}`;

async function rounds(work: () => Promise<number>, times = ROUNDS): Promise<number[]> {
	const values: number[] = [];
	for (let round = 0; round < times; round++) values.push(await work());
	return values;
}

async function search(page: Page, count: number): Promise<void> {
	const keys: number[] = [];
	const word = 'garden 4242';
	for (let length = 1; length <= word.length; length++) {
		keys.push(await timed(page, typed(word.slice(0, length)), 'return true'));
	}
	console.log(`  search, a keystroke, ms       ${best(keys)}`);
	const clearing = await rounds(async () => {
		await timed(page, typed('garden 4242'), 'return true');
		return await timed(page, typed(''), countIs(String(count)));
	});
	console.log(`  clearing the search, ms       ${best(clearing)}`);
}

async function removeAndUndo(page: Page, count: number): Promise<void> {
	const removed: number[] = [];
	const undone: number[] = [];
	for (let round = 0; round < ROUNDS; round++) {
		const press = `document.querySelectorAll('${rows} button[aria-label^=Delete]')[3].click()`;
		removed.push(await timed(page, press, countIs(String(count - 1))));
		await page.waitForFunction(isThere, '.toasts .action');
		const undo = `document.querySelector('.toasts .action').click()`;
		undone.push(await timed(page, undo, countIs(String(count))));
	}
	console.log(`  deleting one, ms              ${best(removed)}`);
	console.log(`  undoing it, ms                ${best(undone)}`);
}

async function measure(page: Page, session: CDPSession, count: number): Promise<PageSize> {
	const loads = await rounds(() => loadHistory(page, count), 3);
	console.log(`  loading the page there, ms    ${best(loads)}`);
	const opens = await rounds(() => openHistory(page, count));
	console.log(`  opening from Play, ms         ${best(opens)}`);
	const size = await pageSize(session);
	const drawn = await page.locator(rows).count();
	console.log(`  heap, MB; nodes; rows drawn   ${size.heapMb.toFixed(1)}; ${size.nodes}; ${drawn}`);
	return size;
}

async function bench(count: number, folder: string): Promise<void> {
	const server = await preview({
		root: ROOT,
		build: { outDir: folder },
		preview: { port: 0 },
		logLevel: 'error'
	});
	const browser = await launchChromium();
	try {
		const baseURL = server.resolvedUrls?.local[0];
		if (baseURL === undefined) throw new Error('the server has no address');
		const context = await browser.newContext({ baseURL });
		const page = await context.newPage();
		page.setDefaultTimeout(300_000);
		const session = await context.newCDPSession(page);
		await session.send('Performance.enable');
		await page.goto('./');
		await page.getByRole('button', { name: /Sprout.*\bready\b/ }).waitFor();
		console.log('no runs');
		const empty = await measure(page, session, 0);
		await seedHistory(page, count);
		console.log(`${count} runs`);
		const full = await measure(page, session, count);
		console.log(
			`  heap above empty, MB          ${(full.heapMb - empty.heapMb).toFixed(1)} (bar: 40)`
		);
		await search(page, count);
		await removeAndUndo(page, count);
	} finally {
		await browser.close();
		await server.close();
	}
}

const [count = '10000', folder = 'dist'] = process.argv.slice(2);
await bench(Number(count), folder);
