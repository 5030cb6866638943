/** Without a mouse, and heard instead of seen. */
import { expect, type Page } from '@playwright/test';
import { openApp, outputTokens, setRecipe, write } from './app.ts';
import { test } from './test.ts';

test('the first Tab leads past the rail, and what follows it is the view’s own', async ({
	page
}) => {
	await openApp(page);
	await page.keyboard.press('Tab');
	const skip = page.getByRole('link', { name: 'Skip to the content' });
	await expect(skip).toBeFocused();
	await expect(skip).toBeInViewport();
	await page.keyboard.press('Enter');
	await expect(page.getByRole('main')).toBeFocused();
	expect(new URL(page.url()).hash).not.toBe('#main');
	await page.keyboard.press('Tab');
	expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true);
});

test('another view says its name: its heading takes the focus, and Tab goes on from there', async ({
	page
}) => {
	await openApp(page);
	expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
	for (const [link, heading] of [
		['Library', 'Library'],
		['Runs', 'Runs'],
		['Settings', 'Settings']
	] as const) {
		await page.getByRole('link', { name: link, exact: true }).focus();
		await page.keyboard.press('Enter');
		await expect(page.getByRole('heading', { level: 1, name: heading })).toBeFocused();
		await expect(page).toHaveTitle(new RegExp(`^${heading}`));
	}
	await page.goBack();
	await expect(page.getByRole('heading', { level: 1, name: 'Runs' })).toBeFocused();
	// A switch within a view keeps the focus.
	await page.goto('./#/texts/score');
	await page.getByRole('radio', { name: 'Score a text' }).focus();
	await page.keyboard.press('ArrowRight');
	await expect(page.getByRole('radio', { name: 'Compare two' })).toBeFocused();
});

test('what opens beside its button closes with Escape, and gives the focus back', async ({
	page
}) => {
	await openApp(page);
	const chooser = page.getByRole('banner').getByRole('button', { name: /Sprout/ });
	await chooser.focus();
	await page.keyboard.press('Enter');
	await page.getByRole('radio', { name: 'int8' }).focus();
	await page.keyboard.press('Escape');
	await expect(page.getByRole('region', { name: 'Choose a model' })).toBeHidden();
	await expect(chooser).toBeFocused();
	const share = page.getByRole('button', { name: 'Share recipe' });
	await share.focus();
	await page.keyboard.press('Enter');
	await page.getByRole('textbox', { name: 'Recipe link' }).focus();
	await page.keyboard.press('Escape');
	await expect(page.getByRole('textbox', { name: 'Recipe link' })).toBeHidden();
	await expect(share).toBeFocused();
});

interface Stop {
	readonly name: string;
	readonly isSeen: boolean;
}

/** Presses Tab until the first stop comes again, or too often. @returns the stops, in order */
async function tabThrough(page: Page, most: number): Promise<Stop[]> {
	await page.evaluate(() => {
		const active = document.activeElement;
		if (active instanceof HTMLElement) active.blur();
		window.getSelection()?.removeAllRanges();
		document.querySelector<HTMLElement>('.skip')?.focus();
	});
	const stops: Stop[] = [];
	for (let i = 0; i < most; i++) {
		const stop = await page.evaluate(() => {
			const at = document.activeElement;
			if (at === null || at === document.body) return null;
			(at as HTMLElement).dataset['reached'] = 'yes';
			const near = [at, at.nextElementSibling, ...at.children].filter((each) => each !== null);
			const isSeen = near.some((each) => {
				const style = getComputedStyle(each);
				return style.outlineStyle !== 'none' || (style.stroke !== 'none' && each !== at);
			});
			return {
				name: `${at.tagName} ${at.getAttribute('aria-label') ?? at.textContent}`.trim(),
				isSeen
			};
		});
		if (stop === null) break;
		stops.push(stop);
		await page.keyboard.press('Tab');
	}
	return stops;
}

/** Marks what can be reached now with `data-<mark>`. @returns the start of each that was not marked with it yet */
function markReachable(page: Page, mark: string): Promise<string[]> {
	return page.evaluate((name) => {
		const all = [
			...document.querySelectorAll<HTMLElement>(
				'a[href], button, input, select, textarea, summary, [tabindex="0"]'
			)
		];
		const unmarked = all.filter(
			(each) =>
				each.checkVisibility({ visibilityProperty: true }) &&
				each.tabIndex >= 0 &&
				!each.matches(':disabled, [inert] *') &&
				// One of each group of radio buttons is enough.
				!(each instanceof HTMLInputElement && each.type === 'radio' && !each.checked) &&
				each.dataset[name] === undefined
		);
		for (const each of unmarked) each.dataset[name] = 'yes';
		return unmarked.map((each) => each.outerHTML.slice(0, 120));
	}, mark);
}

/**
 * Walks through a view with Tab, again where something came into it on the way.
 * @returns the stops of the last walk, and what a keyboard should reach and did not
 */
async function walk(page: Page, most: number): Promise<{ stops: Stop[]; unreached: string[] }> {
	for (;;) {
		await markReachable(page, 'there');
		const stops = await tabThrough(page, most);
		const isSettled = (await markReachable(page, 'there')).length === 0;
		if (isSettled) return { stops, unreached: await markReachable(page, 'reached') };
	}
}

test('Tab reaches all that can be used, shows where it is, and is caught nowhere', async ({
	page
}) => {
	test.setTimeout(240_000);
	await openApp(page);
	await setRecipe(page, { preset: 'Wild', seed: '7', maxTokens: 20 });
	await write(page);
	await outputTokens(page).nth(3).click();
	await expect(page.getByRole('heading', { name: 'How it was drawn' })).toBeVisible();
	await page.getByText('Timeline', { exact: true }).click();
	const main = page.getByRole('main');
	/** Each view with what it shows last: until then, the view before may still stand there. */
	const views = [
		['play', main.getByRole('heading', { name: 'How it was drawn' })],
		['texts/score', main.getByRole('button', { name: 'The same with a mistake' })],
		['compare', main.getByRole('button', { name: /^Write \d columns/ })],
		['sweep', main.getByRole('button', { name: /^Sweep \d+ runs/ })],
		['runs', main.getByRole('list', { name: 'Runs' }).getByRole('listitem').first()],
		['data/browse/5', main.getByRole('article').getByText(/\w/).first()],
		['offline', main.getByRole('heading', { name: 'Offline' })],
		['settings', main.getByRole('heading', { name: 'Settings', level: 1 })]
	] as const;
	for (const [view, last] of views) {
		await page.goto(`./#/${view}`);
		await expect(last).toBeVisible();
		const { stops, unreached } = await walk(page, 150);
		expect(stops.length, `${view}: the way out`).toBeLessThan(150);
		expect(stops.length, view).toBeGreaterThan(9);
		expect(unreached, view).toEqual([]);
		expect(
			// The first was focused by the test: no keyboard, no ring.
			stops
				.slice(1)
				.filter(({ isSeen }) => !isSeen)
				.map(({ name }) => name),
			`${view}: focus that cannot be seen`
		).toEqual([]);
	}
});

test('while a text is written, it is not read aloud token by token', async ({ page }) => {
	await openApp(page);
	await setRecipe(page, { preset: 'Wild', seed: '7', maxTokens: 200 });
	await page.evaluate(() => {
		const spoken: string[] = [];
		Object.assign(globalThis, { spoken });
		new MutationObserver((changes) => {
			for (const { target } of changes) {
				const element = target instanceof Element ? target : target.parentElement;
				const live = element?.closest('[aria-live], [role=status], [role=alert], [role=log]');
				if (live != null && live.getAttribute('aria-live') !== 'off') {
					spoken.push(live.textContent);
				}
			}
		}).observe(document, { subtree: true, childList: true, characterData: true });
	});
	await write(page);
	expect(await outputTokens(page).count()).toBeGreaterThan(50);
	const spoken = await page.evaluate(() => (globalThis as unknown as { spoken: string[] }).spoken);
	expect(spoken.join('\n')).toContain('Wrote ');
	expect(new Set(spoken.filter((text) => text.trim() !== '')).size).toBeLessThanOrEqual(2);
});

test('with reduced motion nothing moves', async ({ page }) => {
	/** What moved while a text was written. */
	async function movedWhileWriting(): Promise<string[]> {
		await page.evaluate(() => {
			const moved = new Set<string>();
			Object.assign(globalThis, { moved });
			const look = (): void => {
				for (const each of document.getAnimations()) {
					const { duration } = each.effect?.getComputedTiming() ?? {};
					if (Number(duration) > 1) moved.add(`${each.constructor.name} ${String(duration)} ms`);
				}
				requestAnimationFrame(look);
			};
			look();
		});
		await setRecipe(page, { preset: 'Wild', seed: '7', maxTokens: 400 });
		await write(page);
		await page.getByText('What the model sees').click();
		await page.getByRole('button', { name: 'Balanced', exact: true }).click();
		return page.evaluate(async () => {
			// What the last click sets moving is there with the next frame; a frame later it has been looked at.
			for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
			return [...(globalThis as unknown as { moved: Set<string> }).moved];
		});
	}
	await openApp(page);
	expect(await movedWhileWriting(), 'something moves otherwise').not.toEqual([]);
	await page.emulateMedia({ reducedMotion: 'reduce' });
	await page.reload();
	await openApp(page);
	expect(await movedWhileWriting()).toEqual([]);
});

test('whether logits are kept is still as it was left after a reload', async ({ page }) => {
	await openApp(page);
	const keeps = page.getByRole('checkbox', { name: 'Keep logits' });
	await expect(keeps).toBeChecked();
	await keeps.uncheck();
	await page.reload();
	await expect(keeps).not.toBeChecked();
});
