import { readFile } from 'node:fs/promises';
import { expect, type Locator, type Page } from '@playwright/test';
import { dropFile, openApp, setRecipe, write } from './app.ts';
import { draftKept } from './kept-draft.ts';
import { test } from './test.ts';

const field = (page: Page, name: string): Locator =>
	page.getByRole('main').getByRole('textbox', { name, exact: true });
const steps = (page: Page): Locator =>
	page.getByRole('list', { name: 'Steps', exact: true }).getByRole('listitem');
const missing = (page: Page): Locator => page.getByText(/missing before it is a lesson/);

test('a lesson is made of a saved run and a question, tried out, saved, and done by somebody else', async ({
	page,
	elsewhere
}) => {
	await openApp(page);
	await setRecipe(page, {
		prompt: 'Mia has a red kite. Tom has a blue boat.',
		seed: '7',
		preset: 'Reference',
		maxTokens: 12
	});
	await write(page);
	await page.getByRole('link', { name: 'Open this run' }).click();
	await page.getByRole('button', { name: 'Make a lesson from this' }).click();

	await field(page, 'Title').fill('The red kite');
	await field(page, 'Summary').fill('A model finds a word that stands far back.');
	await steps(page)
		.getByRole('link', { name: /Untitled/ })
		.click();
	await field(page, 'Title of the step').fill('Watch it write');
	await expect(field(page, 'Prompt')).toHaveValue('Mia has a red kite. Tom has a blue boat.');
	await expect(page.getByRole('checkbox', { name: 'Everything' })).toBeChecked();
	await expect(missing(page)).toHaveCount(0);

	await page.getByRole('button', { name: 'Add a step' }).click();
	await expect(missing(page)).toBeVisible();
	await field(page, 'Title of the step').fill('What do you think?');
	await field(page, 'What to do').fill('Look *closely*.');
	await expect(page.getByRole('group', { name: 'What to do, as it will look' })).toContainText(
		'Look closely.'
	);
	await page.getByLabel('Kind of question').selectOption('choice');
	await field(page, 'Question').fill('Whose kite is red?');
	await field(page, 'Option 1').fill('Tom’s');
	await field(page, 'Option 2').fill('Mia’s');
	await page.getByRole('checkbox', { name: 'Some options are right' }).check();
	await page.getByRole('radio', { name: 'Option 2 is right' }).check();
	await expect(missing(page)).toHaveCount(0);

	// The real player, on the draft.
	await page.getByRole('link', { name: 'Try it out' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('The red kite');
	const begin = page.getByRole('main').getByRole('link', { name: 'Begin', exact: true });
	await begin.last().click();
	await page.getByRole('button', { name: 'Write', exact: true }).click();
	await expect(page.getByRole('link', { name: 'Open this run' })).toBeVisible();
	await page.getByRole('link', { name: /Next step/ }).click();
	await page.getByRole('radio', { name: 'Mia’s' }).check();
	await page.getByRole('button', { name: 'Lock in my answer' }).click();
	await page.getByRole('button', { name: 'Reveal' }).click();
	await expect(page.getByText('Correct.')).toBeVisible();
	await page.getByRole('link', { name: 'Back to the editor' }).click();
	await expect(field(page, 'Title of the step')).toHaveValue('What do you think?');
	// What was tried out is there again, and still counts.
	await page.getByRole('link', { name: 'Try it out' }).click();
	await page.getByRole('link', { name: 'My answers' }).first().click();
	await expect(page.getByText('1 of 1 question answered.')).toBeVisible();
	await page.getByRole('link', { name: 'Back to the editor' }).click();
	await steps(page).getByRole('link').last().click();

	const downloading = page.waitForEvent('download');
	await page.getByRole('button', { name: 'Save lesson file' }).click();
	const download = await downloading;
	expect(download.suggestedFilename()).toBe('the-red-kite.en.lesson.json');
	const file = await readFile(await download.path(), 'utf8');

	await page.getByRole('button', { name: 'Share lesson' }).click();
	await expect(page.getByText(/\d+ characters$/)).toBeVisible();
	const address = await page.getByRole('textbox', { name: 'Lesson link' }).inputValue();
	await page.getByRole('button', { name: 'Add to my lessons' }).click();
	await page.getByRole('button', { name: 'Open it' }).click();
	await expect(begin.last()).toBeVisible();

	const other = await elsewhere();
	await other.goto(address);
	await expect(other.getByRole('heading', { name: 'The red kite' })).toBeVisible();
	await other.goto('./#/lessons');
	await dropFile(other, file, 'the-red-kite.en.lesson.json');
	await other.getByRole('main').getByRole('link', { name: 'Begin', exact: true }).last().click();
	await expect(other.getByText('Prompt, fixed by this lesson')).toBeVisible();
	await other.getByRole('button', { name: 'Write', exact: true }).click();
	await expect(other.getByRole('link', { name: 'Open this run' })).toBeVisible();
	await other.getByRole('link', { name: /Next step/ }).click();
	await other.getByRole('radio', { name: 'Tom’s' }).check();
	await other.getByRole('button', { name: 'Lock in my answer' }).click();
	await other.getByRole('button', { name: 'Reveal' }).click();
	await expect(other.getByText('Not quite.')).toBeVisible();
});

test('what is missing is said at its field and leads to it; the draft survives a reload', async ({
	page
}) => {
	await page.goto('./#/lessons');
	await page.getByRole('link', { name: 'Write your own lesson' }).click();
	await field(page, 'Title').fill('My lesson');
	await page.getByRole('spinbutton', { name: 'Minutes' }).fill('0');
	const minutes = page.getByRole('spinbutton', { name: 'Minutes' });
	await expect(minutes).toHaveAccessibleDescription(/Not less than 1\./);
	await expect(minutes).toHaveAttribute('aria-invalid', 'true');
	await expect(page.getByRole('button', { name: 'Save lesson file' })).toHaveCount(0);

	await missing(page).click();
	const list = page.getByRole('list', { name: 'What is missing' });
	await expect(list.getByRole('listitem')).toHaveText([
		/About the lesson · Summary/,
		/About the lesson · Minutes/,
		/Step 1 · Title of the step.*no title/
	]);
	await list.getByRole('link', { name: /Step 1/ }).click();
	await expect(field(page, 'Title of the step')).toBeFocused();
	await page.keyboard.type('First');
	await page.getByLabel('What runs in this step').selectOption('pairs');
	await field(page, 'Pairs').fill('no braces at all');
	await expect(field(page, 'Pairs')).toHaveAccessibleDescription(/two different words in braces/);
	await page.getByRole('link', { name: 'Try it out' }).click();
	await expect(page.getByRole('heading', { name: 'Not a lesson yet' })).toBeVisible();
	await page.getByRole('link', { name: /Step 1 · Pairs/ }).click();
	await expect(field(page, 'Pairs')).toBeFocused();

	await draftKept(page, 'no braces at all', 'lesson-drafts');
	await page.reload();
	await expect(field(page, 'Pairs')).toHaveValue('no braces at all');
	await expect(field(page, 'Title of the step')).toHaveValue('First');
	await page.getByRole('link', { name: 'About the lesson' }).first().click();
	await expect(page.getByRole('spinbutton', { name: 'Minutes' })).toHaveValue('0');
});

test('steps are put into another order by keyboard alone, removed, and brought back', async ({
	page
}) => {
	await page.goto('./#/lesson-editor/1');
	await field(page, 'Title of the step').fill('Alpha');
	for (const title of ['Beta', 'Gamma']) {
		await page.getByRole('button', { name: 'Add a step' }).click();
		await field(page, 'Title of the step').fill(title);
	}
	const links = steps(page).getByRole('link');
	await expect(links).toContainText(['Alpha', 'Beta', 'Gamma']);

	await links.nth(2).focus();
	await page.keyboard.press('Alt+ArrowUp');
	await expect(links).toContainText(['Alpha', 'Gamma', 'Beta']);
	await expect(links.nth(1)).toBeFocused();
	await expect(page.getByText('Now step 2 of 3.')).toBeAttached();
	await page.keyboard.press('Alt+ArrowUp');
	await expect(links).toContainText(['Gamma', 'Alpha', 'Beta']);
	// The step that is open stays open.
	await expect(field(page, 'Title of the step')).toHaveValue('Gamma');
	await page.keyboard.press('Tab');
	await expect(page.getByRole('button', { name: 'Move step 1 down' })).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(links).toContainText(['Alpha', 'Gamma', 'Beta']);
	await expect(page.getByRole('button', { name: 'Move step 2 down' })).toBeFocused();

	await page.getByRole('button', { name: 'Remove step 2' }).click();
	await expect(links).toContainText(['Alpha', 'Beta']);
	await page.getByRole('button', { name: 'Undo' }).last().click();
	await expect(links).toContainText(['Alpha', 'Gamma', 'Beta']);
	await page.getByRole('button', { name: 'Undo', exact: true }).first().click();
	await expect(links).toContainText(['Alpha', 'Beta']);
	await page.getByRole('button', { name: 'Redo' }).click();
	await expect(links).toContainText(['Alpha', 'Gamma', 'Beta']);
});

test('a lesson of the app is opened as a copy; what was being written is kept', async ({
	page
}) => {
	await page.goto('./#/lesson-editor');
	await field(page, 'Title').fill('Begun');
	await page.goto('./#/lessons/first-look.en');
	await page.getByRole('button', { name: 'Edit a copy' }).click();
	await expect(field(page, 'Title')).toHaveValue('A first look at a language model');
	await expect(field(page, 'Name in addresses')).toHaveValue('first-look-copy');
	await expect(steps(page)).toHaveCount(3);
	await expect(missing(page)).toHaveCount(0);
	await page.getByRole('button', { name: 'Go on with “Begun”' }).click();
	await expect(field(page, 'Title')).toHaveValue('Begun');
	await expect(
		page.getByRole('button', { name: 'Go on with “A first look at a language model”' })
	).toBeVisible();
});
