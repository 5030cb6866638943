/** What browsers, other tabs and clocks do while runs are kept: nothing is lost, the app works and says what to do. */
import { readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { answersFile, jsonFile } from './answers-file.ts';
import { openApp, setRecipe, write } from './app.ts';
import { test } from './test.ts';

const rows = (page: Page) => page.getByRole('main').getByRole('listitem');

async function writeRun(page: Page, prompt: string): Promise<void> {
	await setRecipe(page, { prompt, preset: 'Greedy', maxTokens: 4 });
	await write(page);
}

/**
 * Before anything is kept: Chromium does not look again at the room that it has once found.
 *
 * @returns makes room again
 */
async function fillDisk(page: Page): Promise<() => Promise<void>> {
	await page.goto('./precache.json');
	const session = await page.context().newCDPSession(page);
	const { origin } = new URL(page.url());
	await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
	return async () => {
		await session.send('Storage.overrideQuotaForOrigin', { origin });
	};
}

test('a run that the disk has no room for waits, and is kept once there is room', async ({
	page
}) => {
	const makeRoom = await fillDisk(page);
	await openApp(page);
	await writeRun(page, 'Mia has a red kite.');
	const notice = page.getByRole('alert').filter({ hasText: '1 run is not kept yet.' });
	await expect(notice).toBeVisible();
	await expect(page.getByText('Runs are not being saved')).toBeVisible();
	await makeRoom();
	await notice.getByRole('button', { name: 'Keep them now' }).click();
	await expect(notice).toBeHidden();
	await page.goto('./#/runs');
	await page.reload();
	await expect(rows(page)).toHaveCount(1);
});

test('with a full disk a lesson’s answers, a lesson and the answers of a class are used, and said to be in this tab only', async ({
	page
}) => {
	await fillDisk(page);
	const full = page.getByRole('alert').filter({ hasText: 'The browser’s storage is full.' });

	await page.goto('./#/lessons/first-look.en/1');
	await page.getByRole('textbox', { name: 'Your own word' }).fill('green');
	await page.getByRole('button', { name: 'Lock in my answer' }).click();
	await expect(full.first()).toContainText(
		'New runs and answers stay only until you close this tab.'
	);
	await page.goto('./#/lessons/first-look.en/end');
	await expect(
		page.getByText(/^1 of 3 questions answered\.\s+They could not be saved here\./)
	).toBeVisible();

	const lesson = readFileSync(new URL('../../public/lessons/first-look.en.json', import.meta.url));
	const changed = lesson.toString().replace('"first-look"', '"second-look"');
	await page.goto('./#/lessons');
	await page.getByLabel('Lesson file').setInputFiles([jsonFile('second.lesson.json', changed)]);
	await expect(page.getByRole('heading', { name: 'About this lesson' })).toBeVisible();

	await page.goto('./#/tally');
	await page
		.getByLabel('Answer files')
		.setInputFiles([jsonFile('learner.answers.json', JSON.stringify(answersFile(1)))]);
	await expect(page.getByText('1 file is counted.')).toBeVisible();
	await expect(page.getByRole('main').getByRole('alert')).toContainText('storage is full');
});

test('a history that is deleted while the app is open does not keep the next run from being kept', async ({
	page
}) => {
	await openApp(page);
	await writeRun(page, 'Mia has a red kite.');
	await page.evaluate(
		() =>
			new Promise((resolve) => {
				indexedDB.deleteDatabase('glasshouse-runs').onsuccess = resolve;
			})
	);
	await writeRun(page, 'Tom has a blue boat.');
	await page.goto('./#/runs');
	await page.reload();
	await expect(rows(page)).toHaveCount(1);
	await expect(rows(page)).toContainText('Tom has a blue boat.');
});

test('while an older tab holds the history, runs wait for it, and are kept when it lets go', async ({
	page,
	context
}) => {
	// Any page of the app's origin, as an app that does not know the database's next version.
	const older = await context.newPage();
	await older.goto('./precache.json');
	await older.evaluate(
		() =>
			new Promise<void>((resolve) => {
				const opening = indexedDB.open('glasshouse-runs', 1);
				opening.onupgradeneeded = () => {
					// Begun, and held: no other tab gets in before it lets go.
					const hold = (): void => {
						if (!('letGo' in globalThis))
							opening.transaction?.objectStore('held').count().addEventListener('success', hold);
					};
					opening.result.createObjectStore('held');
					opening.result.createObjectStore('runs');
					const summaries = opening.result.createObjectStore('summaries', { keyPath: 'id' });
					summaries.createIndex('savedAt', 'savedAt');
					hold();
					resolve();
				};
				opening.onsuccess = () => opening.result.close();
			})
	);
	await openApp(page);
	await setRecipe(page, { prompt: 'Mia has a red kite.', preset: 'Greedy', maxTokens: 4 });
	await page.getByRole('button', { name: 'Write', exact: true }).click();
	await expect(page.getByText('Keeping this run …')).toBeVisible();
	await older.evaluate(() => Object.assign(globalThis, { letGo: true }));
	await expect(page.getByRole('link', { name: 'Open this run' })).toBeVisible();
	await page.goto('./#/runs');
	await page.reload();
	await expect(rows(page)).toHaveCount(1);
});

test('a tab that is frozen and a clock that is set back lose no run', async ({ page }) => {
	await page.clock.setFixedTime(new Date('2026-11-30T12:00:00Z'));
	await openApp(page);
	await writeRun(page, 'Mia has a red kite.');
	await page.clock.setFixedTime(new Date('2020-01-01T00:00:00Z'));
	const session = await page.context().newCDPSession(page);
	await setRecipe(page, { prompt: 'Tom has a blue boat.' });
	await page.getByRole('button', { name: 'Write', exact: true }).click();
	await session.send('Page.setWebLifecycleState', { state: 'frozen' });
	await session.send('Page.setWebLifecycleState', { state: 'active' });
	await expect(page.getByRole('link', { name: 'Open this run' })).toBeVisible();
	await page.goto('./#/runs');
	await page.reload();
	await expect(rows(page)).toHaveCount(2);
	for (const prompt of ['Mia', 'Tom']) {
		await page.goto('./#/runs');
		await rows(page)
			.getByRole('link', { name: new RegExp(`^${prompt}`) })
			.click();
		await expect(page.getByRole('listbox', { name: 'Recorded output' })).toBeVisible();
	}
});

test('two tabs that keep, name and delete runs at once lose none, and neither stumbles over the other', async ({
	page,
	context
}) => {
	await openApp(page);
	const other = await context.newPage();
	await openApp(other);
	await Promise.all([
		writeRun(page, 'Mia has a red kite.'),
		writeRun(other, 'Tom has a blue boat.')
	]);
	for (const tab of [page, other]) {
		await tab.goto('./#/runs');
		await tab.reload();
		await expect(rows(tab)).toHaveCount(2);
	}
	const doomed = (tab: Page) => rows(tab).filter({ hasText: 'Mia' });
	await doomed(page)
		.getByRole('button', { name: /^Delete/ })
		.click();
	await expect(doomed(page)).toHaveCount(0);
	const late = doomed(other).getByRole('button', { name: /^Delete/ });
	if ((await late.count()) > 0) await late.click();
	await expect(doomed(other)).toHaveCount(0);
	await expect(other.getByRole('alert')).toHaveCount(0);
	await page.getByRole('button', { name: 'Undo' }).click();
	await expect(doomed(page)).toHaveCount(1);
	await other.reload();
	await expect(rows(other)).toHaveCount(2);
});
