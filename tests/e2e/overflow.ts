/** What does not fit its window. */
import type { Page } from '@playwright/test';

/** What reaches beyond the right edge and is in nothing that scrolls by itself. */
export function overflow(page: Page): Promise<string[]> {
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
		const named = beyond
			.slice(-3)
			.map((each) => `${each.tagName} “${each.textContent.slice(0, 40)}”`);
		// What is placed absolutely can reach out of what clips the rest.
		return named.length > 0 ? named : [`the page, ${scrollWidth} pixels`];
	});
}
