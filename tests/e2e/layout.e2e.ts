/** Every view fits a narrow window. That it fits a projector with large type, axe.e2e.ts says. */
import { expect } from '@playwright/test';
import { walkEveryView } from './every-view.ts';
import { overflow } from './overflow.ts';
import { test } from './test.ts';

test.setTimeout(400_000);

/** One walk does for both: no view is laid out otherwise between these widths. */
const PHONE = { width: 390, height: 800 };
const LAPTOP_AT_TWICE_THE_SIZE = { width: 640, height: 400 };

test('no view is wider than the window of a phone, or of a laptop at twice the size', async ({
	page,
	stockedHub
}) => {
	await page.setViewportSize(PHONE);
	const found: string[] = [];
	await walkEveryView(page, stockedHub, async (name) => {
		for (const size of [LAPTOP_AT_TWICE_THE_SIZE, PHONE]) {
			await page.setViewportSize(size);
			for (const what of await overflow(page)) found.push(`${name}, ${size.width}: ${what}`);
		}
	});
	expect(found).toEqual([]);
});
