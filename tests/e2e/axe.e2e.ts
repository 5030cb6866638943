/** Every view, looked over by axe-core: names, roles, contrast, landmarks, the order of headings. */
import axe, { type AxeResults } from 'axe-core';
import { expect, type Page } from '@playwright/test';
import { walkEveryView } from './every-view.ts';
import { test } from './test.ts';

test.setTimeout(900_000);

/** All of its rules that are not experimental, each with the elements that break it. */
async function violations(page: Page): Promise<string[]> {
	// Evaluated, not added as a script: the page's content policy forbids that, as it should.
	await page.evaluate(axe.source);
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
	test(`axe finds nothing in any view ${look.title}`, async ({ page, stockedHub }) => {
		await page.emulateMedia({ reducedMotion: 'reduce' });
		await page.addInitScript(({ theme, projector, teacher }) => {
			localStorage.setItem('glasshouse.theme', theme);
			localStorage.setItem('glasshouse.projector', projector);
			localStorage.setItem('glasshouse.teacher', teacher);
		}, look);
		const found = new Map<string, string>();
		await walkEveryView(page, stockedHub, async (name) => {
			for (const what of await violations(page)) {
				if (!found.has(what)) found.set(what, name);
			}
		});
		expect([...found].map(([what, name]) => `${name}: ${what}`)).toEqual([]);
	});
}
