import { readdir, readFile } from 'node:fs/promises';
import { expect, type Locator, type Page } from '@playwright/test';
import { dropFile, openApp, setRecipe } from './app.ts';
import { test } from './test.ts';

/** A lesson of the app, by its name in `public/lessons`. */
const builtIn = (name: string): Promise<string> =>
	readFile(new URL(`../../public/lessons/${name}.json`, import.meta.url), 'utf8');

const LESSON = './#/lessons/first-look.en';
const stepHeading = (page: Page, name: RegExp): Locator =>
	page.getByRole('heading', { level: 2, name });

/** Presses the Tab key until something has the focus, as a person would. */
async function tabTo(page: Page, wanted: Locator, key = 'Tab'): Promise<void> {
	await expect(wanted).toBeVisible();
	for (let presses = 0; presses < 80; presses++) {
		if (await wanted.evaluate((element) => element === document.activeElement)) return;
		await page.keyboard.press(key);
	}
	throw new Error('the Tab key does not lead there');
}

async function pressOn(page: Page, wanted: Locator): Promise<void> {
	await tabTo(page, wanted);
	await page.keyboard.press('Enter');
}

async function saveAnswers(page: Page): Promise<string> {
	const downloading = page.waitForEvent('download');
	await page.getByRole('button', { name: 'Save my answers as a file' }).click();
	return await readFile(await (await downloading).path(), 'utf8');
}

interface AnswersFile {
	id: string;
	created: string;
	learner: string;
	answers: { step: string; answer: Record<string, unknown> }[];
}

test('a lesson is done from start to end by keyboard alone', async ({ page }) => {
	await openApp(page);
	await pressOn(page, page.getByRole('link', { name: 'Lessons', exact: true }));
	await pressOn(page, page.getByRole('link', { name: 'A first look at a language model' }));
	await pressOn(
		page,
		page.getByRole('main').getByRole('link', { name: 'Begin', exact: true }).last()
	);

	// Predict: the answer is locked in before anything is revealed.
	await expect(stepHeading(page, /Guess the next word/)).toBeFocused();
	const reveal = page.getByRole('button', { name: 'Reveal' });
	const lockIn = page.getByRole('button', { name: 'Lock in my answer' });
	await expect(reveal).toBeDisabled();
	await expect(lockIn).toBeDisabled();
	await tabTo(page, page.getByRole('radio', { name: 'red' }));
	await page.keyboard.press('Space');
	await page.keyboard.press('ArrowDown');
	await expect(page.getByRole('radio', { name: 'blue' })).toBeChecked();
	await pressOn(page, lockIn);
	await expect(reveal).toBeFocused();
	await expect(page.getByRole('radio', { name: 'red' })).toBeDisabled();
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', { name: 'Explanation' })).toBeFocused();
	const red = page.getByRole('row', { name: /^red/ });
	await expect(red).toContainText(/[45]\.\d %/); // undecided
	await expect(page.getByRole('row', { name: /^blue/ })).toContainText('your guess');

	// Write, then choose a word of the output and look at what it competed with.
	await pressOn(page, page.getByRole('link', { name: /Next step/ }));
	await expect(stepHeading(page, /Watch it write/)).toBeFocused();
	await expect(page.getByText('Prompt, fixed by this lesson')).toBeVisible();
	await pressOn(page, page.getByRole('button', { name: 'Write', exact: true }));
	await expect(page.getByRole('link', { name: 'Open this run' })).toBeVisible();
	// Until then its words are text that can only be read, and the page says so.
	const later = page.getByText('After Reveal you can select each word here');
	await expect(later).toBeVisible();
	await expect(page.getByRole('group', { name: 'Output' })).not.toBeEmpty();
	await expect(page.getByRole('option')).toHaveCount(0);
	await tabTo(page, page.getByRole('radio', { name: /The same, word for word/ }));
	await page.keyboard.press('Space');
	await pressOn(page, lockIn);
	await page.keyboard.press('Enter');
	await expect(page.getByText('Correct.')).toBeVisible();
	await expect(later).toHaveCount(0);
	await tabTo(page, page.getByRole('option').first(), 'Shift+Tab');
	await page.keyboard.press('ArrowRight');
	await page.keyboard.press('ArrowRight');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('complementary', { name: 'Glass' })).toContainText('Token 3 of');

	await pressOn(page, page.getByRole('link', { name: /Next step/ }));
	await tabTo(page, page.getByRole('textbox', { name: 'Your answer' }));
	await page.keyboard.type('It says how likely each next piece is.');
	await pressOn(page, lockIn);
	await pressOn(page, page.getByRole('link', { name: /Finish/ }));
	await expect(page.getByText('3 of 3 questions answered')).toBeVisible();
	await tabTo(page, page.getByRole('textbox', { name: /Your name/ }));
	await page.keyboard.type('Mia');
	await tabTo(page, page.getByRole('button', { name: 'Save my answers as a file' }));
	const downloading = page.waitForEvent('download');
	await page.keyboard.press('Enter');
	const download = await downloading;
	expect(download.suggestedFilename()).toMatch(/^first-look-mia-[0-9a-f]{8}\.answers\.json$/);
	const file = JSON.parse(await readFile(await download.path(), 'utf8')) as AnswersFile;
	expect(file.learner).toBe('Mia');
	expect(file.answers.map(({ answer }) => answer)).toEqual([
		{ type: 'prediction', option: 1, own: '' },
		{ type: 'choice', chosen: [0] },
		{ type: 'text', text: 'It says how likely each next piece is.' }
	]);
});

test('answers are there again after a reload, and the draft in Play is untouched', async ({
	page
}) => {
	await openApp(page);
	await setRecipe(page, { prompt: 'My own beginning', seed: '99' });
	await page.goto(`${LESSON}/2`);
	await page.getByRole('button', { name: 'Write', exact: true }).click();
	await expect(page.getByRole('link', { name: 'Open this run' })).toBeVisible();
	await page.getByRole('radio', { name: /Similar/ }).check();
	await page.getByRole('button', { name: 'Lock in my answer' }).click();
	await page.getByRole('button', { name: 'Reveal' }).click();
	await expect(page.getByText('Not quite.')).toBeVisible();
	await page.reload();
	await expect(page.getByText('Not quite.')).toBeVisible();
	await expect(page.getByRole('radio', { name: /Similar/ })).toBeDisabled();
	await page.getByRole('link', { name: 'Play', exact: true }).click();
	await expect(page.getByLabel('Prompt', { exact: true })).toHaveValue('My own beginning');
	await expect(page.getByLabel('Seed', { exact: true })).toHaveValue('99');
	await page.goto(`${LESSON}/end`);
	await page.getByRole('button', { name: 'Delete my answers' }).click();
	await expect(page.getByText('0 of 3 questions answered')).toBeVisible();
	await page.getByRole('button', { name: 'Undo' }).click();
	await expect(page.getByText('1 of 3 questions answered')).toBeVisible();
});

test('a teacher tallies the files of a class; wrong ones are named and keep none out', async ({
	page
}) => {
	await page.goto(`${LESSON}/1`);
	await page.getByRole('textbox', { name: 'Your own word' }).fill('green');
	await page.getByRole('button', { name: 'Lock in my answer' }).click();
	await page.goto(`${LESSON}/end`);
	const first = await saveAnswers(page);

	/** The same answers from another learner, with another guess. */
	const from = (id: number, answer: object): string => {
		const file = JSON.parse(first) as AnswersFile;
		const [guess] = file.answers;
		if (guess === undefined) throw new Error('no answer');
		guess.answer = { type: 'prediction', ...answer };
		return JSON.stringify({ ...file, id: id.toString(16).padStart(32, '0') });
	};
	const files = {
		'green.answers.json': first,
		'red.answers.json': from(1, { option: 0, own: '' }),
		'red-too.answers.json': from(2, { option: 0, own: '' }),
		'twice.answers.json': from(2, { option: 0, own: '' }),
		'broken.answers.json': first.slice(0, 200),
		'holiday.jpg': 'not answers',
		'newer.answers.json': first.replace('"version": 1', '"version": 9')
	};
	await page.goto('./#/tally');
	await page.getByLabel('Answer files').setInputFiles(
		Object.entries(files).map(([name, text]) => ({
			name,
			mimeType: 'application/json',
			buffer: Buffer.from(text)
		}))
	);
	await expect(
		page.getByText('3 files were not counted. All others are in the tally.')
	).toBeVisible();
	await expect(page.getByText('3 files are counted.')).toBeVisible();
	await expect(
		page.getByText('1 more file came, but its answers, or newer ones, were already here.')
	).toBeVisible();
	const refused = page.getByRole('list', { name: 'Files that were not counted' });
	await expect(refused.getByRole('listitem')).toHaveCount(3);
	await expect(refused).toContainText('newer.answers.json: This file has version 9');
	const lesson = page.getByRole('region', { name: 'A first look at a language model' });
	await expect(lesson).toContainText('3 learners');
	await lesson.getByRole('button', { name: 'Table' }).click();
	const table = lesson.getByRole('table');
	await expect(table.getByRole('row', { name: /red/ })).toContainText('2');
	await expect(table.getByRole('row', { name: /green/ })).toContainText('1');

	const downloading = page.waitForEvent('download');
	await page.getByRole('button', { name: 'Save as CSV' }).click();
	const csv = await readFile(await (await downloading).path(), 'utf8');
	expect(csv.trimEnd().split('\r\n')).toHaveLength(4);
	await page.reload();
	await expect(page.getByText('3 files are counted.', { exact: true })).toBeVisible();
});

test('a lesson from somebody may be hostile, and nothing happens', async ({ page }) => {
	const said: string[] = [];
	page.on('dialog', (dialog) => {
		said.push(dialog.message());
		void dialog.dismiss();
	});
	const foreign: string[] = [];
	page.on('request', (request) => {
		if (request.url().includes('evil.example')) foreign.push(request.url());
	});
	const lesson = JSON.parse(await builtIn('first-look.en')) as Record<string, unknown>;
	const hostile = {
		...lesson,
		id: 'hostile',
		title: 'Hostile <img src=x onerror=alert(1)>',
		text: [
			'<script>alert(2)</script>',
			'[press me](javascript:alert(3))',
			'![picture](https://evil.example/pixel.png)',
			'<img src="https://evil.example/pixel.png" onerror="alert(4)">',
			'[web](https://evil.example/)'
		].join('\n\n')
	};
	await page.goto('./#/lessons');
	await dropFile(page, JSON.stringify(hostile), 'hostile.lesson.json');
	await expect(page.getByRole('heading', { level: 1 })).toContainText('<img src=x');
	const main = page.getByRole('main');
	await expect(main).toContainText('<script>alert(2)</script>');
	await expect(main.getByText('press me')).toBeVisible();
	await expect(main.getByRole('link', { name: 'press me' })).toHaveCount(0);
	await expect(main.locator('img')).toHaveCount(0);
	const web = main.getByRole('link', { name: 'web', exact: true });
	await expect(web).toHaveAttribute('rel', /noopener/);

	const refused: [name: string, text: string, sentence: string][] = [
		['huge', JSON.stringify({ ...lesson, text: 'x'.repeat(3_000_000) }), 'too large'],
		['newer', JSON.stringify({ ...lesson, version: 2 }), 'version 2'],
		['field', JSON.stringify({ ...lesson, steps: [] }), 'A field of this file is wrong: steps'],
		['text', 'no lesson at all', 'not a Glasshouse lesson']
	];
	for (const [name, text, sentence] of refused) {
		await dropFile(page, text, `${name}.lesson.json`);
		await expect(page.getByRole('alert')).toContainText(sentence);
	}
	await page.goto('./#lesson=1.AAAA');
	await expect(page.getByRole('alert')).toContainText('damaged');
	expect([said, foreign]).toEqual([[], []]);
});

test('a lesson link shows the lesson before anything runs; opened, it is kept', async ({
	page,
	elsewhere
}) => {
	const lesson = JSON.parse(await builtIn('first-look.en')) as Record<string, unknown>;
	await page.goto('./#/lessons/first-look');
	await page.getByRole('button', { name: 'Share lesson' }).click();
	await expect(page.getByRole('textbox', { name: 'Lesson link' })).toHaveValue(
		/#\/lessons\/first-look\.en$/
	);
	await page.goto('./#/lessons');
	await dropFile(page, JSON.stringify({ ...lesson, title: 'My lesson' }), 'my.lesson.json');
	await page.getByRole('button', { name: 'Share lesson' }).click();
	const address = await page.getByRole('textbox', { name: 'Lesson link' }).inputValue();

	const other = await elsewhere();
	const fetched: string[] = [];
	other.on('request', (request) => fetched.push(request.url()));
	await other.goto(address);
	await expect(other.getByRole('heading', { name: 'My lesson' })).toBeVisible();
	expect(fetched.filter((url) => url.includes('/models/'))).toEqual([]);
	await other.getByRole('button', { name: 'Open this lesson' }).click();
	await other.getByRole('main').getByRole('link', { name: 'Begin', exact: true }).last().click();
	await expect(stepHeading(other, /Guess the next word/)).toBeVisible();
	await other.goto('./#/lessons');
	await other.reload();
	const own = other.getByRole('list', { name: 'Lessons from files and links' });
	await expect(own).toContainText('My lesson');
	await own.getByRole('button', { name: /Remove/ }).click();
	await expect(own).toHaveCount(0);
});

test('the worksheet stands alone on an A4 page; answers are on the teacher’s copy', async ({
	page
}) => {
	await page.goto(`${LESSON}/worksheet`);
	await expect(page.getByText('Is a likely word always a true word?')).toBeVisible();
	await page.emulateMedia({ media: 'print' });
	await expect(page.getByRole('button', { name: 'Print' })).toBeHidden();
	await expect(page.getByRole('navigation', { name: 'Views' })).toBeHidden();
	await expect(page.getByText('Is a likely word always a true word?')).toBeVisible();
	const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
	expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
	const [, width, height] = /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf) ?? [];
	expect([Math.round(Number(width)), Math.round(Number(height))]).toEqual([595, 842]);
	await page.emulateMedia({ media: 'screen' });
	await expect(page.getByText('about texts like those')).toBeHidden();
	// A pupil's link leads to a lesson: the switch is in the list.
	const teacherMode = page.getByRole('switch', { name: 'Teacher mode' });
	await expect(teacherMode).toHaveCount(0);
	await page.goto('./#/lessons');
	await teacherMode.check();
	await page.goto(`${LESSON}/worksheet`);
	await expect(page.getByText('about texts like those')).toBeVisible();
	// The class sees the screen of a projector.
	await page.evaluate(() => localStorage.setItem('glasshouse.projector', 'on'));
	await page.reload();
	const answers = page.getByRole('button', { name: 'Show the answers' });
	await expect(answers).toBeVisible();
	await expect(page.getByText('about texts like those')).toBeHidden();
	await answers.click();
	await expect(page.getByText('about texts like those')).toBeVisible();
});

test('all built-in lessons and their list are among the files that are kept for use without a network', async () => {
	const lessons = await readdir(new URL('../../public/lessons/', import.meta.url));
	const kept = JSON.parse(await readFile('dist/precache.json', 'utf8')) as { url: string }[];
	const urls = kept.map(({ url }) => url);
	for (const name of ['index.json', ...lessons]) expect(urls).toContain(`lessons/${name}`);
});
