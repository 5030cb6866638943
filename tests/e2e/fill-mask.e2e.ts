/** A model that fills masks: into the library from a folder, sentences, runs, verification. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { askedModelFiles, dropFile, modelIsReady, openApp, saved, verdict } from './app.ts';
import { importButton } from './library-page.ts';
import { test } from './test.ts';

const BERT = join(import.meta.dirname, '../fixtures/fill-mask/bert');

/** Besides the one about the fixture's weights, which were never trained and are said to be so. */
const alert = (page: Page) =>
	page.getByRole('alert').filter({ hasNotText: 'compute correctly here' });

async function takeInBert(page: Page, precision: 'fp32' | 'q8' = 'fp32'): Promise<void> {
	await page.goto('./#/library');
	await expect(page.getByRole('heading', { name: 'All models' })).toBeVisible();
	await page.getByLabel('Model folder').setInputFiles(BERT);
	await importButton(page, `bert ${precision}`).click();
	await page
		.getByRole('button', { name: `Use bert ${precision}`, exact: true })
		.first()
		.click();
	await expect(page.getByRole('heading', { name: 'Fill the gap' })).toBeVisible();
	await expect(page.getByRole('button', { name: 'Put a mask here' })).toBeEnabled();
}

async function fill(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Fill', exact: true }).click();
	await expect(page.getByRole('link', { name: 'Open this run' })).toBeVisible();
}

const text = (page: Page) => page.getByLabel('Text of sentence', { exact: true });
const picture = (page: Page) => page.getByRole('figure').first();

test('without a model that fills masks the view says how to get one', async ({ page }) => {
	await openApp(page);
	await expect(page.getByRole('link', { name: 'Fill', exact: true })).toBeHidden();
	await page.goto('./#/fill');
	await expect(page.getByText('This browser does not have one yet.')).toBeVisible();
	await expect(page.getByRole('link', { name: 'Library' }).last()).toHaveAttribute(
		'href',
		'#/library'
	);
});

test('a folder is taken in, a mask is filled, the run is kept, verified and read again', async ({
	page
}) => {
	await takeInBert(page);
	await text(page).fill('The nurse said that  was tired.');
	await text(page).evaluate((field: HTMLTextAreaElement) => field.setSelectionRange(20, 20));
	await page.getByRole('button', { name: 'Put a mask here' }).click();
	await expect(text(page)).toHaveValue('The nurse said that [MASK] was tired.');
	await fill(page);
	await expect(picture(page)).toContainText('is likeliest');

	// Hidden with a click: the true word has its place, however unlikely.
	await page.getByRole('button', { name: 'nurse', exact: true }).click();
	await fill(page);
	await expect(page.getByRole('figure')).toHaveCount(2);
	await expect(picture(page)).toContainText('The hidden “nurse” has rank');
	await picture(page).getByRole('button', { name: 'Table' }).click();
	await expect(picture(page).getByRole('table')).toContainText('nurse');

	await page.getByRole('link', { name: 'Open this run' }).click();
	await page.getByRole('button', { name: 'Verify', exact: true }).click();
	await expect(verdict(page)).toContainText('Bit-exact');
	const address = page.url();
	const download = page.waitForEvent('download');
	await page.getByRole('button', { name: 'Save file' }).click();
	const saved = readFileSync(await (await download).path(), 'utf8');

	await page.reload();
	await expect(page.getByRole('region', { name: 'Recorded answer' })).toContainText('is likeliest');
	expect(page.url()).toBe(address);
	await page.getByRole('button', { name: 'Verify', exact: true }).click();
	await expect(verdict(page)).toContainText('Bit-exact');

	await page.goto('./#/runs');
	const row = page.getByRole('list', { name: 'Runs' }).getByRole('listitem').first();
	await expect(row).toContainText('The nurse said that [MASK] was tired.');
	await expect(row).toContainText('2 hidden words');
	await row.getByRole('button', { name: /^Delete/ }).click();
	await expect(row).not.toContainText('2 hidden words');
	await dropFile(page, saved);
	await expect(page.getByText('Not in your runs yet.')).toBeVisible();
	await dropFile(page, saved.replace('"position": 2', '"position": 3'));
	await expect(alert(page)).toBeVisible();
});

test('a filled mask travels in a link: seen at once, verified, opened again', async ({
	page,
	elsewhere
}) => {
	await takeInBert(page);
	await text(page).fill('The nurse said that [MASK] was tired.');
	await page.getByRole('button', { name: 'nurse', exact: true }).click();
	await fill(page);
	await page.getByRole('link', { name: 'Open this run' }).click();
	await page.getByRole('button', { name: 'Share', exact: true }).click();
	const link = await page.getByRole('textbox', { name: 'Run link' }).inputValue();
	const recipe = await page.getByRole('textbox', { name: 'Recipe link' }).inputValue();
	expect(link.length).toBeLessThan(2000);
	expect(recipe.length).toBeLessThan(500);
	const answer = page.getByRole('region', { name: 'Recorded answer' });
	const description = await answer.getByRole('figure').first().locator('figcaption').innerText();

	// Somebody without the model sees what it expects, and where to get it.
	const other = await elsewhere();
	const modelFiles = askedModelFiles(other);
	await other.goto(link);
	await expect(other.getByText('Filled masks, from a link')).toBeVisible();
	await expect(other.getByRole('region', { name: 'Recorded answer' })).toContainText(description);
	await expect(other.getByRole('region', { name: 'Model asked for' })).toContainText('No.');
	await expect(other.getByRole('region', { name: 'Verify' })).toContainText(
		'is not in this browser'
	);
	expect(modelFiles, 'files fetched before the user said so').toEqual([]);

	// With the model, the numbers are verified, from a pasted link, too.
	await page.goto('./#/runs');
	await page.getByText('Paste a run').click();
	await page.getByLabel('Run as JSON text').fill(`Is this so? ${link}`);
	await page.getByRole('button', { name: 'Open pasted run' }).click();
	await expect(page.getByText('Filled masks, from a link')).toBeVisible();
	await page.getByRole('button', { name: 'Verify', exact: true }).click();
	await expect(verdict(page)).toContainText('Bit-exact');
	await page.goto(`./#${new URL(recipe).hash.slice(1)}`);
	await expect(page.getByText('Sentences with hidden words, from a link')).toBeVisible();
	await expect(page.getByRole('figure')).toHaveCount(0);
	await page.goto('./#/fill');
	await text(page).fill('Something else.');
	await page.goto(recipe);
	await page.getByRole('button', { name: 'Open these sentences' }).click();
	await expect(text(page)).toHaveValue('The nurse said that [MASK] was tired.');
	await expect(page.getByRole('button', { name: 'nurse', exact: true })).toHaveAttribute(
		'aria-pressed',
		'true'
	);

	await page.goto(link.slice(0, -9));
	await expect(alert(page)).toContainText('This link is damaged.');
});

test('filled masks can be reported, with the verdict that was found here', async ({ page }) => {
	await takeInBert(page, 'q8');
	await text(page).fill('The nurse said that [MASK] was tired.');
	await fill(page);
	await page.getByRole('link', { name: 'Open this run' }).click();
	await page.getByRole('button', { name: 'Verify', exact: true }).click();
	await expect(verdict(page)).toContainText('Bit-exact');
	const methods = page.getByRole('textbox', { name: 'Methods paragraph' });
	await page.getByText('Reports', { exact: true }).click();
	// What was found is kept with the run: the report says it once that is done.
	await expect(methods).toHaveValue(/verified as bit-exact/);
	await page.reload();
	await page.getByText('Reports', { exact: true }).click();
	await expect(methods).toHaveValue(
		/The model has the OpenSSF model digest sha256:[0-9a-f]{64}; its run file calls it “bert” in precision q8/
	);
	await expect(methods).toHaveValue(/verified as bit-exact/);
	const predictions = page.getByRole('textbox', { name: 'Table of predictions' });
	await expect(predictions).toHaveValue(
		/Sentence: The nurse said that \[MASK\] was tired\.\n\nToken 6: a mask/
	);
	await page.getByRole('radio', { name: 'Markdown' }).click();
	await expect(predictions).toHaveValue(/\| Rank \| Token \| Probability/);
	await expect(page.getByRole('textbox', { name: 'BibTeX note' })).toHaveValue(/^@misc/);

	const csv = (await saved(page, 'Predictions')).toString().trimEnd().split('\r\n');
	expect(csv[0]).toBe(
		'"Sentence","Position","Hidden","Rank","Token id","Token","Probability","Logprob (nats)"'
	);
	expect(csv).toHaveLength(51);
	const crate = unzipSync(await saved(page, 'RO-Crate'));
	expect(Object.keys(crate)).toContain('predictions.md');
	expect((await saved(page, 'Python script')).toString()).toContain('Repeats the Glasshouse run');
});

test('two sentences are compared, and a sentence is scored word by word', async ({ page }) => {
	await takeInBert(page);
	await page.getByRole('button', { name: 'Two occupations' }).click();
	await expect(page.getByLabel('Text of sentence b')).toHaveValue(/doctor/);
	await fill(page);
	await expect(picture(page)).toContainText('Sentence A:');
	await expect(picture(page)).toContainText('Sentence B:');
	await page.getByRole('button', { name: 'Remove sentence B' }).click();
	await text(page).fill('The dog is playing.');
	await page.getByRole('button', { name: 'Score the sentence' }).click();
	await expect(picture(page)).toContainText('Pseudo-log-likelihood');
	await expect(picture(page)).toContainText('over 6 tokens');

	// What was written is still there after a reload; the model is the one used last.
	await page.reload();
	await expect(text(page)).toHaveValue('The dog is playing.');
	await page.goto('./#/play');
	await page.getByRole('button', { name: 'Write with the built-in model' }).click();
	await modelIsReady(page);
});
