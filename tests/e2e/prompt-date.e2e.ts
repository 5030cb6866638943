/** A chat template that asks for the date: shown, chosen, recorded, and the same when it is grown again. */
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { Run } from '../../src/core/run-file/schema.ts';
import { saved, setRecipe, verdict, write } from './app.ts';
import { importButton, SPROUT } from './library-page.ts';
import { test } from './test.ts';

const TEMPLATE =
	"<|system|>Today is {{ strftime_now('%d %b %Y') }}.<|end|>{% for m in messages %}<|{{ m.role }}|>{{ m.content }}<|end|>{% endfor %}<|assistant|>";

test('the date that a chat template asks for can be chosen, and a run keeps it', async ({
	page
}) => {
	const folder = test.info().outputPath('dated-sprout');
	cpSync(SPROUT, folder, { recursive: true });
	writeFileSync(join(folder, 'chat_template.jinja'), TEMPLATE);
	await page.goto('./#/library');
	await page.getByLabel('Model folder').setInputFiles(folder);
	await importButton(page, 'dated-sprout int8').click();
	await page.getByRole('button', { name: 'Use dated-sprout int8', exact: true }).first().click();
	await expect(page.getByRole('button', { name: /“dated-sprout”.*ready/ })).toBeVisible();

	await page.getByRole('radio', { name: 'Chat' }).check();
	await page.getByLabel('Your message').fill('What day is it?');
	await page.getByText('What the model sees').click();
	const date = page.getByLabel('Date told to the model');
	const today = await page.evaluate(() => new Date().getFullYear());
	await expect(date).toHaveValue(new RegExp(`^${today}-`));
	await date.fill('2024-02-29T12:30:15');
	await date.blur();
	await expect(page.getByRole('button', { name: 'Use the clock' })).toBeVisible();

	await setRecipe(page, { preset: 'Greedy', maxTokens: 5 });
	await write(page);
	const run = JSON.parse((await saved(page, 'Save file')).toString()) as Run;
	expect(run.request.date).toBe('2024-02-29T12:30:15');

	await page.getByRole('link', { name: 'Open this run' }).click();
	await expect(page.getByText('was given 2024-02-29 12:30:15')).toBeVisible();
	await page.getByRole('button', { name: 'Regrow', exact: true }).click();
	await expect(verdict(page)).toContainText('Bit-exact');
});
