/** Elements of a page that are built like a neighbour: cards of a library, rows of a table, cells of a grid. */
import type { Page } from '@playwright/test';

const MARK = 'data-built-alike';

/**
 * Marks, of neighbours that differ in nothing but their texts, all but the first two: rows may be striped.
 *
 * @returns a selector of what is marked
 */
export async function markAlike(page: Page): Promise<string> {
	await page.evaluate((mark) => {
		/** What the look of an element depends on: its kind, its attributes, and what is in it. */
		const buildOf = new Map<Element, string>();
		const LOOKS = /^(class|style|role|type|disabled|hidden|open|checked|aria-.*|data-.*)$/;
		const SAYS = /^aria-(label|labelledby|describedby|controls|posinset|valuenow|valuetext)$/;
		const build = (element: Element): string => {
			const known = buildOf.get(element);
			if (known !== undefined) return known;
			const attributes = [...element.attributes]
				.filter(({ name }) => LOOKS.test(name) && !SAYS.test(name) && name !== mark)
				.map(({ name, value }) => `${name}=${value}`)
				.sort();
			const built = `${element.tagName}[${attributes.join()}](${[...element.children].map(build).join()})`;
			buildOf.set(element, built);
			return built;
		};
		const markIn = (parent: Element): void => {
			const seen = new Map<string, number>();
			for (const child of parent.children) {
				const times = (seen.get(build(child)) ?? 0) + 1;
				seen.set(build(child), times);
				if (times > 2) child.setAttribute(mark, '');
				else markIn(child);
			}
		};
		markIn(document.body);
	}, MARK);
	return `[${MARK}]`;
}

export async function unmarkAlike(page: Page): Promise<void> {
	await page.evaluate((mark) => {
		for (const element of document.querySelectorAll(`[${mark}]`)) element.removeAttribute(mark);
	}, MARK);
}
