/**
 * A large download whose tab is closed again and again, in a browser that keeps its data on disk.
 *
 *     GLASSHOUSE_CLOSED_TABS_MB=1024 npx playwright test closed-tabs
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, type BrowserContext, type Page } from '@playwright/test';
import { modelDigest } from '#core/digest/model-digest.ts';
import type { HubFileFacts, HubLogEntry } from '../hub/hub-protocol.ts';
import type { LoopbackHub } from '../hub/hub.ts';
import {
	addMlcModel,
	button,
	downloadButton,
	downloads,
	MLC,
	MLC_ID,
	openLibrary,
	stored
} from './library-page.ts';
import { readRows } from './weights-database.ts';
import { test } from './test.ts';

const SIZE_MB = Number(process.env.GLASSHOUSE_CLOSED_TABS_MB ?? 48);
const SHARDS = 8;
const SHARD_BYTES = Math.floor((SIZE_MB * 1_000_000) / SHARDS);
const CLOSINGS = 3;
/** A shard a second: slow enough that a tab can be closed where the test wants to. */
const BYTES_PER_SECOND = SHARD_BYTES;
/** For a busy machine. */
const PATIENCE_MS = 60_000 + SIZE_MB * 500;

let context: BrowserContext;
let profile: string;

test.beforeAll(async () => {
	profile = mkdtempSync(join(tmpdir(), 'glasshouse-closed-tabs-'));
	const { launchOptions, baseURL } = test.info().project.use;
	context = await chromium.launchPersistentContext(profile, {
		...launchOptions,
		...(baseURL === undefined ? {} : { baseURL })
	});
});
test.afterAll(async () => {
	await context.close();
	rmSync(profile, { recursive: true, force: true });
});

function sentBytes(hub: LoopbackHub): number {
	return hub.log.reduce((sum, entry) => sum + entry.sentBytes, 0);
}

/** Bytes on the disk of every shard, by its name. */
async function bytesOnDisk(
	page: Page,
	files: ReadonlyMap<string, HubFileFacts>
): Promise<Map<string, number>> {
	const whole = await readRows<{ digest: string; sizeBytes: number }>(page, 'files');
	const parts = await readRows<{ key: string; storedBytes: number }>(page, 'partials');
	const bytes = new Map([
		...whole.map(({ digest, sizeBytes }) => [digest, sizeBytes] as const),
		...parts.map(({ key, storedBytes }) => [key, storedBytes] as const)
	]);
	const shards = [...files].filter(([name]) => name.endsWith('.bin'));
	return new Map(shards.map(([name, { digest }]) => [name, bytes.get(digest) ?? 0]));
}

/** After a closing, each shard is asked for from behind its last stored byte on, and never before it. */
function expectNothingTwice(
	onDisk: ReadonlyMap<string, number>,
	requests: readonly HubLogEntry[]
): void {
	for (const [path, bytes] of onDisk) {
		const starts = requests.filter((entry) => entry.path === path).map(({ start }) => start);
		if (bytes === SHARD_BYTES) expect(starts, `${path} was whole`).toEqual([]);
		else if (starts.length > 0) expect(Math.min(...starts), path).toBe(bytes);
	}
}

test(`a download of ${SIZE_MB} MB whose tab is closed three times fetches no stored byte again, and ends right`, async ({
	hub,
	watch
}) => {
	watch.context(context);
	test.setTimeout(4 * PATIENCE_MS);
	const files = addMlcModel(hub, { shards: SHARDS, shardBytes: SHARD_BYTES });
	for (const path of files.keys()) {
		if (!path.endsWith('.bin')) continue;
		hub.misbehave(MLC, path, { kind: 'slow', bytesPerSecond: BYTES_PER_SECOND });
	}
	let tab = await context.newPage();
	await openLibrary(tab, hub);
	await downloadButton(tab, MLC_ID).first().click();
	const resumes: { onDisk: Map<string, number>; from: number }[] = [];
	for (let closing = 0; closing < CLOSINGS; closing++) {
		const share = (closing + 0.2 + 0.7 * Math.random()) / (CLOSINGS + 0.5);
		await expect
			.poll(() => sentBytes(hub), { timeout: PATIENCE_MS, intervals: [20] })
			.toBeGreaterThan(share * SHARDS * SHARD_BYTES);
		// What the hub has sent may still be on its way to the first chunk that is stored.
		await expect
			.poll(async () => Math.max(...(await bytesOnDisk(tab, files)).values()), {
				timeout: PATIENCE_MS,
				intervals: [20]
			})
			.toBeGreaterThan(0);
		await tab.close();
		tab = await context.newPage();
		await tab.goto('./#/library');
		await expect(downloads(tab)).toContainText('Paused at');
		resumes.push({ onDisk: await bytesOnDisk(tab, files), from: hub.log.length });
		if (closing === CLOSINGS - 1) hub.heal(MLC);
		await button(tab, `Resume ${MLC_ID}`).click();
	}
	await expect(button(tab, `Use ${MLC_ID}`)).toBeVisible({ timeout: PATIENCE_MS });
	resumes.forEach(({ onDisk, from }, i) => {
		expect([...onDisk.values()].some((bytes) => bytes > 0)).toBe(true);
		expectNothingTwice(onDisk, hub.log.slice(from, resumes[i + 1]?.from));
	});
	await tab.getByRole('button', { name: `Verify ${MLC_ID}` }).click();
	const allIntact = `All ${files.size} files are intact.`;
	await expect(stored(tab)).toContainText(allIntact, { timeout: PATIENCE_MS });
	const digest = modelDigest([...files].map(([name, file]) => ({ name, digest: file.digest })));
	await expect(stored(tab).locator(`[title="${digest}"]`)).toBeVisible();
	test.info().annotations.push({
		type: 'bytes sent by the hub',
		description: `${sentBytes(hub)} for ${SHARDS * SHARD_BYTES}`
	});
	await tab.close();
});
