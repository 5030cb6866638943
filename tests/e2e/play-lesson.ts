/**
 * A built-in lesson, played as a learner would who knows the answers: each step's question is
 * answered by its key, what there is to do runs with Sprout, and the reveal opens.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, type Locator, type Page } from '@playwright/test';
import type { Activity } from '#core/lesson/activity-schema.ts';
import { readLesson } from '#core/lesson/read-lesson.ts';
import type { Lesson } from '#core/lesson/schema.ts';
import { parseAxisValues } from '#core/sweep/axis-values.ts';
import { openApp, verdict } from './app.ts';
import { test } from './test.ts';

type Step = Lesson['steps'][number];

const FOLDER = new URL('../../public/lessons/', import.meta.url);
export const lessons = readdirSync(FOLDER)
	.filter((file) => file.endsWith('.en.json'))
	.map((file) => readLesson(readFileSync(new URL(file, FOLDER))));

/** Those of every day: between them, they hold each kind of activity and of question that there is in any. */
const EVERY_DAY = ['auditing-a-bias', 'first-look', 'next-token', 'openness', 'seeds', 'tokens'];

const isEveryDay = ({ id }: Lesson): boolean => EVERY_DAY.includes(id);
export const everyDay = lessons.filter(isEveryDay);
export const others = lessons.filter((lesson) => !isEveryDay(lesson));

/** What a learner meets in these lessons, each kind once. */
export function kindsIn(some: readonly Lesson[]): string[] {
	const kinds = some
		.flatMap(({ steps }) => steps)
		.flatMap(({ activity, question, first }) => [
			`activity: ${activity?.type ?? 'none'}${activity?.type === 'run' ? `, ${activity.task}` : ''}`,
			`question: ${question?.type ?? 'none'}${question !== null && 'several' in question && question.several ? ', several' : ''}`,
			`first: ${first}`
		]);
	return [...new Set(kinds)].sort();
}

/** How many texts a step writes side by side. */
function columnCount(activity: Activity): number {
	if (activity.type === 'compare') return activity.recipes.length;
	if (activity.type === 'samples') return activity.count;
	if (activity.type === 'sweep') return parseAxisValues(activity.field, activity.values).length;
	return 1;
}

async function writeAll(tryIt: Locator, activity: Activity): Promise<void> {
	await tryIt.getByRole('button', { name: /^Write/ }).click();
	const runs = tryIt.getByRole('link', { name: 'Open this run' });
	await expect(runs).toHaveCount(columnCount(activity), { timeout: 60_000 });
}

/** What the linked runs of the lessons come to. */
async function checkRun(page: Page, tryIt: Locator, task: 'regrow' | 'verify'): Promise<void> {
	await tryIt.getByRole('button', { name: task === 'regrow' ? 'Write' : 'Verify' }).click();
	const said = task === 'regrow' ? /bit for bit/ : /Diverged/;
	await expect(verdict(page)).toContainText(said, { timeout: 60_000 });
}

const ACTS: Partial<
	Record<Activity['type'], (tryIt: Locator, activity: Activity) => Promise<void>>
> = {
	write: writeAll,
	compare: writeAll,
	sweep: writeAll,
	samples: writeAll,
	tokens: (tryIt) => expect(tryIt.getByText(/tokens? of Sprout/)).toBeVisible(),
	score: async (tryIt) => {
		await tryIt.getByRole('button', { name: 'Score' }).click();
		await expect(tryIt.getByText('Surprise, token by token')).toBeVisible();
	},
	pairs: async (tryIt) => {
		await tryIt.getByRole('button', { name: /^Compare \d+ pairs/ }).click();
		await expect(tryIt.getByText('Token by token', { exact: true })).toBeVisible();
	},
	openness: (tryIt, activity) =>
		expect(tryIt.getByRole('rowheader')).toHaveCount(
			activity.type === 'openness' ? activity.models.length : 0
		)
};

async function act(page: Page, { activity }: Step): Promise<void> {
	if (activity === null) return;
	const tryIt = page.getByRole('region', { name: 'Try it' });
	if (activity.type === 'run') await checkRun(page, tryIt, activity.task);
	else await ACTS[activity.type]?.(tryIt, activity);
	await expect(tryIt.getByRole('alert')).toHaveCount(0);
}

async function answer(page: Page, { question }: Step): Promise<void> {
	if (question === null) return;
	const asked = page.getByRole('region', { name: 'Question' });
	if (question.type === 'choice') {
		const options = asked.getByRole(question.several ? 'checkbox' : 'radio');
		for (const index of question.right ?? [0]) await options.nth(index).check();
	} else if (question.type === 'prediction') {
		await asked.getByRole('radio').first().check();
	} else if (question.type === 'number') {
		await asked.getByLabel('Your answer').fill(String(question.right ?? question.minimum ?? 1));
	} else {
		await asked.getByLabel('Your answer').fill('An answer.');
	}
	await asked.getByRole('button', { name: 'Lock in my answer' }).click();
	await expect(asked.getByText('Your answer is locked in.')).toBeVisible();
}

async function openReveal(page: Page, { question, reveal }: Step): Promise<void> {
	const isGraded = question !== null && 'right' in question && question.right !== null;
	if (reveal === null && !isGraded && question?.type !== 'prediction') return;
	await page.getByRole('button', { name: 'Reveal' }).click();
	await expect(page.getByRole('heading', { name: 'Explanation' })).toBeVisible();
	if (isGraded) await expect(page.getByText('Correct.')).toBeVisible();
}

async function playLesson(page: Page, lesson: Lesson): Promise<void> {
	const { id, language, steps, worksheet } = lesson;
	await openApp(page);
	for (const [index, step] of steps.entries()) {
		await page.goto(`./#/lessons/${id}.${language}/${index + 1}`);
		await expect(page.getByText(`Step ${index + 1} of ${steps.length}`)).toBeVisible();
		if (step.first === 'question') {
			await answer(page, step);
			await act(page, step);
		} else {
			await act(page, step);
			await answer(page, step);
		}
		await openReveal(page, step);
	}
	await page.goto(`./#/lessons/${id}.${language}/worksheet`);
	await expect(page.getByRole('main').getByRole('listitem')).not.toHaveCount(0);
	expect(worksheet?.questions.length ?? 0).toBeGreaterThan(0);
}

/** A test of each. */
export function playEach(some: readonly Lesson[]): void {
	for (const lesson of some) {
		test(`the lesson “${lesson.title}” can be played from its first step to its worksheet`, async ({
			page
		}) => {
			test.setTimeout(300_000);
			await playLesson(page, lesson);
		});
	}
}
