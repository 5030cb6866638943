/**
 * Memory of the browser while a model of half a gigabyte is loaded from the weight store, on each
 * backend: Chromium with its data on disk, started anew after the download, against the size of the
 * model's files.
 *
 *     npx tsx tools/bench/load-memory.ts [runs]
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';

import { LoopbackHub } from '../../tests/hub/hub.ts';
import { onDisk, withBenchServer } from './bench-page.ts';
import { peakExtraMib } from './browser-memory.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const MIB = 1024 * 1024;
const GRAPH = 'llama-134m.onnx';
/** Length of the data file that the graph names. */
const DATA_BYTES = 536_947_712;
const BACKENDS = ['wasm', 'webgpu'] as const;

type Files = Parameters<typeof globalThis.benchLoadMemory.storeModel>[0];

/** The tokenizer is the tiny Llama's of the tests: it only has to fit. */
function addFiles(hub: LoopbackHub): Files {
	const tiny = 'tests/fixtures/families/llama/';
	const paths = {
		[GRAPH]: `tools/bench/decode/${GRAPH}`,
		'config.json': 'tools/bench/decode/llama-134m.json',
		'tokenizer.json': `${tiny}tokenizer.json`,
		'tokenizer_config.json': `${tiny}tokenizer_config.json`
	};
	const repository = 'bench/model';
	const small = Object.entries(paths).map(([name, path]) => {
		const bytes = readFileSync(join(PROJECT, path));
		return { name, ...hub.addBytes({ repository, path: name, bytes }) };
	});
	const name = `${GRAPH}_data`;
	const data = { repository, path: name, sizeBytes: DATA_BYTES, seed: 1, lfs: true };
	return [...small, { name, ...hub.addFile(data) }];
}

/** @returns MiB at the peak beyond what was there before: of all processes, and of the page's */
async function peaks(
	page: Page,
	profile: string,
	backend: (typeof BACKENDS)[number]
): Promise<readonly (number | null)[]> {
	let ofPage: number | null = null;
	const ofAll = await peakExtraMib(profile, async () => {
		const load = () =>
			page.evaluate(([name, wanted]) => globalThis.benchLoadMemory.loadModel(name, wanted), [
				GRAPH,
				backend
			] as const);
		ofPage = await peakExtraMib(profile, load, '--type=renderer');
	});
	return [ofPage, ofAll];
}

const [runs = 3] = process.argv.slice(2).map(Number);
const hub = await LoopbackHub.start();
const profile = mkdtempSync(join(tmpdir(), 'bench-load-memory-'));
const bench = { folder: 'load-memory', global: 'benchLoadMemory' };
try {
	await withBenchServer(bench, async (open) => {
		const files = addFiles(hub);
		await onDisk(profile, open, (page) =>
			page.evaluate((asked) => globalThis.benchLoadMemory.storeModel(asked), files)
		);
		const total = files.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0) / MIB;
		const over = (peak: number | null | undefined) =>
			typeof peak === 'number'
				? `${peak.toFixed(0)} MiB = files ${peak < total ? '-' : '+'} ${Math.abs(peak - total).toFixed(0)}`
				: 'not told by this system';
		console.log(
			`files ${total.toFixed(0)} MiB (load ${loadavg()[0]?.toFixed(1)}, ${cpus().length} cores)`
		);
		for (const backend of BACKENDS) {
			for (let run = 0; run < runs; run++) {
				const measure = (page: Page) => peaks(page, profile, backend);
				const [ofPage, ofAll] = await onDisk(profile, open, measure);
				console.log(`peak, ${backend}: page ${over(ofPage)}; all processes ${over(ofAll)}`);
			}
		}
	});
} finally {
	await hub.stop();
	rmSync(profile, { recursive: true, force: true });
}
