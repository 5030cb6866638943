/** What a step of a lesson has written stays in use while other steps are looked at. */
import { expect, type Page } from '@playwright/test';
import { outputTokens } from './app.ts';
import { test } from './test.ts';

async function thereAndBack(page: Page): Promise<void> {
	const next = page.getByRole('link', { name: /Next step/ });
	await next.click();
	await page.getByRole('link', { name: /Previous step/ }).click();
	await expect(next).toBeVisible();
}

test('a step that was left and opened again shows what its words competed with, and writes again', async ({
	page
}) => {
	await page.goto('./#/lessons/first-look.en/2');
	const write = page.getByRole('button', { name: 'Write', exact: true });
	await write.click();
	await expect(page.getByRole('link', { name: 'Open this run' })).toBeVisible();
	await page.getByRole('radio', { name: /The same, word for word/ }).check();
	await page.getByRole('button', { name: 'Lock in my answer' }).click();
	await page.getByRole('button', { name: 'Reveal' }).click();
	await thereAndBack(page);
	const glass = page.getByRole('complementary', { name: 'Glass' });
	await outputTokens(page).nth(2).click();
	await expect(glass).toContainText('Token 3 of');
	await write.click();
	await expect(page.getByRole('link', { name: 'Open this run' })).toBeVisible();
	await outputTokens(page).nth(3).click();
	await expect(glass).toContainText('Token 4 of');
});

test('a message of a lesson is taken back into its field, with the focus; Undo puts it back', async ({
	page
}) => {
	await page.goto('./#/lessons/rule-or-memory.en/1');
	const message = page.getByRole('textbox', { name: 'Your message' });
	await expect(message).toHaveValue('');
	await page.getByRole('button', { name: 'Edit this message' }).click();
	await expect(message).toHaveValue('What is 7 + 8?');
	await expect(message).toBeFocused();
	await page.getByRole('button', { name: 'Undo', exact: true }).click();
	await expect(message).toHaveValue('');
	await expect(page.getByRole('list', { name: 'Conversation' })).toContainText('What is 7 + 8?');
});

test('texts side by side are written in a step that was loaded, left and opened again', async ({
	page
}) => {
	await page.goto('./#/lessons/rule-or-memory.en/2');
	const writeAll = page.getByRole('button', { name: 'Write all 3' });
	await page.getByRole('radio', { name: '5: it has learned a rule' }).check();
	await page.getByRole('button', { name: 'Lock in my answer' }).click();
	await expect(writeAll).toBeEnabled();
	await page.reload();
	await expect(writeAll).toBeEnabled();
	await thereAndBack(page);
	await writeAll.click();
	await expect(page.getByRole('link', { name: 'Open this run' })).toHaveCount(3);
	for (const letter of ['A', 'B', 'C']) {
		await expect(page.getByRole('group', { name: `Output ${letter}` })).not.toBeEmpty();
	}
});
