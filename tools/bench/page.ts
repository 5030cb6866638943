/**
 * What a person waits for, measured on the built app in Chromium: bytes before anything runs, time
 * to the first token, and whether the page stays responsive while the model writes.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { preview } from 'vite';
import { launchChromium } from '../test/launch-chromium.ts';

const DIST = new URL('../../dist/', import.meta.url);

export interface PageBenchResult {
	/** Scripts that `index.html` names, compressed. */
	readonly initialScriptGzipBytes: number;
	/** From navigation to the first token, each on a fresh profile; the server is warm. */
	readonly firstTokenMs: readonly number[];
	/** Main-thread tasks above 50 ms while text was written, in ms; empty is the goal. */
	readonly longTasksMs: readonly number[];
	readonly tokensPerSecond: readonly number[];
}

function initialScriptGzipBytes(): number {
	const html = readFileSync(new URL('index.html', DIST), 'utf8');
	const scripts = [...html.matchAll(/(?:src|href)="\.\/([^"]+\.js)"/g)].map(
		([, path]) => path ?? ''
	);
	return scripts.reduce(
		(sum, path) => sum + gzipSync(readFileSync(new URL(path, DIST)), { level: 9 }).length,
		0
	);
}

/** Presses Write as soon as it can be pressed, as an impatient person would, and notes the first token. */
function pressAndWatch(): void {
	const watch = globalThis as unknown as { firstTokenAt?: number; longTasks: number[] };
	watch.longTasks = [];
	let pressed = false;
	new MutationObserver(() => {
		const write = [...document.querySelectorAll('button')].find(
			({ textContent, disabled }) => textContent.trim() === 'Write' && !disabled
		);
		if (!pressed && write !== undefined) {
			pressed = true;
			write.click();
		}
		if (watch.firstTokenAt === undefined && document.querySelector('[data-index]') !== null) {
			watch.firstTokenAt = performance.now();
		}
	}).observe(document, { subtree: true, childList: true, attributes: true });
}

async function measureFirstToken(page: Page): Promise<number> {
	await page.addInitScript(pressAndWatch);
	await page.goto('./');
	const at = await page.waitForFunction(
		() => (globalThis as unknown as { firstTokenAt?: number }).firstTokenAt,
		undefined,
		{ timeout: 60_000 }
	);
	return (await at.jsonValue()) ?? NaN;
}

/** Writes several runs with the longest outputs that the playground allows. */
async function measureWriting(
	page: Page,
	runs: number
): Promise<Pick<PageBenchResult, 'longTasksMs' | 'tokensPerSecond'>> {
	await page.getByRole('link', { name: 'Open this run' }).waitFor();
	await page.getByRole('button', { name: 'Wild', exact: true }).click();
	await page.evaluate(() => {
		const { longTasks } = globalThis as unknown as { longTasks: number[] };
		new PerformanceObserver((list) => {
			longTasks.push(...list.getEntries().map(({ duration }) => duration));
		}).observe({ type: 'longtask' });
	});
	const tokensPerSecond: number[] = [];
	for (let run = 0; run < runs; run++) {
		await page.getByRole('button', { name: 'Write', exact: true }).click();
		await page.getByRole('link', { name: 'Open this run' }).waitFor();
		const counter = await page.getByRole('group', { name: 'Counter' }).innerText();
		tokensPerSecond.push(Number(/([\d.,]+)\s*tokens\/s/.exec(counter)?.[1]?.replace(',', '')));
	}
	const longTasksMs = await page.evaluate(
		() => (globalThis as unknown as { longTasks: number[] }).longTasks
	);
	return { longTasksMs, tokensPerSecond };
}

/** @param rounds fresh profiles for the first token; @param runs texts written for the responsiveness */
export async function measurePage(rounds: number, runs: number): Promise<PageBenchResult> {
	const server = await preview({
		root: fileURLToPath(new URL('../..', import.meta.url)),
		preview: { port: 0 },
		logLevel: 'error'
	});
	const browser = await launchChromium();
	try {
		const baseURL = server.resolvedUrls?.local[0];
		if (baseURL === undefined) throw new Error('the server has no address');
		const firstTokenMs: number[] = [];
		let writing: Awaited<ReturnType<typeof measureWriting>> | null = null;
		for (let round = 0; round < rounds; round++) {
			const context = await browser.newContext({ baseURL });
			const page = await context.newPage();
			firstTokenMs.push(await measureFirstToken(page));
			if (round === rounds - 1) writing = await measureWriting(page, runs);
			await context.close();
		}
		return {
			initialScriptGzipBytes: initialScriptGzipBytes(),
			firstTokenMs,
			longTasksMs: writing?.longTasksMs ?? [],
			tokensPerSecond: writing?.tokensPerSecond ?? []
		};
	} finally {
		await browser.close();
		await server.close();
	}
}

const median = (values: readonly number[]): number =>
	[...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const result = await measurePage(5, 12);
	const { longTasksMs, tokensPerSecond, firstTokenMs } = result;
	const longest = Math.max(0, ...longTasksMs);
	console.log(
		`scripts before any engine   ${(result.initialScriptGzipBytes / 1024).toFixed(1)} kB gzip (bar: 80)\n` +
			`page load to first token    ${(median(firstTokenMs) / 1000).toFixed(2)} s median, ` +
			`${(Math.max(...firstTokenMs) / 1000).toFixed(2)} s worst of ${firstTokenMs.length} (bar: 3)\n` +
			`tokens a second, as shown   ${median(tokensPerSecond).toFixed(0)} median, ` +
			`${Math.max(...tokensPerSecond).toFixed(0)} best of ${tokensPerSecond.length} (bar: 150)\n` +
			`main-thread tasks > 50 ms   ${longTasksMs.length}, longest ${longest.toFixed(0)} ms (bar: none)`
	);
}
