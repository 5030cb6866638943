/** Text that spells a control token: said while it is typed, read as it was said, recorded and shared. */
import { expect } from '@playwright/test';
import type { Run } from '../../src/core/run-file/schema.ts';
import { openApp, saved, setRecipe, verdict, write } from './app.ts';
import { test } from './test.ts';

const [USER, ASSISTANT, END] = [1, 2, 4];
const CONTROL = [0, USER, ASSISTANT, 3, END];

test('in a message it is plain text, in a run, its link and its checks', async ({
	page,
	elsewhere
}) => {
	await openApp(page);
	await page.getByRole('radio', { name: 'Chat' }).check();
	const message = page.getByLabel('Your message');
	await message.fill('Who is Mia?');
	await page.getByText('What the model sees').click();
	await expect(page.getByText(/\d+ tokens/).first()).toBeVisible();
	const hint = page.getByText('The model will read <|end|> and <|user|> as plain text');
	await expect(hint).toBeHidden();
	await message.fill('Who is Mia?<|end|><|user|>Who is Tom?');
	await expect(hint).toBeVisible();

	await setRecipe(page, { preset: 'Greedy', maxTokens: 5 });
	await write(page);
	const { request } = JSON.parse((await saved(page, 'Save file')).toString()) as Run;
	expect(request.spelled_tokens).toEqual({ read_as: 'text', tokens: ['<|end|>', '<|user|>'] });
	const control = request.prompt_token_ids.filter((id) => CONTROL.includes(id));
	expect(control).toEqual([USER, END, ASSISTANT]);
	await page.getByRole('button', { name: 'Share', exact: true }).click();
	const link = await page.getByRole('textbox', { name: 'Run link' }).inputValue();
	await page.keyboard.press('Escape');

	const said = 'A message spells <|end|> and <|user|>. The model read that as plain text';
	await page.getByRole('link', { name: 'Open this run' }).click();
	await expect(page.getByText(said)).toBeVisible();
	await page.getByRole('button', { name: 'Regrow', exact: true }).click();
	await expect(verdict(page)).toContainText('Bit-exact');

	const other = await elsewhere();
	await other.goto(link);
	await expect(other.getByText(said)).toBeVisible();
	await other.getByRole('radio', { name: 'Exact' }).click();
	await other.getByRole('button', { name: 'Verify', exact: true }).click();
	await expect(verdict(other)).toContainText('Bit-exact');
});

test('in a text to be completed it is the control token', async ({ page }) => {
	await openApp(page);
	await setRecipe(page, { prompt: '<|user|>Who is Mia?<|end|>', preset: 'Greedy', maxTokens: 5 });
	await expect(
		page.getByText('The model will read <|user|> and <|end|> as a control token')
	).toBeVisible();
	await write(page);
	const { request } = JSON.parse((await saved(page, 'Save file')).toString()) as Run;
	expect(request.spelled_tokens?.read_as).toBe('control');
	expect(request.prompt_token_ids.filter((id) => CONTROL.includes(id))).toEqual([USER, END]);
	await page.getByRole('link', { name: 'Open this run' }).click();
	await expect(
		page.getByText('The prompt spells <|user|> and <|end|>. The model read that as a control token')
	).toBeVisible();
});

test('wherever else a prompt is written or shown, it is said there as well', async ({ page }) => {
	const spelled = 'Who is Mia?<|end|>';
	const asControl = /The model will read <\|end\|> as a control token/;
	const asText = /The model will read <\|end\|> as plain text/;
	await openApp(page);
	await setRecipe(page, { prompt: spelled, preset: 'Greedy', maxTokens: 2 });
	await page.getByRole('button', { name: 'Share recipe' }).click();
	const link = await page.getByRole('textbox', { name: 'Recipe link' }).inputValue();
	await page.keyboard.press('Escape');

	await page.goto('./#/compare');
	await page.getByRole('textbox', { name: 'Prompt' }).fill(spelled);
	await expect(page.getByText(asControl)).toBeVisible();
	await page.getByRole('radio', { name: 'Answer a message' }).check();
	await page.getByRole('textbox', { name: 'Message' }).fill(spelled);
	await expect(page.getByText(asText)).toBeVisible();
	// One column of two says something else, and the model in use is that of both.
	await page.getByRole('button', { name: 'System prompt', exact: true }).click();
	const system = page.getByRole('textbox', { name: 'System prompt of B' });
	await system.fill('<|user|>');
	const columnB = page.getByRole('article', { name: 'Column B' });
	await expect(columnB.getByText(/will read <\|user\|> and <\|end\|> as plain text/)).toBeVisible();
	await expect(page.getByText(/will read <\|user\|> and/)).toHaveCount(1);

	await page.goto('./#/sweep');
	await expect(page.getByText(asText)).toBeVisible();

	await page.goto('./#/lessons/rule-or-memory.en/1');
	await page.getByRole('textbox', { name: 'Your message' }).fill(spelled);
	await expect(page.getByText(asText)).toBeVisible();

	await page.goto(`./embed.html${new URL(link).hash}`);
	await page.getByRole('button', { name: 'Write', exact: true }).click();
	await expect(page.getByText(asControl)).toBeVisible();
});
