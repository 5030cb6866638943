/**
 * A first visit to the built app on a plain static host: bytes until the built-in model is ready and until all is kept
 * for use without a network, and how the page comes up. `LIGHTHOUSE=<its command>` runs Lighthouse as well, which is
 * not installed with the project (200 packages): medians of several runs, as it scatters on busy machines.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, Page } from '@playwright/test';
import { chromium } from '@playwright/test';
import { CHROMIUM_FLAGS, findChromium } from '../test/browsers.mjs';
import { startStaticHost, type StaticHost } from './static-host.ts';

const ROUNDS = 5;
const execFileAsync = promisify(execFile);
const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const;
const executablePath = findChromium() ?? '/usr/bin/chromium';

function median(values: readonly number[]): number {
	return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(2)} MB`;

const sentBytes = (host: StaticHost): number =>
	host.sent.reduce((sum, { bytes }) => sum + bytes, 0);

function launch(hasGpu: boolean): Promise<Browser> {
	const flags = hasGpu ? CHROMIUM_FLAGS : ['--no-sandbox', '--disable-features=WebGPU'];
	return chromium.launch({ executablePath, args: [...flags] });
}

async function untilReady(page: Page, host: StaticHost): Promise<void> {
	await page.goto(host.address);
	await page.getByRole('button', { name: /Sprout.*\bready\b/ }).waitFor();
}

async function measureTransfer(hasGpu: boolean): Promise<string> {
	const host = await startStaticHost();
	const browser = await launch(hasGpu);
	try {
		const page = await browser.newPage();
		await untilReady(page, host);
		const requests = host.sent.length;
		const ready = sentBytes(host);
		await page.getByText('Ready for offline', { exact: true }).waitFor({ timeout: 120_000 });
		return `${megabytes(ready)} in ${requests.toString()} requests until the model is ready, ${megabytes(sentBytes(host))} until all is kept`;
	} finally {
		await browser.close();
		await host.stop();
	}
}

interface ComingUp {
	readonly largestPaintMs: number;
	readonly layoutShift: number;
	readonly blockingMs: number;
}

interface Shift extends PerformanceEntry {
	readonly value: number;
	readonly hadRecentInput: boolean;
}

/** Largest paint, shifts, and what tasks took beyond 50 ms, until the model is ready. */
async function measureComingUp(browser: Browser, host: StaticHost): Promise<ComingUp> {
	const context = await browser.newContext({ serviceWorkers: 'block' });
	const page = await context.newPage();
	await page.addInitScript(() => {
		const vitals = { largestPaintMs: 0, layoutShift: 0, blockingMs: 0 };
		Object.assign(globalThis, { vitals });
		// No named functions in here: the runner would wrap them in something that the page does not have.
		for (const type of ['largest-contentful-paint', 'longtask', 'layout-shift']) {
			new PerformanceObserver((list) => {
				for (const entry of list.getEntries() as Shift[]) {
					if (type === 'longtask') vitals.blockingMs += entry.duration - 50;
					else if (type === 'layout-shift')
						vitals.layoutShift += entry.hadRecentInput ? 0 : entry.value;
					else vitals.largestPaintMs = entry.startTime;
				}
			}).observe({ type, buffered: true });
		}
	});
	await untilReady(page, host);
	await page.waitForTimeout(1_000);
	const vitals = await page.evaluate(() => (globalThis as unknown as { vitals: ComingUp }).vitals);
	await context.close();
	return vitals;
}

interface LighthouseReport {
	readonly categories: Readonly<Record<(typeof CATEGORIES)[number], { readonly score: number }>>;
	readonly audits: Readonly<Record<string, { readonly displayValue?: string }>>;
}

/** Not awaited synchronously: the host answers from this process. */
async function runLighthouse(
	command: string,
	address: string,
	preset: string
): Promise<LighthouseReport> {
	const folder = mkdtempSync(join(tmpdir(), 'glasshouse-lighthouse-'));
	const report = join(folder, 'report.json');
	try {
		await execFileAsync(
			command,
			[
				address,
				'--quiet',
				'--output=json',
				`--output-path=${report}`,
				`--only-categories=${CATEGORIES.join(',')}`,
				...(preset === 'desktop' ? ['--preset=desktop'] : []),
				`--chrome-flags=--headless=new ${CHROMIUM_FLAGS.join(' ')}`
			],
			{
				env: { ...process.env, CHROME_PATH: executablePath }
			}
		);
		return JSON.parse(readFileSync(report, 'utf8')) as LighthouseReport;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

async function printLighthouse(command: string, host: StaticHost): Promise<void> {
	for (const preset of ['desktop', 'mobile']) {
		const reports: LighthouseReport[] = [];
		for (let round = 0; round < ROUNDS; round++) {
			reports.push(await runLighthouse(command, host.address, preset));
		}
		const scores = CATEGORIES.map((category) => {
			const values = reports.map(({ categories }) => Math.round(categories[category].score * 100));
			return `${category} ${median(values).toString()} (${values.join(', ')})`;
		});
		console.log(`Lighthouse, ${preset}: ${scores.join('; ')}`);
		const [first] = reports;
		const named = ['largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift'];
		console.log(
			`  the first run: ${named.map((id) => `${id} ${first?.audits[id]?.displayValue ?? '?'}`).join(', ')}`
		);
	}
}

console.log(`with WebGPU:    ${await measureTransfer(true)}`);
console.log(`without WebGPU: ${await measureTransfer(false)}`);
const host = await startStaticHost();
const browser = await launch(true);
try {
	const rounds: ComingUp[] = [];
	for (let round = 0; round < ROUNDS; round++) rounds.push(await measureComingUp(browser, host));
	const of = (name: keyof ComingUp): number => median(rounds.map((round) => round[name]));
	console.log(
		`coming up, medians of ${ROUNDS.toString()}: largest paint after ${of('largestPaintMs').toFixed(0)} ms, ` +
			`layout shift ${of('layoutShift').toFixed(3)}, tasks beyond 50 ms ${of('blockingMs').toFixed(0)} ms in all`
	);
	const { LIGHTHOUSE } = process.env;
	if (LIGHTHOUSE === undefined) console.log('Lighthouse: not run (LIGHTHOUSE names its command)');
	else await printLighthouse(LIGHTHOUSE, host);
} finally {
	await browser.close();
	await host.stop();
}
