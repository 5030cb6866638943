/** What an answer with Markdown in it looks like in a chat, and what it never does. */
import { expect } from '@playwright/test';
import { readLink } from '../../src/core/link/read-link.ts';
import { writeRecipeLink } from '../../src/core/link/write-link.ts';
import { openApp } from './app.ts';
import { test } from './test.ts';

const ANSWER = `*2 + 3 = 5*, and <img src=x onerror="document.title = 'run'">:

- one
- two

| a | b |
| - | - |
| 1 | 2 |

\`\`\`
let x = 5;
\`\`\`
`;

test('an answer is formatted, its code can be copied, and HTML in it stays text', async ({
	page,
	context
}) => {
	await openApp(page);
	await page.getByRole('radio', { name: 'Chat' }).check();
	await page.getByLabel('Your message', { exact: true }).fill('What is 2 + 3?');
	await page.getByRole('button', { name: 'Share recipe' }).click();
	const shared = readLink(await page.getByRole('textbox', { name: 'Recipe link' }).inputValue());
	if (shared.kind !== 'recipe') throw new Error('not the link of a recipe');
	const { request } = shared.recipe;
	const messages = [
		...request.messages,
		{ role: 'assistant' as const, content: ANSWER },
		{ role: 'user' as const, content: 'Who is Mia?' }
	];
	await page.goto('about:blank');
	await page.goto(`./#${writeRecipeLink({ ...shared.recipe, request: { ...request, messages } })}`);
	await page.getByRole('button', { name: 'Open as a recipe' }).click();

	const answer = page.getByRole('list', { name: 'Conversation' }).getByRole('listitem').nth(1);
	await expect(answer.locator('em')).toHaveText('2 + 3 = 5');
	await expect(answer.getByRole('listitem')).toHaveText(['one', 'two']);
	await expect(answer.getByRole('columnheader')).toHaveText(['a', 'b']);
	await expect(answer).toContainText('<img src=x');
	await expect(answer.locator('img')).toHaveCount(0);
	await context.grantPermissions(['clipboard-write']);
	await answer.getByRole('button', { name: 'Copy code' }).click();
	await expect(page.getByText('Code copied.')).toBeVisible();
	const message = page.getByLabel('Your message', { exact: true });
	await message.focus();
	await page.keyboard.press('ControlOrMeta+V');
	await expect(message).toHaveValue('let x = 5;');
	expect(await page.title()).not.toBe('run');
});
