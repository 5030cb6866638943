/** What the app keeps of work in progress: written a moment after the last change. */
import { expect, type Page } from '@playwright/test';

/** As JSON; `null` where there is none. */
export function readDraft(page: Page, key: string): Promise<string> {
	return page.evaluate(
		(name) =>
			new Promise<string>((resolve) => {
				const opening = indexedDB.open('glasshouse-settings');
				opening.onsuccess = () => {
					const database = opening.result;
					const reading = database.transaction('values').objectStore('values').get(name);
					reading.onsuccess = () => {
						database.close();
						resolve(JSON.stringify(reading.result ?? null));
					};
				};
			}),
		key
	);
}

/** Waits until what was changed is on the disk. @param key `draft` is the playground's */
export async function draftKept(
	page: Page,
	words: string | RegExp,
	key: 'draft' | 'lesson-drafts' = 'draft'
): Promise<void> {
	await expect.poll(() => readDraft(page, key)).toMatch(words);
}
