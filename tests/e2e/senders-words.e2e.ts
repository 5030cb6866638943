/** What a sender says of a run stands nowhere as if the app had said it. */
import { expect, type Page } from '@playwright/test';
import {
	comparisonOfRuns,
	serializeComparison
} from '../../src/core/comparison/write-comparison.ts';
import { runLinkOfRun, writeComparisonLink, writeRunLink } from '../../src/core/link/write-link.ts';
import { serializeRun } from '../../src/core/run-file/write-run.ts';
import { lyingRun } from '../fixtures/lying-run.ts';
import { dropFile } from './app.ts';
import { test } from './test.ts';

const [first, second] = [lyingRun('1'), lyingRun('2')];

/** Everything on the page that is read, be it by eyes or by a screen reader; folds are opened first. */
async function shownWords(page: Page): Promise<string[]> {
	await page.evaluate(() => {
		for (const fold of document.querySelectorAll('details')) fold.open = true;
	});
	// What a fold holds is fetched when it is opened.
	await page.waitForLoadState('networkidle');
	return await page.evaluate(() => {
		const named = [...document.querySelectorAll('[aria-label], [title], [placeholder]')];
		const labels = named.flatMap((each) =>
			['aria-label', 'title', 'placeholder'].map((name) => each.getAttribute(name) ?? '')
		);
		return [document.title, document.body.innerText, ...labels];
	});
}

/** No sign of a verdict, and no boast but in quotation marks or as a fact that the file states. */
async function expectHonest(page: Page, where: string): Promise<void> {
	await test.step(where, async () => {
		const titles = await page.getByRole('heading').or(page.getByRole('link')).allTextContents();
		expect(titles.map((title) => title.replaceAll(/“[^”]*”/g, '')).join()).not.toContain(
			'Bit-exact'
		);
		for (const words of await shownWords(page)) {
			expect(words).not.toMatch(/[✅✓✔\u202e]/u);
			const said = words.replaceAll(/“[^”]*”/g, '');
			// The folds of engine and machine say that they are the file's own words.
			expect(
				said.replaceAll(/^GPT-5 \(OpenAI\) verified (Bit-exact|on Bit-exact).*$/gm, '')
			).not.toContain('GPT-5');
		}
	});
}

test('every place that shows a run quotes its sender, and paints nothing', async ({ page }) => {
	await page.goto('./#/runs');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Runs');
	for (const run of [first, second]) {
		await dropFile(page, serializeRun(run));
		await expect(page.getByRole('region', { name: 'Claim' })).toContainText('“GPT-5 (OpenAI)');
		await expectHonest(page, 'the page of a run, with its reports');
		await page.getByRole('button', { name: 'Keep in my runs' }).click();
		await expect(page.getByRole('button', { name: /^Star/ })).toBeVisible();
	}
	const downloading = page.waitForEvent('download');
	await page.getByRole('button', { name: 'Save file' }).click();
	expect((await downloading).suggestedFilename()).toMatch(
		/^2031-01-01-model-[0-9a-f]{8}-[0-9a-f]{8}\.run\.json$/
	);

	await page.goto('./#/runs');
	await expect(page.getByRole('list', { name: 'Runs' }).getByRole('listitem')).toHaveCount(2);
	await expectHonest(page, 'the history');
	await page.goto(`./#/diff/${first.id}/${second.id}`);
	await expect(page.getByRole('figure', { name: 'Run B' })).toContainText('“GPT-5 (OpenAI)');
	await expectHonest(page, 'two runs side by side');

	const made = { created: first.created, app: first.app, title: first.notes.title };
	await dropFile(page, serializeComparison(comparisonOfRuns([first, second], made)));
	await expect(page.getByRole('figure', { name: 'Run B' })).toContainText('“GPT-5 (OpenAI)');
	await expectHonest(page, 'a comparison from a file');
});

test('links and frames quote their sender, and paint nothing', async ({ page }) => {
	const links = [first, second].map((run) => runLinkOfRun(run, false));
	const [link] = links;
	if (link === undefined) throw new Error('no link');
	await page.goto(`./#${writeRunLink(link)}`);
	await expect(page.getByRole('region', { name: 'Model asked for' })).toContainText('“GPT-5');
	await expectHonest(page, 'a link of a run');
	const columns = links.map((run) => ({ kind: 'run', run }) as const);
	await page.goto(`./#${writeComparisonLink({ title: link.title, columns })}`);
	await expect(page.getByRole('region', { name: 'Columns' })).toContainText('“GPT-5');
	await expectHonest(page, 'a link of a comparison');
	await page.goto(`./embed.html#${writeRunLink(link)}`);
	await expect(page.locator('header').first()).toContainText('“GPT-5');
	await expectHonest(page, 'a frame');
});
