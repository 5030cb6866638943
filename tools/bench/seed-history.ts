/** A long history, written straight into the browser's database: as many runs would take a day to write. */
import type { Page } from '@playwright/test';
import type { Run } from '../../src/core/run-file/schema.ts';
import { RUN_DATABASE } from '../../src/storage/run-database.ts';
import type { StoredRun } from '../../src/storage/run-store.ts';
import { summarize, type RunSummary } from '../../src/storage/run-summary.ts';
import { exampleRun, exampleToken } from '../../tests/fixtures/example-run.ts';

/** A story of Sprout's usual length. */
const TOKENS = 40;

const WORDS =
	'Mia Tom Ben found a the red blue small kite boat key fox garden river went home and one day'.split(
		' '
	);

type Stored = StoredRun<Run>;

interface SeedRow {
	readonly summary: RunSummary;
	readonly prompt: string;
}

interface Seed {
	readonly database: string;
	/** What all runs have in common. */
	readonly stored: Stored;
	readonly rows: readonly SeedRow[];
}

function templateRun(): Stored {
	const example = exampleRun();
	const tokens = Array.from({ length: TOKENS }, (_, at) => exampleToken(at, ' word'));
	const output = { ...example.output, tokens, token_ids: tokens.map(({ id }) => id) };
	return { run: { ...example, output }, title: '', starred: false, savedAt: example.created };
}

/** The same words for the same number, each time. */
function words(seed: number, length: number): string {
	const all = Array.from({ length }, (_, at) => WORDS[(seed * 7919 + at * at * 31) % WORDS.length]);
	return all.join(' ');
}

function seedRow(stored: Stored, i: number): SeedRow {
	const savedAt = new Date(Date.UTC(2026, 0, 1) + i * 60_000).toISOString();
	const prompt = `${words(i, 4 + (i % 30))} ${i}`;
	const run: Run = {
		...stored.run,
		id: `sha256:${i.toString(16).padStart(64, '0')}`,
		request: { ...stored.run.request, messages: [{ role: 'user', content: prompt }] },
		output: { ...stored.run.output, text: words(i + 1, 3 + (i % 40)) }
	};
	const title = i % 5 === 0 ? `Run ${i}` : '';
	return {
		prompt,
		summary: summarize({ run, title, isOwnTitle: true, savedAt, starred: i % 50 === 0 })
	};
}

/** Runs in the page. */
async function writeRows({ database: name, stored, rows }: Seed): Promise<void> {
	const open = indexedDB.open(name);
	const database = await new Promise<IDBDatabase>((resolve, reject) => {
		open.onsuccess = () => resolve(open.result);
		open.onerror = () => reject(open.error ?? new Error('cannot open'));
	});
	for (let from = 0; from < rows.length; from += 500) {
		const transaction = database.transaction(['runs', 'summaries'], 'readwrite');
		for (const { summary, prompt } of rows.slice(from, from + 500)) {
			const { id, title, starred, savedAt, textStart: text } = summary;
			const messages = [{ role: 'user', content: prompt }];
			const run = {
				...stored.run,
				id,
				request: { ...stored.run.request, messages },
				output: { ...stored.run.output, text },
				notes: { title, text: '' }
			};
			transaction.objectStore('runs').put({ run, title, isOwnTitle: true, starred, savedAt }, id);
			transaction.objectStore('summaries').put(summary);
		}
		await new Promise<void>((resolve, reject) => {
			transaction.oncomplete = () => resolve();
			transaction.onabort = () => reject(transaction.error ?? new Error('aborted'));
		});
	}
	database.close();
}

/**
 * Puts runs into the history of a page on which the app has opened its database; the page has to be loaded anew then.
 * Run `i` has its number in its prompt, the title "Run i" where `i` is a multiple of 5, and a star at multiples of 50;
 * the last one is the newest. Ids are made up: the runs can be listed, found and deleted, and not be opened.
 */
export async function seedHistory(page: Page, count: number): Promise<void> {
	const stored = templateRun();
	const rows = Array.from({ length: count }, (_, i) => seedRow(stored, i));
	await page.evaluate(writeRows, { database: RUN_DATABASE, stored, rows });
}
