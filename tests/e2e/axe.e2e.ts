/**
 * Every view, looked over by axe-core in each of its looks: names, roles, contrast, landmarks, the order of
 * headings; and whether it fits its window, with the large type of a projector, on a phone, and on a laptop
 * at twice the size. One way through the app does for all of that: what takes long is to get to the views.
 */
import axe, { type AxeResults } from 'axe-core';
import { expect, type Page } from '@playwright/test';
import { markAlike, unmarkAlike } from './alike.ts';
import { panes, walkLessons, walkOthers, walkWritten, type Look } from './every-view.ts';
import { overflow } from './overflow.ts';
import { test } from './test.ts';

test.setTimeout(600_000);

/**
 * All of its rules that are not experimental, each with the elements that break it.
 *
 * @param leaveOut a selector of elements that are not looked at, nor what is in them
 */
async function violations(page: Page, leaveOut: string | null): Promise<string[]> {
	// Evaluated, not added as a script: the page's content policy forbids that, as it should.
	if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
	const { violations: found } = await page.evaluate(async (exclude) => {
		const { axe: runner } = globalThis as unknown as {
			axe: { run(context: object, options: object): Promise<AxeResults> };
		};
		const context = exclude === null ? document : { exclude: [[exclude]] };
		// Not among those that run by themselves: targets of at least 24 by 24 pixels, or room around them.
		const rules = { 'target-size': { enabled: true } };
		return await runner.run(context, { resultTypes: ['violations'], rules });
	}, leaveOut);
	return found.flatMap(({ id, nodes }) =>
		nodes.filter(isLasting).map(({ target, failureSummary }) => {
			const why = failureSummary?.split('\n').slice(1, 3).join(' ').trim() ?? '';
			return `${id}: ${target.join(' ')}: ${why}`;
		})
	);
}

/** What a bar that stays in sight covers is covered only until the page is scrolled. */
function isLasting({ failureSummary }: AxeResults['violations'][number]['nodes'][number]): boolean {
	return failureSummary?.includes('partially obscured') !== true;
}

type Found = Map<string, string>;

/** As the app itself writes them on its root, where it reads them from the settings. */
const LOOKS = [
	{ title: 'light', theme: 'light', projector: 'off' },
	{ title: 'dark', theme: 'dark', projector: 'off' },
	{ title: 'on a projector', theme: 'light', projector: 'on' }
] as const;
const DESK = { width: 1280, height: 800 };
/** No view is laid out otherwise between these widths. */
const NARROW = [
	{ width: 640, height: 400 },
	{ width: 390, height: 800 }
] as const;

async function wearLook(page: Page, look: (typeof LOOKS)[number]): Promise<void> {
	await page.evaluate(({ theme, projector }) => {
		const { dataset } = document.documentElement;
		dataset['theme'] = theme;
		dataset['projector'] = projector;
	}, look);
}

/** Each fault once, with where it was seen first. */
const note = (found: Found, what: string, where: string): void => {
	if (!found.has(what)) found.set(what, where);
};

async function lookAtDesk(page: Page, name: string, found: Found): Promise<void> {
	for (const look of LOOKS) {
		await wearLook(page, look);
		const where = `${name}, ${look.title}`;
		for (const what of await overflow(page)) note(found, `wider than the window: ${what}`, where);
		// The first look sees everything; what is built alike has the same colours and sizes in the others.
		const leaveOut = look === LOOKS[0] ? null : await markAlike(page);
		for (const what of await violations(page, leaveOut)) note(found, what, where);
	}
	await unmarkAlike(page);
	await wearLook(page, LOOKS[0]);
}

/** On a narrow window Play shows one of its three parts: each is looked at. */
async function lookAtNarrow(page: Page, name: string, found: Found): Promise<void> {
	for (const size of NARROW) {
		await page.setViewportSize(size);
		for (const pane of [null, ...(await panes(page))]) {
			await pane?.check();
			const where = `${name}, ${size.width} pixels`;
			for (const what of await overflow(page)) note(found, `wider than the window: ${what}`, where);
		}
	}
	await page.setViewportSize(DESK);
}

async function startLooking(page: Page, found: Found): Promise<Look> {
	await page.setViewportSize(DESK);
	await page.emulateMedia({ reducedMotion: 'reduce' });
	return async (name) => {
		await lookAtDesk(page, name, found);
		await lookAtNarrow(page, name, found);
	};
}

const report = (found: Found): string[] => [...found].map(([what, where]) => `${where}: ${what}`);

test('axe finds nothing in the views of what is written, in any look, and each fits windows of every size', async ({
	page
}) => {
	const found: Found = new Map();
	await walkWritten(page, await startLooking(page, found));
	expect(report(found)).toEqual([]);
});

test('nor does it find anything in all other views', async ({ page, stockedHub }) => {
	const found: Found = new Map();
	await walkOthers(page, stockedHub, await startLooking(page, found));
	expect(report(found)).toEqual([]);
});

test('nor does it find anything in lessons with answer keys and notes for teachers', async ({
	page
}) => {
	const found: Found = new Map();
	await page.addInitScript(() => {
		localStorage.setItem('glasshouse.teacher', 'on');
	});
	await walkLessons(page, await startLooking(page, found));
	expect(report(found)).toEqual([]);
});
