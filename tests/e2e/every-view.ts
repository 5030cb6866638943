/** Every view of the app, in walks in which one thing leads to the next: what a view needs, those before it made. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { dropFile, modelIsReady, outputTokens, setRecipe, verdict, write } from './app.ts';
import { downloadButton, importButton, lookAt, ONNX, openWholeLibrary } from './library-page.ts';
import type { LoopbackHub } from '../hub/hub.ts';

/** @param name what to call the view that is shown now */
export type Look = (name: string) => Promise<void>;

const FIXTURES = join(import.meta.dirname, '../fixtures');
const LINK = readFileSync(join(FIXTURES, 'links/recipe-chat-1.link'), 'utf8').trim();
/** Whole, and with another text than its tokens spell. */
const ALTERED = readFileSync(join(FIXTURES, 'run-1.run.json'), 'utf8').replace(
	/"text": "A fox"/,
	'"text": "A wolf"'
);

const LONG = { timeout: 60_000 };

const modelButton = (page: Page) =>
	page.getByRole('banner').getByRole('button', { name: /Sprout/ });

/** The choice among the three parts of Play, where the window is too narrow for all of them. */
export async function panes(page: Page): Promise<Locator[]> {
	const choice = page.getByRole('group', { name: 'Show', exact: true });
	return await choice.getByRole('radio', { name: /^(Write|Recipe|Glass)$/ }).all();
}

async function playViews(page: Page, look: Look): Promise<void> {
	await page.goto('./');
	await modelIsReady(page);
	await look('play');
	await modelButton(page).click();
	await expect(page.getByRole('region', { name: 'Choose a model' })).toBeVisible();
	await look('model chooser');
	await modelButton(page).click();
	await page.getByText('More settings').click();
	await look('recipe');
	for (const seed of ['1', '2']) {
		await setRecipe(page, { preset: 'Wild', seed, maxTokens: 30 });
		await write(page);
	}
	await look('play, written');
	await outputTokens(page).nth(3).click();
	await expect(page.getByText('Token 4 of 30')).toBeVisible();
	await look('glass');
	await page.getByText('Timeline', { exact: true }).click();
	await expect(page.getByRole('figure', { name: 'Along the text' })).toBeVisible();
	await page.getByRole('button', { name: 'Share', exact: true }).click();
	await expect(page.getByRole('textbox', { name: 'Run link' })).toBeVisible();
	await page.getByText('QR code').click();
	await look('timeline and share');
	await page.getByText('What the model sees').click();
	await look('rendered prompt');
}

async function insideViews(page: Page, look: Look): Promise<void> {
	await page.getByText('What if', { exact: false }).first().click();
	await expect(page.getByRole('heading', { name: 'How it was drawn' })).toBeVisible();
	await look('inspector');
	await page.getByText('Inside the model').first().click();
	await expect(page.getByText(/it looked at/).first()).toBeVisible(LONG);
	await look('attention');
	await page.getByRole('radio', { name: 'By focus' }).check();
	await expect(page.getByRole('list', { name: 'Heads by focus' })).toBeVisible();
	await look('heads by focus');
	await page.getByRole('radio', { name: 'Layers', exact: true }).check();
	await expect(page.getByText(/the model says/).first()).toBeVisible(LONG);
	await look('layers');
	await page.getByRole('radio', { name: 'Heads off' }).check();
	await page.getByRole('button', { name: /owe to each head/ }).click();
	await expect(page.getByText(/it needs layer/)).toBeVisible(LONG);
	await look('heads off');
	await page.getByText('Inside the model').first().click();
	await page.getByRole('radio', { name: 'Chat' }).check();
	await look('chat');
	await page.getByRole('radio', { name: 'Completion' }).check();
}

async function textsViews(page: Page, look: Look): Promise<void> {
	await page.goto('./#/texts/score');
	await page.getByRole('button', { name: 'The same with a mistake' }).click();
	await page.getByRole('button', { name: 'Score', exact: true }).click();
	await expect(page.getByText('over 17 tokens')).toBeVisible();
	await look('score');
	await page.goto('./#/texts/pairs');
	await page.getByRole('button', { name: 'She or he: 12 occupations' }).click();
	await page.getByRole('button', { name: 'Compare 12 pairs' }).click();
	await expect(page.getByText('Mean log-odds')).toBeVisible(LONG);
	await page.getByRole('button', { name: /^The nurse said that she/ }).click();
	await look('pairs');
	await page.goto('./#/texts/tokens');
	const languages = page.getByRole('region', { name: 'Languages' });
	await expect(languages.getByText(/tokens in English/)).toBeVisible();
	await languages.getByRole('button', { name: 'Table' }).click();
	await look('tokens');
}

async function benchViews(page: Page, look: Look): Promise<void> {
	await page.goto('./#/compare');
	await page.getByRole('button', { name: 'Three seeds' }).click();
	await page.getByRole('spinbutton', { name: 'Max tokens' }).fill('20');
	await look('compare, before');
	await page.getByRole('button', { name: /^Write \d columns/ }).click();
	await expect(page.getByText(/tokens, [\d.]+ tokens\/s/)).toHaveCount(3, LONG);
	await expect(page.getByRole('table', { name: 'First fork' })).toBeVisible();
	await page.getByText('Everything that differs').click();
	await page.getByRole('button', { name: 'Share', exact: true }).click();
	const link = await page.getByRole('textbox', { name: 'Comparison link' }).inputValue();
	await look('compare');
	await page.goto('./#/sweep');
	const field = page.getByRole('spinbutton', { name: 'Max tokens' });
	await field.fill('8');
	await field.blur();
	await page.getByRole('button', { name: 'Sweep 9 runs' }).click();
	await expect(page.getByText('9 of 9 runs done.')).toBeVisible({ timeout: 120_000 });
	await page.getByRole('tree', { name: 'Branches' }).getByRole('treeitem').first().click();
	await page.getByText('Grid', { exact: true }).click();
	await look('sweep');
	await page.goto(link);
	await expect(page.getByText('A comparison, from a link')).toBeVisible();
	await look('comparison');
}

async function runsViews(page: Page, look: Look): Promise<void> {
	await page.goto('./#/runs');
	const rows = page.getByRole('list', { name: 'Runs' }).getByRole('listitem');
	await page.getByText('Paste a run').click();
	await look('runs');
	await page
		.getByRole('button', { name: /^Compare “.*” with …/ })
		.first()
		.click();
	await page
		.getByRole('button', { name: /^Compare with “/, pressed: false })
		.first()
		.click();
	await look('runs, choosing');
	await page.getByRole('button', { name: 'Compare', exact: true }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Two runs');
	await look('two runs');
	await page.goto('./#/runs');
	await rows.first().getByRole('link').first().click();
	await page.getByRole('button', { name: 'Verify', exact: true }).click();
	await expect(verdict(page)).toContainText(/Same tokens|Bit-exact/, LONG);
	await page.getByText('Token by token').click();
	await page.getByRole('button', { name: 'Regrow' }).click();
	await expect(verdict(page)).toHaveCount(2, LONG);
	for (const fold of ['Reports', 'Recipe', 'Model', 'Machine']) {
		await page.locator('summary').filter({ hasText: fold }).last().click();
	}
	await look('run');
	await page.getByRole('listbox', { name: 'Recorded output' }).getByRole('option').nth(3).click();
	await look('run, glass');
}

async function dataViews(page: Page, look: Look): Promise<void> {
	await page.goto('./#/data/browse/5');
	await expect(page.getByRole('article').locator('.text')).not.toBeEmpty();
	await look('training data, a document');
	for (const tab of ['search', 'sentences', 'world']) {
		await page.goto(`./#/data/${tab}`);
		await expect(page.getByRole('main').getByRole('radio', { checked: true })).toHaveValue(tab);
		await expect(page.getByText('Opening the training data')).toHaveCount(0);
		await look(`training data, ${tab}`);
	}
}

/** The example lesson: its list, its first question before and after, its end and its worksheet. */
export async function walkLessons(page: Page, look: Look): Promise<void> {
	await page.goto('./#/lessons');
	await expect(page.getByRole('link', { name: 'A first look at a language model' })).toBeVisible();
	await look('lessons');
	await page.goto('./#/lessons/first-look.en');
	await expect(page.getByRole('link', { name: 'Begin', exact: true }).first()).toBeVisible();
	await look('lesson');
	await page.goto('./#/lessons/first-look.en/1');
	await page.getByRole('radio', { name: 'blue' }).check();
	await look('lesson, a question');
	await page.getByRole('button', { name: 'Lock in my answer' }).click();
	await page.getByRole('button', { name: 'Reveal' }).click();
	await expect(page.getByRole('row', { name: /^red/ })).toBeVisible(LONG);
	await look('lesson, a reveal');
	for (const place of ['2', '3', '4', 'end', 'worksheet']) {
		await page.goto(`./#/lessons/first-look.en/${place}`);
		await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible();
		await look(`lesson, ${place}`);
	}
	await page.goto('./#/lessons/first-look.en');
	await page.getByRole('button', { name: 'Edit a copy' }).click();
	const steps = page.getByRole('list', { name: 'Steps', exact: true });
	await expect(steps).toBeVisible();
	await look('lesson editor');
	await steps.getByRole('link').first().click();
	await expect(page.getByRole('textbox', { name: 'Title of the step' })).toBeVisible();
	await look('lesson editor, a step');
	await page.goto('./#/tally');
	await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible();
	await look('tally');
}

async function embedViews(page: Page, look: Look): Promise<void> {
	await page.goto(`./embed.html#${LINK}`);
	await expect(page.getByText('Tell me a story.')).toBeVisible();
	await look('embedded recipe');
}

async function plainViews(page: Page, look: Look): Promise<void> {
	for (const [view, heading] of [
		['offline', 'Offline'],
		['settings', 'Settings'],
		['help', 'Help'],
		['fill', 'Fill the gap'],
		[`runs/sha256:${'0'.repeat(64)}`, 'This run is not here'],
		['comparison', 'This comparison is not here'],
		['file', 'This file is not here']
	] as const) {
		await page.goto(`./#/${view}`);
		await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
		await look(heading);
	}
	for (const [keys, name] of [
		['Control+k', 'Search everything'],
		['Shift+?', 'Keyboard shortcuts']
	] as const) {
		await page.keyboard.press(keys);
		await expect(page.getByRole('dialog', { name })).toBeVisible();
		await look(name);
		await page.keyboard.press('Escape');
	}
	await dropFile(page, ALTERED, 'evidence.run.json');
	await page.getByRole('button', { name: 'Compare with what it should be' }).click();
	await expect(page.getByRole('button', { name: 'Write again' })).toBeVisible();
	await look('altered file');
	await page.goto(`./#${LINK}`);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('“Lesson 3: foxes”');
	await look('link');
	await page.goto('./#run=1.q83vAAAA');
	await expect(page.getByRole('alert')).toBeVisible();
	await look('damaged link');
}

async function libraryViews(page: Page, look: Look, hub: LoopbackHub): Promise<void> {
	await openWholeLibrary(page, hub);
	await look('library');
	await lookAt(page, ONNX);
	await expect(downloadButton(page, 'sprout-copy int8')).toBeVisible();
	for (const fold of await page.locator('details:not([open]) > summary').all()) {
		if (await fold.isVisible()) await fold.click();
	}
	await downloadButton(page, 'sprout-copy int8').click();
	await expect(
		page.getByRole('button', { name: 'Use sprout-copy int8', exact: true }).first()
	).toBeVisible(LONG);
	await look('library, a repository and a stored model');
}

async function fillViews(page: Page, look: Look): Promise<void> {
	await page.getByLabel('Model folder').setInputFiles(join(FIXTURES, 'fill-mask/bert'));
	await importButton(page, 'bert fp32').click();
	await page.getByRole('button', { name: 'Use bert fp32', exact: true }).first().click();
	await page.getByRole('button', { name: 'Two occupations' }).click();
	await page.getByRole('button', { name: 'Fill', exact: true }).click();
	await expect(page.getByRole('link', { name: 'Open this run' })).toBeVisible(LONG);
	await look('fill');
	await page.goto('./#/play');
	await expect(page.getByRole('button', { name: /Write with the built-in/ })).toBeVisible();
	await look('play, with a model that fills masks');
}

/** The views of what is written here, and of all that can be done with it. */
export async function walkWritten(page: Page, look: Look): Promise<void> {
	await playViews(page, look);
	await insideViews(page, look);
	await textsViews(page, look);
	await benchViews(page, look);
	await runsViews(page, look);
}

/** All others. @param hub serves `addOnnxModel`'s files */
export async function walkOthers(page: Page, hub: LoopbackHub, look: Look): Promise<void> {
	await dataViews(page, look);
	await walkLessons(page, look);
	await plainViews(page, look);
	await libraryViews(page, look, hub);
	await fillViews(page, look);
	await embedViews(page, look);
}
