/** A chat, by the way a newcomer would take: five turns, an edit, another answer, back, and a reload. */
import { expect, type Locator, type Page } from '@playwright/test';
import { modelIsReady, openApp, setRecipe, verdict } from './app.ts';
import { draftKept } from './kept-draft.ts';
import { test } from './test.ts';

const button = (page: Page, name: string): Locator =>
	page.getByRole('button', { name, exact: true });

const message = (page: Page): Locator => page.getByLabel('Your message', { exact: true });

const turns = (page: Page): Locator =>
	page.getByRole('list', { name: 'Conversation' }).getByRole('listitem');

/** Until the answer is whole, and its run is kept. */
async function answered(page: Page, count: number): Promise<void> {
	await expect(turns(page)).toHaveCount(count);
	const last = turns(page).last();
	await expect(last.getByRole('button', { name: 'Save file' })).toBeVisible();
	await expect(last.getByRole('link', { name: 'Open this run' })).toBeVisible();
}

async function say(page: Page, text: string, count: number): Promise<void> {
	await message(page).fill(text);
	await message(page).press('Enter');
	await answered(page, count);
	await expect(message(page)).toHaveValue('');
	await expect(message(page)).toBeFocused();
}

/** What a turn says, without what can be done with it. */
async function words(turn: Locator): Promise<string> {
	return (await turn.getByRole('listbox').innerText()).trim();
}

test('five turns with an edit, another answer, a switch of branches and a reload', async ({
	page
}) => {
	await openApp(page);
	await page.getByRole('radio', { name: 'Chat' }).check();
	// So that the model says the same in each run of this test.
	await setRecipe(page, { seed: '7' });
	await message(page).fill('What is');
	await message(page).press('Shift+Enter');
	await message(page).pressSequentially('2 + 3?');
	await expect(message(page)).toHaveValue('What is\n2 + 3?');
	await say(page, 'What is 2 + 3?', 2);
	await say(page, 'Who is Mia?', 4);
	await say(page, 'What is 7 + 8?', 6);
	await say(page, 'Who is Tom?', 8);
	// What was said last is seen, not what the page began with.
	await expect(turns(page).nth(7)).toBeInViewport();
	await expect(page.getByText(/^\d+ of 512 tokens$/)).toBeVisible();
	const second = await words(turns(page).nth(3));

	// Cancel changes nothing, and gives the focus back.
	await turns(page).nth(2).getByRole('button', { name: 'Edit this message' }).click();
	await page.getByLabel('Edit your message').fill('something else');
	await button(page, 'Cancel').click();
	await expect(turns(page).nth(2)).toContainText('Who is Mia?');
	await expect(turns(page).nth(2).getByRole('button', { name: 'Edit this message' })).toBeFocused();

	await turns(page).nth(2).getByRole('button', { name: 'Edit this message' }).click();
	await page.getByLabel('Edit your message').fill('Tell me a story about Mia.');
	await button(page, 'Save and send').click();
	await answered(page, 4);
	await expect(turns(page).nth(2)).toContainText('2 of 2');
	const first = await words(turns(page).nth(3));
	await setRecipe(page, { seed: '8' });
	await button(page, 'Regenerate').last().click();
	await expect(turns(page).nth(3)).toContainText('2 of 2');
	await answered(page, 4);
	await turns(page).nth(3).getByRole('button', { name: 'Previous version' }).click();
	await expect.poll(() => words(turns(page).nth(3))).toBe(first);

	// The conversation as it was before the edit, whole.
	await turns(page).nth(2).getByRole('button', { name: 'Previous version' }).click();
	await expect(turns(page)).toHaveCount(8);
	await expect.poll(() => words(turns(page).nth(3))).toBe(second);
	await say(page, 'What is 1 + 1?', 10);

	// An earlier answer has its glass.
	const token = turns(page).nth(3).getByRole('option').first();
	await token.click();
	await page.mouse.move(0, 0);
	const place = Number(await token.getAttribute('data-index')) + 1;
	await expect(page.getByRole('region', { name: 'Glass' })).toContainText(`Token ${place} of`);
	const fifth = await words(turns(page).last());

	await draftKept(page, /What is 1/);
	await page.reload();
	await modelIsReady(page);
	await expect(turns(page)).toHaveCount(10);
	await expect.poll(() => words(turns(page).nth(3))).toBe(second);
	await expect(turns(page).nth(2)).toContainText('1 of 2');
	await expect.poll(() => words(turns(page).last())).toBe(fifth);
	await turns(page).nth(2).getByRole('button', { name: 'Next version' }).click();
	await expect(turns(page)).toHaveCount(4);
	await expect.poll(() => words(turns(page).nth(3))).toBe(first);

	// The run of a branch is what was asked on that branch, and it holds.
	await turns(page).nth(3).getByRole('link', { name: 'Open this run' }).click();
	await page.getByRole('button', { name: 'Regrow', exact: true }).click();
	await expect(verdict(page)).toContainText('Bit-exact');
});

test('conversations are named, found, deleted and brought back', async ({ page }) => {
	await openApp(page);
	await page.getByRole('radio', { name: 'Chat' }).check();
	await say(page, 'What is 2 + 3?', 2);
	await button(page, 'New conversation').click();
	await expect(turns(page)).toHaveCount(0);
	await expect(message(page)).toBeFocused();
	await say(page, 'Who is Mia?', 2);
	await button(page, 'Conversations').click();
	const list = page.getByRole('region', { name: 'Conversations' });
	await expect(list.getByRole('searchbox')).toBeFocused();
	await expect(list.getByRole('listitem')).toHaveCount(2);
	await list.getByRole('button', { name: 'Rename What is 2 + 3?' }).click();
	await page.keyboard.type('Sums');
	await page.keyboard.press('Enter');
	await expect(list.getByRole('button', { name: 'Rename Sums' })).toBeFocused();
	await list.getByRole('searchbox').fill('sums');
	await expect(list.getByRole('listitem')).toHaveCount(1);
	await list.getByRole('searchbox').fill('');

	await list.getByRole('button', { name: 'Delete Sums' }).click();
	await expect(list.getByRole('listitem')).toHaveCount(1);
	await button(page, 'Undo').click();
	await expect(list.getByRole('listitem')).toHaveCount(2);
	await list.getByRole('button', { name: /^Sums/ }).click();
	await expect(page.getByRole('heading', { name: 'Sums' })).toBeVisible();
	await expect(message(page)).toBeFocused();
	await expect(turns(page).first()).toContainText('What is 2 + 3?');
});

test('a message is sent by Enter right after it was shortened', async ({ page }) => {
	await openApp(page);
	await page.getByRole('radio', { name: 'Chat' }).check();
	await message(page).fill('Who is Mia? '.repeat(200));
	await expect(page.getByText(/cannot be sent/)).toBeVisible();
	await expect(button(page, 'Send')).toBeDisabled();
	// Within the pause after which its length is asked for.
	await say(page, 'Who is Mia?', 2);
	await expect(turns(page).first()).toContainText('Who is Mia?');
});
