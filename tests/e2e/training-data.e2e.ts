/** Sprout's training data: browsed, searched, and held against what Sprout wrote. */
import { readFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import { corpusDocument, corpusKind } from '#core/sprout-world/corpus.ts';
import { modelIsReady, setRecipe, write } from './app.ts';
import { test } from './test.ts';

/** Reading all 750,000 documents takes seconds on a quiet machine, and longer on a busy one. */
const WHOLE_CORPUS = { timeout: 240_000 };

async function openData(page: Page, address: string): Promise<void> {
	await page.goto(`./#/data/${address}`);
	await expect(page.getByRole('heading', { name: 'Training data of Sprout' })).toBeVisible();
}

/** What a reader sees of a document: its speakers by name. */
function shownText(number: number): string {
	return corpusDocument(number)
		.text.replaceAll('<|system|>', 'System')
		.replaceAll('<|user|>', 'User')
		.replaceAll('<|assistant|>', 'Sprout')
		.replaceAll('<|end|>', '');
}

const withoutBlanks = (text: string): string => text.replaceAll(/\s/g, '');

async function expectDocument(page: Page, number: number): Promise<void> {
	const text = page.getByRole('article').locator('.text');
	await expect
		.poll(async () => withoutBlanks((await text.textContent()) ?? ''))
		.toBe(withoutBlanks(shownText(number)));
}

test('documents can be turned page by page, by kind, by number and by seed', async ({ page }) => {
	await openData(page, 'browse/5');
	const text = page.getByRole('article').locator('.text');
	await expectDocument(page, 5);
	await page.getByRole('button', { name: 'Next', exact: true }).click();
	await expectDocument(page, 6);

	let number = 7;
	while (corpusKind(number) !== 'facts') number++;
	await page.getByLabel('Kind').selectOption('Facts');
	await expect(page.getByLabel('Document', { exact: true })).not.toHaveValue('6');
	await page.getByLabel('Document', { exact: true }).fill('7');
	await page.getByLabel('Document', { exact: true }).press('Enter');
	await expect(page.getByLabel('Document', { exact: true })).toHaveValue(number.toString());
	await expectDocument(page, number);

	await page.getByLabel('Kind').selectOption('All kinds');
	await page.getByRole('button', { name: 'Random' }).click();
	const drawn = await text.textContent();
	await page.getByRole('button', { name: 'Random' }).click();
	await expect(text).not.toHaveText(drawn ?? '');
	await page.getByLabel('Seed').fill('2');
	await page.getByLabel('Seed').press('Enter');
	await page.getByLabel('Seed').fill('1');
	await page.getByLabel('Seed').press('Enter');
	await page.getByRole('button', { name: 'Random' }).click();
	await expect(text).toHaveText(drawn ?? '');

	await page.getByLabel('Document', { exact: true }).fill('749999');
	await page.getByLabel('Document', { exact: true }).press('Enter');
	await expect(page.getByRole('button', { name: 'Next', exact: true })).toBeDisabled();
});

/** One page for all: reading the corpus is what takes long. */
test('a search shows what it finds at once and can be stopped; then any sentence is looked up, and those of a run', async ({
	page
}) => {
	test.setTimeout(300_000);
	await openData(page, 'search');
	await page.getByLabel('Words to search for').fill('"red kite"');
	await page.getByRole('button', { name: 'Search', exact: true }).click();
	await expect(page.getByText('Documents found so far')).toBeVisible();
	await expect(page.locator('mark').first()).toHaveText('red');
	await page.getByRole('button', { name: 'Stop' }).click();
	await expect(page.getByText('so the answer is not complete')).toBeVisible();
	await page.getByRole('button', { name: 'Continue reading' }).click();
	// As many as a program that reads all documents one by one has counted.
	await expect(page.getByText('Documents found: 189', { exact: true })).toBeVisible(WHOLE_CORPUS);
	await page.getByRole('link', { name: 'Document 3,415' }).click();
	await expect(page.getByRole('article')).toContainText('Lola has a red kite.');

	await openData(page, 'search/zebra');
	await expect(page.getByText('All 750,000 documents were searched.')).toBeVisible(WHOLE_CORPUS);

	// The corpus has been read: sentences are looked up at once.
	await openData(page, 'sentences');
	await page
		.getByLabel('A sentence, or several')
		.fill('Mia has a red kite. mia has a red kite! Mia has a red zebra.');
	await page.getByRole('button', { name: 'Was this in it?' }).click();
	const answers = page.getByRole('list', { name: 'Answers' });
	await expect(answers.getByText('In the training data, 3 times', { exact: true })).toBeVisible(
		WHOLE_CORPUS
	);
	await expect(answers.getByText('The same words are in the training data, 3 times')).toBeVisible();
	const unknown = page.locator('.verdict').filter({ hasText: 'New: not in the training data' });
	await expect(unknown.getByRole('listitem')).toHaveCount(5);
	for (const mark of await unknown.locator('mark').all()) {
		await expect(mark).not.toHaveText(/Mia|has|red/);
	}

	await page.goto('./#/play');
	await modelIsReady(page);
	await setRecipe(page, {
		prompt: 'Mia has a red zebra. Sums: 7 + 8 = 15. 4 + 5',
		preset: 'Greedy',
		maxTokens: 24
	});
	await write(page);
	await page.getByRole('link', { name: 'Open this run' }).click();
	await page.getByText('Was this in its training data?').click();
	const sum = page.getByRole('status').filter({ hasText: 'finished sentences' });
	await expect(sum).toContainText(/\d+ of \d+/, WHOLE_CORPUS);
	const sentences = page.getByRole('list', { name: 'Sentences' }).getByRole('listitem');
	// The first one began in the prompt.
	await expect(sentences.first()).toContainText('4 + 5');
	await expect(sentences.first().locator('.given')).toHaveText('4 + 5');
	await expect(sentences.first()).toContainText(/In the training data|New/);
	await expect(sentences.last()).toContainText(/training/);
});

test('the answer key is out of sight until teacher mode, and tables are saved as CSV', async ({
	page
}) => {
	await openData(page, 'world');
	const download = page.waitForEvent('download');
	await page.getByRole('button', { name: 'Save Facts as CSV' }).click();
	const lines = (await readFile(await (await download).path(), 'utf8')).trim().split('\r\n');
	expect(lines).toHaveLength(141);
	expect(lines[1]).toContain('"Velm","river","Alda"');

	await expect(page.getByText('90 % she')).toHaveCount(0);
	await page.getByLabel('Teacher mode').check();
	await expect(page.getByText('90 % she')).toHaveCount(2);
	await expect(page.getByRole('region', { name: 'Sums from' }).locator('.out')).toHaveCount(52);
	await page.reload();
	await expect(page.getByText('90 % she')).toHaveCount(2);
});
