/** Rounds in which the browser is killed at a random moment, each in the profile that the last one left. */
import type { Page } from '@playwright/test';
import { Random } from '../seeded-random.ts';
import type { KilledBrowser } from './killed-browser.ts';
import { test } from './test.ts';

export const ROUNDS = Number(process.env.GLASSHOUSE_KILLS ?? 20);
const SEED = Number(process.env.GLASSHOUSE_KILL_SEED ?? Date.now() % 1_000_000);

export interface KillRounds {
	readonly browser: KilledBrowser;
	/** The moments are drawn from 0 to so long after the work began. */
	readonly withinMs: number;
	/** Opens the page and gets ready. @returns the work in which the browser is killed */
	readonly prepare: (page: Page, round: number) => Promise<() => Promise<void>>;
	/** Looks at what is there after the kill, in a browser that was started anew. */
	readonly check: (page: Page, round: number) => Promise<void>;
}

/** Kills the browser in `ROUNDS` rounds; the seed of the moments is printed, for the same ones again. */
export async function killInRounds({ browser, ...rounds }: KillRounds): Promise<void> {
	const random = new Random(SEED);
	console.log(`GLASSHOUSE_KILL_SEED=${SEED}: ${test.info().title}`);
	for (let round = 1; round <= ROUNDS; round++) {
		const begin = await rounds.prepare(await browser.open(), round);
		const kill = browser.aim();
		// The work ends with its browser, in whatever error.
		void begin().catch(() => undefined);
		await new Promise((resolve) => setTimeout(resolve, random.next() * rounds.withinMs));
		await kill();
		await rounds.check(await browser.open(), round);
		await browser.close();
	}
}

/**
 * Tells what some elements say, now and in each moment in which it changes. What was told was on the screen.
 *
 * @param tell gets the texts of all of them
 */
export async function listen(
	page: Page,
	selector: string,
	tell: (texts: readonly string[]) => void
): Promise<void> {
	const name = `told${Math.random().toString(36).slice(2)}`;
	await page.exposeFunction(name, tell);
	await page.evaluate(
		([where, told]) => {
			const send = (globalThis as unknown as Record<string, (texts: string[]) => void>)[told];
			let last = '';
			const look = (): void => {
				const texts = [...document.querySelectorAll(where)].map((found) =>
					found.textContent.replaceAll(/\s+/g, ' ').trim()
				);
				const all = JSON.stringify(texts);
				if (all !== last) send?.(texts);
				last = all;
			};
			new MutationObserver(look).observe(document, {
				childList: true,
				subtree: true,
				characterData: true
			});
			look();
		},
		[selector, name] as const
	);
}
