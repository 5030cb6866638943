/**
 * The browser is killed again and again, at moments drawn by chance: nothing that was shown as kept is lost, the app
 * works, and what was half done says how it goes on.
 *
 *     GLASSHOUSE_KILLS=5 GLASSHOUSE_KILL_SEED=7 npx playwright test --project=long killed
 */
import { readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { sealRun } from '#core/run-file/seal-run.ts';
import { unsealedRun } from '../fixtures/example-run.ts';
import { answersFile, jsonFile } from './answers-file.ts';
import { modelIsReady, openApp, setRecipe, write } from './app.ts';
import { startAppServer } from './app-server.ts';
import { KilledBrowser } from './killed-browser.ts';
import { killInRounds, listen, ROUNDS } from './kill-rounds.ts';
import {
	addMlcModel,
	addOnnxModel,
	button,
	downloads,
	exportOnnxModel,
	getOnnxModel,
	MLC,
	MLC_ID,
	openLibrary,
	stored
} from './library-page.ts';
import { test } from './test.ts';

test.setTimeout(120_000 + ROUNDS * 60_000);
test.describe.configure({ mode: 'parallel' });

let browser: KilledBrowser;
test.beforeEach(({ watch }) => {
	browser = new KilledBrowser(watch);
});
test.afterEach(() => browser.remove());

const rows = (page: Page) => page.getByRole('list', { name: 'Runs' }).getByRole('listitem');

test('killed while a run is written down', async () => {
	const kept = new Set<string>();
	await killInRounds({
		browser,
		withinMs: 900,
		prepare: async (page, round) => {
			await openApp(page);
			const prompt = `Round ${round}. Mia has a kite.`;
			await setRecipe(page, { prompt, preset: 'Greedy', maxTokens: 4 });
			return async () => {
				await page.getByRole('button', { name: 'Write', exact: true }).click();
				await listen(page, '.output .actions a', (links) => {
					if (links.some((text) => text.includes('Open this run'))) kept.add(`Round ${round}.`);
				});
			};
		},
		check: async (page) => {
			await page.goto('./#/runs');
			await expect(page.getByRole('heading', { level: 1, name: 'Runs' })).toBeVisible();
			for (const prompt of kept)
				await expect(rows(page).filter({ hasText: prompt })).toHaveCount(1);
		}
	});
	console.log(`${kept.size} of ${ROUNDS} runs had been shown as kept`);
	await openApp(await browser.open());
});

/** Runs that no model need write, by their titles. */
function namedRun(title: string): string {
	const unsealed = unsealedRun();
	const seed = String(title.length * 7 + title.charCodeAt(0));
	const request = { ...unsealed.request, seed };
	return JSON.stringify(sealRun({ ...unsealed, request, notes: { ...unsealed.notes, title } }));
}

async function keepRun(page: Page, title: string): Promise<void> {
	await page.goto('./#/runs');
	await page.getByText('Paste a run').click();
	await page.getByLabel('Run as JSON text').fill(namedRun(title));
	await page.getByRole('button', { name: 'Open pasted run' }).click();
	await page.getByRole('button', { name: 'Keep in my runs' }).click();
	await expect(page.getByText('Not in your runs yet.')).toBeHidden();
}

test('killed while a run is deleted, and while that is taken back', async () => {
	const titles = ['Ant', 'Bee', 'Cat'];
	let kept: readonly string[] = [];
	await killInRounds({
		browser,
		withinMs: 500,
		prepare: async (page, round) => {
			await page.goto('./#/runs');
			await expect(page.getByRole('heading', { level: 1, name: 'Runs' })).toBeVisible();
			for (const title of titles) {
				if ((await page.getByRole('link', { name: title, exact: true }).count()) > 0) continue;
				await keepRun(page, title);
				await page.getByRole('link', { name: '← All runs' }).click();
				await expect(rows(page).filter({ hasText: title })).toHaveCount(1);
			}
			const doomed = titles[round % titles.length] ?? '';
			let hasLeft = false;
			await listen(page, 'ul[aria-label="Runs"] > li', (texts) => {
				const shown = titles.filter((title) => texts.some((text) => text.includes(title)));
				hasLeft ||= !shown.includes(doomed);
				// Until it has left and is back, the last thing heard of it may be that it is there.
				kept = hasLeft ? shown : shown.filter((title) => title !== doomed);
			});
			return async () => {
				const row = rows(page).filter({ hasText: doomed });
				await row.getByRole('button', { name: /^Delete/ }).click();
				await page.getByRole('button', { name: 'Undo' }).click();
			};
		},
		check: async (page, round) => {
			await page.goto('./#/runs');
			await expect(page.getByRole('heading', { level: 1, name: 'Runs' })).toBeVisible();
			for (const title of kept) await expect(rows(page).filter({ hasText: title })).toHaveCount(1);
			// Of the one that was on its way out or back either may be true; no other may be gone.
			const doomed = titles[round % titles.length];
			const others = titles.filter((title) => title !== doomed);
			for (const title of others)
				await expect(rows(page).filter({ hasText: title })).toHaveCount(1);
			await rows(page)
				.getByRole('link', { name: others[0] ?? '' })
				.click();
			await expect(page.getByRole('listbox', { name: 'Recorded output' })).toBeVisible();
		}
	});
});

const LESSON = './#/lessons/first-look.en';
const KEPT = /^(\d+) of \d+ questions answered\..*saved on this device/;

test('killed while an answer is locked in', async () => {
	let isKept = false;
	let told = 0;
	await killInRounds({
		browser,
		withinMs: 700,
		prepare: async (page) => {
			await page.goto(`${LESSON}/end`);
			const forget = page.getByRole('button', { name: 'Delete my answers' });
			await expect(page.getByText(/questions answered/)).toBeVisible();
			if ((await page.getByText('0 of 3 questions answered').count()) === 0) await forget.click();
			await expect(page.getByText(/^0 of 3 questions answered\.\s+They are saved/)).toBeVisible();
			isKept = false;
			await page.goto(`${LESSON}/1`);
			await page.getByRole('textbox', { name: 'Your own word' }).fill('green');
			await listen(page, 'p.hint', (texts) => {
				const isTold = texts.some((text) => KEPT.exec(text)?.[1] === '1');
				if (isTold && !isKept) told += 1;
				isKept ||= isTold;
			});
			return async () => {
				await page.getByRole('button', { name: 'Lock in my answer' }).click();
				await page.evaluate(() => (location.hash = '#/lessons/first-look.en/end'));
			};
		},
		check: async (page) => {
			await page.goto(`${LESSON}/end`);
			await expect(page.getByText(isKept ? '1 of 3 questions' : /of 3 questions/)).toBeVisible();
		}
	});
	console.log(`${told} of ${ROUNDS} answers had been shown as kept`);
});

test('killed while the answers of a class are taken in', async () => {
	let counted = 0;
	await killInRounds({
		browser,
		withinMs: 800,
		prepare: async (page, round) => {
			await page.goto('./#/tally');
			const files = page.getByLabel('Answer files');
			await expect(files).toBeAttached();
			await listen(page, 'main [role="status"], main p', (texts) => {
				const number = texts.map((text) => /^(\d+) files? (?:is|are) counted/.exec(text)?.[1]);
				counted = Math.max(counted, ...number.map((found) => Number(found ?? 0)));
			});
			return async () => {
				await files.setInputFiles([
					jsonFile(`${round}.answers.json`, JSON.stringify(answersFile(round)))
				]);
			};
		},
		check: async (page) => {
			await page.goto('./#/tally');
			const count = page.getByRole('status').filter({ hasText: /\d+ files? (is|are) counted/ });
			if (counted === 0) return;
			await expect(count).toBeVisible();
			expect(parseInt((await count.innerText()).trim())).toBeGreaterThanOrEqual(counted);
		}
	});
	console.log(`${counted} of ${ROUNDS} files had been shown as counted`);
});

async function expectIntact(page: Page, name: string): Promise<void> {
	await page.getByRole('button', { name: `Verify ${name}` }).click();
	await expect(stored(page)).toContainText(/All \d+ files are intact\./, { timeout: 60_000 });
}

test('killed while a model is downloaded', async ({ hub }) => {
	addMlcModel(hub, { shards: 6, shardBytes: 2_000_000 });
	hub.misbehave(MLC, 'params_shard_3.bin', { kind: 'slow', bytesPerSecond: 1_000_000 });
	let isStored = false;
	await openLibrary(await browser.open(), hub);
	await browser.close();
	await killInRounds({
		browser,
		withinMs: 4_000,
		prepare: async (page) => {
			await page.goto('./#/library');
			await page.getByRole('searchbox', { name: 'Search models' }).fill(MLC_ID);
			const get = page
				.getByRole('button', { name: new RegExp(`^(Download.*:|Resume|Use) ${MLC_ID}$`) })
				.first();
			await expect(get).toBeVisible();
			if (((await get.getAttribute('aria-label')) ?? '').startsWith('Use')) {
				await expectIntact(page, MLC_ID);
				await page.getByRole('button', { name: `Delete ${MLC_ID}` }).click();
				await expect(stored(page)).toHaveCount(0);
			}
			isStored = false;
			await listen(page, `button[aria-label="Use ${MLC_ID}"]`, (buttons) => {
				isStored ||= buttons.length > 0;
			});
			return async () => {
				await page
					.getByRole('button', { name: new RegExp(`^(Download.*:|Resume) ${MLC_ID}$`) })
					.first()
					.click();
			};
		},
		check: async (page) => {
			await page.goto('./#/library');
			await page.getByRole('searchbox', { name: 'Search models' }).fill(MLC_ID);
			const ways = new RegExp(`^(${isStored ? 'Use' : 'Download.*:|Resume|Use'}) ${MLC_ID}$`);
			await expect(page.getByRole('button', { name: ways }).first()).toBeVisible();
		}
	});
	hub.heal(MLC);
	const page = await browser.open();
	await page.goto('./#/library');
	await page.getByRole('searchbox', { name: 'Search models' }).fill(MLC_ID);
	const more = page
		.getByRole('button', { name: new RegExp(`^(Download.*:|Resume) ${MLC_ID}$`) })
		.first();
	const use = button(page, `Use ${MLC_ID}`);
	await expect(more.or(use).first()).toBeVisible();
	if (await more.isVisible()) await more.click();
	await expect(use).toBeVisible({ timeout: 60_000 });
	await expectIntact(page, MLC_ID);
});

const COPY = 'sprout-copy int8';

test('killed while a pack is taken in, and while one is saved', async ({ hub }) => {
	addOnnxModel(hub);
	const first = await browser.open();
	await openLibrary(first, hub);
	await getOnnxModel(first);
	const pack = {
		name: 'sprout.glasshouse.tar',
		mimeType: 'application/x-tar',
		buffer: readFileSync(await exportOnnxModel(first))
	};
	await browser.close();
	let isStored = true;
	await killInRounds({
		browser,
		withinMs: 500,
		prepare: async (page, round) => {
			await page.goto('./#/library');
			const anything = stored(page)
				.or(downloads(page))
				.or(page.getByText('No downloaded models yet.'));
			await expect(anything.first()).toBeVisible();
			if (round % 2 === 0 && (await stored(page).count()) > 0) {
				return async () => {
					await page.getByRole('button', { name: `Export ${COPY}` }).click();
				};
			}
			if ((await stored(page).count()) > 0) {
				await page.getByRole('button', { name: `Delete ${COPY}` }).click();
				await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
			}
			isStored = false;
			await listen(page, `button[aria-label="Use ${COPY}"]`, (buttons) => {
				isStored ||= buttons.length > 0;
			});
			return async () => {
				await page.locator('input[type="file"][accept*="tar"]').first().setInputFiles([pack]);
			};
		},
		check: async (page) => {
			await page.goto('./#/library');
			const anything = stored(page)
				.or(downloads(page))
				.or(page.getByText('No downloaded models yet.'));
			await expect(anything.first()).toBeVisible();
			if (isStored) await expectIntact(page, COPY);
		}
	});
	const page = await browser.open();
	await page.goto('./#/library');
	await page.locator('input[type="file"][accept*="tar"]').first().setInputFiles([pack]);
	await expect(page.getByText(`${COPY} was imported.`)).toBeVisible();
	await expectIntact(page, COPY);
});

test('killed while the app changes to a new version', async ({ watch }) => {
	await browser.remove();
	browser = new KilledBrowser(watch, { workers: 'allow' });
	const server = await startAppServer();
	const machine = (page: Page) => page.getByRole('status', { name: 'This machine' });
	try {
		const first = await browser.open();
		await first.goto(server.address);
		await expect(machine(first)).toContainText('Ready for offline', { timeout: 180_000 });
		await setRecipe(first, { prompt: 'Mia has a kite.', preset: 'Greedy', maxTokens: 4 });
		await write(first);
		await browser.close();
		await killInRounds({
			browser,
			withinMs: 4_000,
			prepare: async (page, round) => {
				server.publishNewVersion(`version ${round}`);
				await page.goto(server.address);
				return async () => {
					const use = page.getByRole('button', { name: 'Use it now' });
					await use.click({ timeout: 60_000 });
				};
			},
			check: async (page) => {
				await page.goto(`${server.address}#/runs`);
				await expect(rows(page)).toHaveCount(1);
				await page.goto(`${server.address}#/play`);
				await modelIsReady(page);
			}
		});
	} finally {
		await server.stop();
	}
});
