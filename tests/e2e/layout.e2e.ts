/** Every view fits its window, with large type too. */
import { expect, type Page } from '@playwright/test';
import { walkEveryView } from './every-view.ts';
import { test } from './test.ts';

test.setTimeout(400_000);

/** What reaches beyond the right edge and is in nothing that scrolls by itself. */
function overflow(page: Page): Promise<string[]> {
	return page.evaluate(() => {
		const { clientWidth, scrollWidth } = document.documentElement;
		if (scrollWidth <= clientWidth) return [];
		const isClipped = (element: Element): boolean => {
			for (let at = element.parentElement; at !== null; at = at.parentElement) {
				if (at !== document.body && getComputedStyle(at).overflowX !== 'visible') return true;
			}
			return false;
		};
		const beyond = [...document.body.querySelectorAll('*')].filter(
			(each) => each.getBoundingClientRect().right > clientWidth + 1 && !isClipped(each)
		);
		return beyond.slice(-3).map((each) => `${each.tagName} “${each.textContent.slice(0, 40)}”`);
	});
}

const WINDOWS = [
	{ title: 'a phone', width: 390, height: 800, projector: 'off' },
	{ title: 'a laptop at twice the size', width: 640, height: 400, projector: 'off' },
	{
		title: 'a projector of 1280 by 800 pixels with large type',
		width: 1280,
		height: 800,
		projector: 'on'
	}
];
for (const { title, width, height, projector } of WINDOWS) {
	test(`no view is wider than the window of ${title}`, async ({ page, stockedHub }) => {
		await page.setViewportSize({ width, height });
		await page.addInitScript((value) => {
			localStorage.setItem('glasshouse.projector', value);
		}, projector);
		const found: string[] = [];
		await walkEveryView(page, stockedHub, async (name) => {
			for (const what of await overflow(page)) found.push(`${name}: ${what}`);
		});
		expect(found).toEqual([]);
	});
}
