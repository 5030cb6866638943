/** The committed runs that every machine has to regrow. */
import { readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { dropFile, openApp, verdict } from './app.ts';
import { test } from './test.ts';

export const REFERENCE_RUNS = ['greedy', 'sampled', 'chat', 'long'] as const;
type ReferenceRun = (typeof REFERENCE_RUNS)[number];

export const fileOf = (name: ReferenceRun): URL =>
	new URL(`../fixtures/reference/${name}.run.json`, import.meta.url);

/** Opens the run's page; what was found of the one before is gone. */
export async function openReferenceRun(page: Page, name: ReferenceRun): Promise<void> {
	await dropFile(page, readFileSync(fileOf(name), 'utf8'));
	await expect(verdict(page)).toHaveCount(0);
}

/** One page for all of them: what compiles the model is not what this is about. */
export async function regrowOnWebGpu(page: Page, names: readonly ReferenceRun[]): Promise<void> {
	await openApp(page);
	for (const name of names) {
		await test.step(name, async () => {
			await openReferenceRun(page, name);
			const regrow = page.getByRole('region', { name: 'Regrow' });
			await regrow.getByRole('radio', { name: 'Graphics card (WebGPU)' }).click();
			await page.getByRole('button', { name: 'Regrow', exact: true }).click();
			await expect(verdict(page)).toContainText(/Bit-exact|Same tokens/, { timeout: 150_000 });
		});
	}
}
