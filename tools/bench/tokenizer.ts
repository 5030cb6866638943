/**
 * Time and memory of reading a `tokenizer.json` with 262,144 entries, in the app's worker for tokenizers:
 * a synthetic one, or the file that is named.
 *
 *     npx tsx tools/bench/tokenizer.ts [rounds] [tokenizer.json]
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { LoopbackHub } from '../../tests/hub/hub.ts';
import { onDisk, withBenchServer } from './bench-page.ts';
import { peakExtraMib } from './browser-memory.ts';
import { largeTokenizer } from './tokenizer/large-tokenizer.ts';
import type { SplitTime } from './tokenizer/tokenizer-page.ts';

const SPROUT = fileURLToPath(new URL('../../public/models/sprout/tokenizer.json', import.meta.url));

/** @returns the address of the folder */
function addTokenizer(hub: LoopbackHub, name: string, bytes: Uint8Array): string {
	const { url } = hub.addBytes({ repository: `bench/${name}`, path: 'tokenizer.json', bytes });
	return url.replace(/tokenizer\.json$/, '');
}

async function measure(
	page: Page,
	profile: string,
	folders: { readonly small: string; readonly large: string }
): Promise<SplitTime & { readonly peakMib: number | null }> {
	const split = (url: string) =>
		page.evaluate((folder) => globalThis.benchTokenizer.split(folder), url);
	// The worker and the library are there before: what counts is the file.
	await split(folders.small);
	let time: SplitTime | undefined;
	const work = async () => (time = await split(folders.large));
	const peakMib = await peakExtraMib(profile, work, '--type=renderer');
	return { ...(time as SplitTime), peakMib };
}

const [rounds = '3', file] = process.argv.slice(2);
const bytes = file === undefined ? new TextEncoder().encode(largeTokenizer()) : readFileSync(file);
const hub = await LoopbackHub.start();
const profile = mkdtempSync(join(tmpdir(), 'bench-tokenizer-'));
try {
	const folders = {
		small: addTokenizer(hub, 'small', readFileSync(SPROUT)),
		large: addTokenizer(hub, 'large', bytes)
	};
	const load = loadavg()[0]?.toFixed(1) ?? '';
	console.log(`${(bytes.byteLength / 1e6).toFixed(1)} MB (load ${load}, ${cpus().length} cores)`);
	await withBenchServer({ folder: 'tokenizer', global: 'benchTokenizer' }, async (open) => {
		for (let round = 0; round < Number(rounds); round++) {
			const found = await onDisk(profile, open, (page) => measure(page, profile, folders));
			console.log(
				`first split ${found.firstMs.toFixed(0)} ms, again ${found.againMs.toFixed(1)} ms, ` +
					`page still for ${found.longestTaskMs.toFixed(0)} ms at most, ` +
					`memory ${found.peakMib?.toFixed(0) ?? 'not told'} MiB more at the peak, ` +
					`${found.vocabularySize} entries, ${found.tokens} tokens`
			);
		}
	});
} finally {
	await hub.stop();
	rmSync(profile, { recursive: true, force: true });
}
