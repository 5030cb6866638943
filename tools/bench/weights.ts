/**
 * The weight store in Chromium, on disk: what hashing adds to a download over the loopback, how much
 * memory a download takes, and loading a stored model through WebLLM's own code, over its caches and
 * over our store.
 *
 *     npx tsx tools/bench/weights.ts [megabytes] [rounds] [megabytes of the memory runs]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';

import { LoopbackHub } from '../../tests/hub/hub.ts';
import { onDisk, withBenchServer } from './bench-page.ts';
import { peakExtraMib } from './browser-memory.ts';
import { exposeWebLlmCaches } from './weights/expose-web-llm-caches.ts';
import type { WeightsBenchRequest } from './weights/weights-worker.ts';

const MIB = 1024 * 1024;
const FILE_BYTES = 32 * MIB;
const MEMORY_RUNS = 2;

type Files = WeightsBenchRequest['files'];

function addFiles(hub: LoopbackHub, megabytes: number): Files {
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

const mebibytes = (files: Files): number => (files.length * FILE_BYTES) / MIB;

function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	const upper = sorted[middle] ?? NaN;
	return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2;
}

function printLoad(): void {
	console.log(`(load ${loadavg()[0]?.toFixed(1)} on ${cpus().length} cores)`);
}

class WeightsBench {
	readonly #page: Page;
	readonly #rounds: number;

	constructor(page: Page, rounds: number) {
		this.#page = page;
		this.#rounds = rounds;
	}

	/** Whatever is loaded or compiled once is not part of what follows. */
	async warmUp(files: Files): Promise<void> {
		for (const task of ['download', 'download-unhashed'] as const) await this.#seconds(task, files);
	}

	async hashing(files: Files): Promise<void> {
		const times = { download: [] as number[], 'download-unhashed': [] as number[] };
		const pair = ['download', 'download-unhashed'] as const;
		for (let round = 0; round < this.#rounds; round++) {
			// Which one goes first alternates: a machine that gets slower then hits both alike.
			for (const task of round % 2 === 0 ? pair : pair.toReversed()) {
				times[task].push(await this.#seconds(task, files));
			}
		}
		const total = mebibytes(files);
		const added = times.download.map((hashed, i) => {
			return (hashed / (times['download-unhashed'][i] ?? NaN) - 1) * 100;
		});
		console.log(
			`download ${total} MiB    ${(total / median(times.download)).toFixed(0)} MiB a second`
		);
		console.log(
			`without hashing     ${(total / median(times['download-unhashed'])).toFixed(0)} MiB a second`
		);
		const each = added.map((percent) => percent.toFixed(0)).join(', ');
		console.log(`hashing adds        ${median(added).toFixed(1)} % (median of the pairs: ${each})`);
	}

	async memory(profile: string, files: Files): Promise<void> {
		const peaks: string[] = [];
		for (let run = 0; run < MEMORY_RUNS; run++) {
			await this.#ask('clear', files);
			const peak = await peakExtraMib(profile, () => this.#ask('download', files));
			peaks.push(peak === null ? 'not told by this system' : `${peak.toFixed(0)} MiB`);
		}
		console.log(`extra memory at the peak, ${mebibytes(files)} MiB: ${peaks.join(', ')}`);
	}

	async warmLoads(files: Files): Promise<void> {
		const ways = await this.#ask('warm-loads', files);
		const total = mebibytes(files);
		const others = Object.keys(ways).filter((way) => way.startsWith('WebLLM'));
		for (const [way, seconds] of Object.entries(ways)) {
			const rate = (total / median(seconds)).toFixed(0).padStart(6);
			const ratios = others.map((other) => {
				const ratio = median(seconds.map((own, i) => own / (ways[other]?.[i] ?? NaN)));
				return `${ratio.toFixed(2)} x ${other}`;
			});
			const compared = others.includes(way) ? '' : `   ${ratios.join('   ')}`;
			console.log(`warm load: ${way.padEnd(42)}${rate} MiB a second${compared}`);
		}
	}

	async #seconds(task: 'download' | 'download-unhashed', files: Files): Promise<number> {
		await this.#ask('clear', files);
		const { seconds } = await this.#ask(task, files);
		return seconds?.[0] ?? NaN;
	}

	#ask(task: WeightsBenchRequest['task'], files: Files): Promise<Record<string, number[]>> {
		const request = { task, files, rounds: this.#rounds };
		return this.#page.evaluate((asked) => globalThis.benchWeights(asked), request);
	}
}

const [megabytes = 256, rounds = 5, memoryMegabytes = 512] = process.argv.slice(2).map(Number);
const hub = await LoopbackHub.start();
const profile = mkdtempSync(join(tmpdir(), 'bench-weights-'));
const benchPage = {
	folder: 'weights',
	global: 'benchWeights',
	config: { plugins: [exposeWebLlmCaches()] }
};

async function measure(page: Page): Promise<void> {
	const files = addFiles(hub, megabytes);
	const many = addFiles(hub, Math.max(megabytes, memoryMegabytes));
	const bench = new WeightsBench(page, rounds);
	await bench.warmUp(files.slice(0, 1));
	printLoad();
	await bench.memory(profile, many);
	await bench.hashing(files);
	await bench.warmLoads(files);
	printLoad();
}

try {
	await withBenchServer(benchPage, (open) => onDisk(profile, open, measure));
} finally {
	await hub.stop();
	rmSync(profile, { recursive: true, force: true });
}
