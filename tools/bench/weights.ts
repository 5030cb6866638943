/**
 * The weight store in Chromium, on disk: reading a model back against the Cache API and plain
 * IndexedDB, what hashing adds to a download over the loopback, and how much memory a download takes.
 *
 *     npx tsx tools/bench/weights.ts [megabytes] [rounds]
 */
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import type { Page } from '@playwright/test';
import { createServer } from 'vite';

import { LoopbackHub } from '../../tests/hub/hub.ts';
import { CHROMIUM_FLAGS, findChromium } from '../test/browsers.mjs';
import type { WeightsBenchRequest } from './weights/weights-worker.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const MIB = 1024 * 1024;
const FILE_BYTES = 32 * MIB;

/** Resident memory of this browser's page processes, in MiB; 0 where /proc does not tell. */
function pageMemoryMib(profile: string): number {
	let kib = 0;
	for (const id of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
		try {
			const command = readFileSync(`/proc/${id}/cmdline`, 'utf8');
			if (!command.includes(profile) || !command.includes('--type=renderer')) continue;
			const [, rss] = /^RssAnon:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/status`, 'utf8')) ?? [];
			kib += Number(rss ?? 0);
		} catch {
			// The process ended while it was looked at.
		}
	}
	return kib / 1024;
}

async function ask(page: Page, request: WeightsBenchRequest): Promise<Record<string, number>> {
	return await page.evaluate((r) => globalThis.benchWeights(r), request);
}

/** The most memory that the page's processes take during `work`, beyond what they took before. */
async function peakExtraMib(profile: string, work: () => Promise<unknown>): Promise<number> {
	const before = pageMemoryMib(profile);
	let peak = before;
	const timer = setInterval(() => {
		peak = Math.max(peak, pageMemoryMib(profile));
	}, 50);
	try {
		await work();
	} finally {
		clearInterval(timer);
	}
	return peak - before;
}

function addFiles(hub: LoopbackHub, megabytes: number): WeightsBenchRequest['files'] {
	return Array.from({ length: Math.ceil((megabytes * MIB) / FILE_BYTES) }, (_, seed) => {
		const name = `shard-${seed}.bin`;
		const facts = hub.addFile({
			repository: 'bench/model',
			path: name,
			sizeBytes: FILE_BYTES,
			seed,
			lfs: true
		});
		return { name, ...facts };
	});
}

function median(values: readonly number[]): number {
	return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

async function measure(page: Page, profile: string, hub: LoopbackHub): Promise<void> {
	const [megabytes = 256, rounds = 3] = process.argv.slice(2).map(Number);
	const files = addFiles(hub, megabytes);
	const total = files.length * (FILE_BYTES / MIB);
	const times: Record<'download' | 'download-unhashed', number[]> = {
		download: [],
		'download-unhashed': []
	};
	await ask(page, { task: 'download', files: files.slice(0, 1), rounds: 1 });
	const peaks: number[] = [];
	for (let round = 0; round < rounds; round++) {
		for (const task of ['download', 'download-unhashed'] as const) {
			const peak = await peakExtraMib(profile, async () => {
				const { seconds = NaN } = await ask(page, { task, files, rounds });
				times[task].push(seconds);
			});
			if (task === 'download') peaks.push(peak);
		}
	}
	const hashed = median(times.download);
	const unhashed = median(times['download-unhashed']);
	console.log(`download ${total} MiB  ${(total / hashed).toFixed(0)} MiB a second`);
	console.log(`without hashing    ${(total / unhashed).toFixed(0)} MiB a second`);
	console.log(`hashing adds       ${((hashed / unhashed - 1) * 100).toFixed(1)} %`);
	console.log(`extra memory       ${Math.max(...peaks).toFixed(0)} MiB at most`);
	const ways = await ask(page, { task: 'read', files, rounds });
	const own = ways['store'] ?? NaN;
	for (const [way, seconds] of Object.entries(ways)) {
		const ratio = way === 'store' ? '' : `  store / this = ${(own / seconds).toFixed(2)}`;
		console.log(`read: ${way.padEnd(16)} ${(total / seconds).toFixed(0)} MiB a second${ratio}`);
	}
}

const hub = await LoopbackHub.start();
const profile = mkdtempSync(join(tmpdir(), 'bench-weights-'));
const server = await createServer({
	root: PROJECT,
	configFile: `${PROJECT}/vite.config.ts`,
	logLevel: 'error',
	server: { port: 0, watch: null },
	optimizeDeps: { entries: ['tools/bench/weights/*.ts'] }
});
const executablePath = findChromium();
const context = await chromium.launchPersistentContext(profile, {
	args: [...CHROMIUM_FLAGS],
	...(executablePath === null ? {} : { executablePath })
});
try {
	await server.listen();
	const [base] = server.resolvedUrls?.local ?? [];
	if (base === undefined) throw new Error('the server has no address');
	const page = await context.newPage();
	await page.goto(`${base}tools/bench/weights/index.html`);
	await page.waitForFunction(() => 'benchWeights' in globalThis);
	await measure(page, profile, hub);
} finally {
	await context.close();
	await server.close();
	await hub.stop();
	rmSync(profile, { recursive: true, force: true });
}
