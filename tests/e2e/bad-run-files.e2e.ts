import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { dropFile, openApp, outputTokens, setRecipe, verdict, write } from './app.ts';
import { test } from './test.ts';

const fixture = readFileSync(new URL('../fixtures/run-1.run.json', import.meta.url), 'utf8');

function edited(change: (run: Record<string, unknown>) => void): string {
	const run = JSON.parse(fixture) as Record<string, unknown>;
	change(run);
	return JSON.stringify(run);
}

const NO_RUN = 'This file cannot be opened';
const ALTERED = 'This run file was altered';

const BAD_FILES: readonly {
	title: string;
	content: () => string;
	says: RegExp;
	heading?: string;
}[] = [
	{ title: 'text that is no JSON', content: () => 'Dear reader,', says: /not JSON/ },
	{
		title: 'a truncated file',
		content: () => fixture.slice(0, fixture.length / 2),
		says: /end of this file is missing/
	},
	{
		title: 'JSON of another kind',
		content: () => '{"type":"recipe"}',
		says: /not a Glasshouse run/
	},
	{ title: 'a deeply nested file', content: () => '['.repeat(100_000), says: /nested too deeply/ },
	{ title: 'a huge file', content: () => ' '.repeat(65 * 1024 * 1024), says: /too large/ },
	{
		title: 'a run of a later version',
		content: () => edited((run) => (run['version'] = 99)),
		says: /version 99/
	},
	{
		title: 'a run with a wrong field',
		content: () => edited((run) => ((run['request'] as { top_p: unknown }).top_p = 'high')),
		says: /request\.top_p/,
		heading: ALTERED
	},
	{
		title: 'an edited run',
		content: () => edited((run) => ((run['request'] as { seed: unknown }).seed = '31337')),
		says: /changed after it was made/,
		heading: ALTERED
	}
];

test('every bad run file gets a sentence of its own, and the app goes on', async ({ page }) => {
	await openApp(page);
	for (const { title, content, says, heading = NO_RUN } of BAD_FILES) {
		await test.step(title, async () => {
			await dropFile(page, content(), `${title}.json`);
			const view = page.getByRole('main');
			await expect(view.getByRole('alert').filter({ hasText: says })).toBeVisible();
			// Nothing but this file is on the page, and nothing of it is upheld.
			await expect(view.getByRole('heading', { level: 1 })).toHaveText(heading);
			await expect(view.getByText(`File ${title}.json`)).toBeVisible();
			await expect(verdict(page)).toBeHidden();
		});
	}
	await page.getByRole('link', { name: 'Play', exact: true }).click();
	await setRecipe(page, { preset: 'Greedy', maxTokens: 5 });
	await write(page);
	expect(await outputTokens(page).count()).toBeGreaterThan(0);
});
