/** A run file that was altered has a page of its own, on which nothing is upheld. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { Run } from '../../src/core/run-file/schema.ts';
import { dropFile, openApp, saved, setRecipe, verdict, write } from './app.ts';
import { test } from './test.ts';

const section = (page: Page, name: string): Locator => page.getByRole('region', { name });

/** Not sealed again, as by a person with a text editor. */
async function dropAltered(page: Page, run: Run, change: (run: Run) => void): Promise<void> {
	const copy = structuredClone(run);
	change(copy);
	await dropFile(page, JSON.stringify(copy), 'evidence.run.json');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('This run file was altered');
	await expect(page.getByText('File evidence.run.json')).toBeVisible();
}

test('an altered file says what differs, shows its text as altered, and is compared on demand', async ({
	page,
	elsewhere
}) => {
	await openApp(page);
	await setRecipe(page, { preset: 'Wild', seed: '77', maxTokens: 30 });
	await write(page);
	const run = JSON.parse((await saved(page, 'Save file')).toString()) as Run;
	await page.getByRole('link', { name: 'Open this run' }).click();
	await section(page, 'Verify').getByRole('button', { name: 'Verify', exact: true }).click();
	await expect(verdict(page)).toContainText(/Bit-exact|Same tokens/);

	await dropAltered(page, run, ({ output }) => {
		output.text = `All of it is true. ${output.text}`;
	});
	await expect(verdict(page)).toBeHidden();
	const differs = section(page, 'What differs').first();
	await expect(differs).toContainText('One changed character is enough for that.');
	await expect(differs.getByRole('row', { name: /^output\.text/ })).toContainText('All of it');
	await expect(section(page, 'Text in the file')).toContainText(
		'Altered: this file cannot show who'
	);
	await expect(section(page, 'Text in the file')).toContainText('All of it is true.');

	// The run of that id is in the history: every field can be named.
	await page.getByRole('button', { name: 'Compare with what it should be' }).click();
	const against = page.getByRole('table', { name: 'Compared with the run with that id' });
	await expect(against.getByRole('row')).toHaveCount(2);
	await expect(against).toContainText('output.text');
	await page.getByRole('link', { name: 'open it' }).click();
	await expect(page).toHaveURL(new RegExp(run.id));

	// Elsewhere nobody has it: the model writes again.
	const other = await elsewhere();
	await openApp(other);
	await dropAltered(other, run, (copy) => (copy.request.seed = '78'));
	await expect(section(other, 'What differs').first()).toContainText(
		'the file alone does not show which one was changed'
	);
	// Nothing is said to fit before it was compared.
	const compared = section(other, 'What differs').first().getByRole('status');
	await expect(compared).toContainText('Compared: the token ids with the prompt');

	await other.getByRole('button', { name: 'Compare with what it should be' }).click();
	const again = section(other, 'Write again');
	await expect(again.getByRole('status', { name: 'Outcome' })).toContainText(
		/From token \d+ on, the prompt, settings and seed in the file give another text|up to token \d+/
	);
	await expect(verdict(other)).toBeHidden();

	await dropAltered(other, run, (copy) => (copy.created = '2020-01-01T00:00:00.000Z'));
	await other.getByRole('button', { name: 'Compare with what it should be' }).click();
	await expect(again.getByRole('status', { name: 'Outcome' })).toContainText(
		'Something else was changed, and an altered file proves nothing'
	);
	await expect(verdict(other)).toBeHidden();

	await dropAltered(other, run, ({ output }) => {
		for (const token of [...output.tokens, ...(output.tokens[4]?.alternatives ?? [])]) {
			if (token.id === output.token_ids[4]) token.id += 1;
		}
		output.token_ids = output.tokens.map(({ id }) => id);
	});
	const differing = section(other, 'What differs').first();
	await expect(differing.getByRole('row', { name: /^output\.tokens\[4\]\.text/ })).toBeVisible();
	await expect(differing).not.toContainText('no two that were compared');
	await other.reload();
	await expect(other.getByRole('heading', { level: 1 })).toHaveText('This run file was altered');
	await expect(other.getByText('File evidence.run.json')).toBeVisible();
	await other.evaluate(() => sessionStorage.clear());
	await other.reload();
	await expect(other.getByRole('heading', { level: 1 })).toHaveText('This file is not here');
});
