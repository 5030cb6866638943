/**
 * How Play answers a hand: a text that follows a slider, the first token after a click, another view, and what holds up
 * the page meanwhile. On the built app with Sprout.
 *
 *     npx tsx tools/bench/live.ts [moves]
 */
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { preview } from 'vite';
import { launchChromium } from '../test/launch-chromium.ts';

const at = (values: readonly number[], share: number): string => {
	const sorted = [...values].sort((a, b) => a - b);
	return `${(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN).toFixed(0)} ms`;
};

const row = (title: string, values: readonly number[], bar: string): string =>
	`${title.padEnd(46)} ${at(values, 0.5)} median, ${at(values, 0.95)} for 19 of 20, ${at(values, 1)} worst of ${values.length.toString()} (bar: ${bar})`;

interface Watch {
	longTasks: number[];
}

async function watchLongTasks(page: Page): Promise<void> {
	await page.evaluate(() => {
		const watch = globalThis as unknown as Watch;
		watch.longTasks = [];
		new PerformanceObserver((list) => {
			watch.longTasks.push(...list.getEntries().map(({ duration }) => duration));
		}).observe({ type: 'longtask' });
	});
}

/** From each input of a held slider until the frame in which the whole text of these settings is drawn. */
async function moveSlider(page: Page, moves: number): Promise<number[]> {
	await page.getByRole('checkbox', { name: 'Live' }).check();
	return page.evaluate(async (count) => {
		const slider = document.querySelector<HTMLInputElement>('[aria-label="Temperature, slider"]');
		const output = document.querySelector('.output');
		if (slider === null || output === null) throw new Error('no slider, or no text');
		const busy = (wanted: string) =>
			new Promise<void>((resolve) => {
				const look = (): boolean => output.getAttribute('aria-busy') === wanted;
				if (look()) {
					resolve();
					return;
				}
				const observer = new MutationObserver(() => {
					if (!look()) return;
					observer.disconnect();
					resolve();
				});
				observer.observe(output, { attributes: true });
			});
		slider.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
		const tookMs: number[] = [];
		for (let move = 0; move < count; move++) {
			const startedMs = performance.now();
			// Never 0.8, with which the text was written: there is nothing to do then.
			slider.value = (0.3 + (move % 9) * 0.05 + (move % 2) * 0.6).toFixed(2);
			slider.dispatchEvent(new Event('input', { bubbles: true }));
			await busy('true');
			await busy('false');
			await new Promise(requestAnimationFrame);
			tookMs.push(performance.now() - startedMs);
		}
		return tookMs;
	}, moves);
}

async function clickToFirstToken(page: Page, runs: number): Promise<number[]> {
	const tookMs: number[] = [];
	for (let run = 0; run < runs; run++) {
		tookMs.push(
			await page.evaluate(async () => {
				const write = document.getElementById('write');
				const startedMs = performance.now();
				write?.click();
				const hasToken = () =>
					document.querySelector('.output[aria-busy=true] [data-index]') !== null;
				while (!hasToken()) await new Promise(requestAnimationFrame);
				return performance.now() - startedMs;
			})
		);
		await page.getByRole('link', { name: 'Open this run' }).waitFor();
	}
	return tookMs;
}

/** From the click on a place in the menu to the frame with its heading, after each was open once. */
async function switchViews(page: Page, rounds: number): Promise<number[]> {
	const tookMs: number[] = [];
	for (let round = 0; round <= rounds; round++) {
		for (const name of ['Compare', 'Texts', 'Lessons', 'Library', 'Runs', 'Play']) {
			const link = page.getByRole('navigation').getByRole('link', { name, exact: true });
			const ms = await link.evaluate(async (element) => {
				const before = document.querySelector('main h1');
				const startedMs = performance.now();
				(element as HTMLElement).click();
				const isThere = () => {
					const now = document.querySelector('main h1');
					return now !== null && now !== before;
				};
				while (!isThere()) await new Promise(requestAnimationFrame);
				return performance.now() - startedMs;
			});
			if (round > 0) tookMs.push(ms);
		}
	}
	return tookMs;
}

const [moves = 60] = process.argv.slice(2).map(Number);
const server = await preview({
	root: fileURLToPath(new URL('../..', import.meta.url)),
	preview: { port: 0 },
	logLevel: 'error'
});
const browser = await launchChromium();
try {
	const baseURL = server.resolvedUrls?.local[0];
	if (baseURL === undefined) throw new Error('the server has no address');
	const page = await (await browser.newContext({ baseURL })).newPage();
	page.setDefaultTimeout(60_000);
	// tsx names the functions that are sent to the page with a helper that the page does not have.
	await page.addInitScript('globalThis.__name = (named) => named');
	await page.goto('./');
	await page.getByRole('button', { name: /Sprout.*\bready\b/ }).waitFor();
	await page.getByLabel('Seed', { exact: true }).fill('7');
	await watchLongTasks(page);
	const firstMs = await clickToFirstToken(page, 10);
	const tokens = await page.locator('.output [data-index]').count();
	const movesMs = await moveSlider(page, moves);
	await page.keyboard.press('Escape');
	const switchesMs = await switchViews(page, 5);
	const longMs = await page.evaluate(() => (globalThis as unknown as Watch).longTasks);
	console.log(
		[
			row(`slider move to the whole text (${tokens.toString()} tokens)`, movesMs, '200 ms'),
			row('click to first token, model ready', firstMs, '500 ms'),
			row('another view, after its first visit', switchesMs, '100 ms'),
			`main-thread tasks over 50 ms, all of this      ${longMs.length.toString()}, longest ${Math.max(0, ...longMs).toFixed(0)} ms (bar: none)`
		].join('\n')
	);
} finally {
	await browser.close();
	await server.close();
}
