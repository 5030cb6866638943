/**
 * Every view, looked over by axe-core: names, roles, contrast, landmarks, the order of headings; and
 * whether it fits the window, with the large type of a projector too.
 */
import axe, { type AxeResults } from 'axe-core';
import { expect, type Page } from '@playwright/test';
import { walkEveryView } from './every-view.ts';
import { overflow } from './overflow.ts';
import { test } from './test.ts';

test.setTimeout(900_000);

/** All of its rules that are not experimental, each with the elements that break it. */
async function violations(page: Page): Promise<string[]> {
	// Evaluated, not added as a script: the page's content policy forbids that, as it should.
	if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
	const { violations: found } = await page.evaluate(async () => {
		const { axe: runner } = globalThis as unknown as {
			axe: { run(context: Document, options: object): Promise<AxeResults> };
		};
		return await runner.run(document, { resultTypes: ['violations'] });
	});
	return found.flatMap(({ id, nodes }) =>
		nodes.map(({ target, failureSummary }) => {
			const why = failureSummary?.split('\n').slice(1, 3).join(' ').trim() ?? '';
			return `${id}: ${target.join(' ')}: ${why}`;
		})
	);
}

const LOOKS = [
	{ title: 'in the light theme', theme: 'light', projector: 'off', teacher: 'off' },
	{ title: 'in the dark theme, with answer keys', theme: 'dark', projector: 'off', teacher: 'on' },
	{ title: 'on a projector', theme: 'light', projector: 'on', teacher: 'off' }
];
for (const look of LOOKS) {
	test(`axe finds nothing in any view ${look.title}, and each fits 1280 by 800 pixels`, async ({
		page,
		stockedHub
	}) => {
		await page.setViewportSize({ width: 1280, height: 800 });
		await page.emulateMedia({ reducedMotion: 'reduce' });
		await page.addInitScript(({ theme, projector, teacher }) => {
			localStorage.setItem('glasshouse.theme', theme);
			localStorage.setItem('glasshouse.projector', projector);
			localStorage.setItem('glasshouse.teacher', teacher);
		}, look);
		const found = new Map<string, string>();
		await walkEveryView(page, stockedHub, async (name) => {
			for (const what of await overflow(page)) found.set(`wider than the window: ${what}`, name);
			for (const what of await violations(page)) {
				if (!found.has(what)) found.set(what, name);
			}
		});
		expect([...found].map(([what, name]) => `${name}: ${what}`)).toEqual([]);
	});
}
