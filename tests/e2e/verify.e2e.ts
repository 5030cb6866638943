import { readFile } from 'node:fs/promises';
import { expect, type Locator, type Page } from '@playwright/test';
import type { Run } from '../../src/core/run-file/schema.ts';
import { sealRun } from '../../src/core/run-file/seal-run.ts';
import { serializeRun } from '../../src/core/run-file/write-run.ts';
import { dropFile, modelIsReady, openApp, setRecipe, write } from './app.ts';
import { test } from './test.ts';

const RECIPE = { preset: 'Wild', seed: '77', maxTokens: 100 } as const;

const panel = (page: Page): Locator => page.getByRole('region', { name: 'Verify' });
const verified = (page: Page): Locator => panel(page).getByRole('status', { name: 'Verdict' });

async function verify(page: Page, how: 'Fast' | 'Exact' = 'Fast'): Promise<void> {
	await panel(page).getByRole('radio', { name: how }).click();
	await panel(page).getByRole('button', { name: 'Verify', exact: true }).click();
}

/** Writes with the recipe and reads what "Save file" gives. */
async function writtenRun(page: Page): Promise<Run> {
	await setRecipe(page, RECIPE);
	await write(page);
	const downloading = page.waitForEvent('download');
	await page.getByRole('button', { name: 'Save file' }).click();
	return JSON.parse(await readFile(await (await downloading).path(), 'utf8')) as Run;
}

/** Drops the run with something changed and everything sealed again, as a liar would. */
async function dropLie(page: Page, run: Run, change: (run: Run) => void): Promise<void> {
	const lie = structuredClone(run);
	change(lie);
	const sealed = sealRun(lie);
	await dropFile(page, serializeRun(sealed));
	// The page of the run before has such a panel, too.
	await expect(page).toHaveURL(new RegExp(sealed.id.slice('sha256:'.length)));
	await expect(panel(page)).toBeVisible();
}

test('an honest run holds in one pass, and bit for bit token by token', async ({ page }) => {
	await openApp(page);
	await setRecipe(page, RECIPE);
	await write(page);
	await page.getByRole('link', { name: 'Open this run' }).click();
	await verify(page);
	await expect(verified(page)).toContainText(/Same tokens|Bit-exact/);
	const tokens = page.getByRole('listbox', { name: 'Verified output' }).getByRole('option');
	await expect(tokens).toHaveCount(
		await page.getByRole('listbox', { name: 'Recorded output' }).getByRole('option').count()
	);
	await panel(page).getByText('Token by token').click();
	const table = page.getByRole('group', { name: 'Tokens, scrollable' });
	// The table has the end token, too, which the text does not show.
	const all = page.getByRole('listbox', { name: 'Verified output' }).locator('[data-index]');
	await expect(table.getByRole('row')).toHaveCount((await all.count()) + 1);

	await verify(page, 'Exact');
	await expect(verified(page)).toContainText('Bit-exact');
});

test('a swapped token is caught where it stands, and explained', async ({ page }) => {
	await openApp(page);
	const run = await writtenRun(page);
	await dropLie(page, run, ({ output }) => {
		const token = output.tokens[9];
		const other = token?.alternatives.filter(({ id }) => id !== token.id).at(-1);
		if (token === undefined || other === undefined) throw new Error('too short a run');
		output.token_ids[9] = other.id;
		Object.assign(token, other);
		output.text = output.tokens.map(({ text }) => text).join('');
	});
	await verify(page);
	await expect(verified(page)).toContainText('Diverged');
	await expect(verified(page)).toContainText(
		/Changed at token 10: .*not made with these weights, settings and seed/
	);
	await expect(
		page
			.getByRole('listbox', { name: 'Verified output' })
			.getByRole('option', { name: /loses by|dropped/ })
			.first()
	).toBeVisible();
});

test('another temperature and another seed than claimed are caught', async ({ page }) => {
	await openApp(page);
	const run = await writtenRun(page);
	await dropLie(page, run, ({ request }) => (request.temperature = 0.7));
	await verify(page);
	await expect(verified(page)).toContainText('Diverged');
	await dropLie(page, run, ({ request }) => (request.seed = '78'));
	await verify(page);
	await expect(verified(page)).toContainText('Diverged');
});

test('4-bit weights that claim to be int8 are caught', async ({ page }) => {
	await openApp(page);
	const { model } = await writtenRun(page);
	await page.getByRole('button', { name: /^Sprout/ }).click();
	await page.getByRole('radio', { name: '4-bit' }).click();
	await modelIsReady(page);
	const run = await writtenRun(page);
	expect(run.model.quantization).toBe('q4');
	await dropLie(page, run, (lie) => (lie.model = model));
	await verify(page);
	// A text this short may draw the same tokens from both; the recorded probabilities are others.
	await expect(verified(page)).toContainText('Diverged');
	await expect(verified(page)).toContainText(/token \d+:? the file (gives|and the model disagree)/);
	await panel(page).getByText('Token by token').click();
	await expect(
		page
			.getByRole('group', { name: 'Tokens, scrollable' })
			.getByText(/recorded logprob off by/)
			.first()
	).toBeVisible();
});

function cutToSix({ output, usage }: Run, reason: 'cancelled' | 'length'): void {
	output.tokens.length = 6;
	output.token_ids.length = 6;
	usage.output_tokens = 6;
	output.text = output.tokens.map(({ text }) => text).join('');
	Object.assign(output, { finish_reason: reason, stop_sequence: null });
}

test('a verdict says first on which terms the text follows, and that somebody stopped it', async ({
	page
}) => {
	await openApp(page);
	const run = await writtenRun(page);
	await dropLie(page, run, ({ request, output }) => {
		request.forced_token_ids = output.token_ids.slice(0, 5);
		for (const token of output.tokens.slice(0, 5)) token.margin = null;
		// Too little to change a choice, and a bias all the same.
		request.logit_bias = { '300': 1e-9 };
	});
	await expect(page.getByRole('region', { name: 'Claim' })).toContainText(
		'5 more tokens were set by hand'
	);
	await verify(page, 'Exact');
	await expect(verified(page)).toContainText(
		/^\s*Bit-exact\s*5 tokens were set by hand, not drawn \(of \d+\)\. A bias was set for 1 token: /
	);
	await expect(panel(page).getByText(/5 tokens set by hand; all others/)).toBeVisible();

	await dropLie(page, run, (lie) => cutToSix(lie, 'cancelled'));
	await verify(page);
	await expect(verified(page)).toContainText(
		/^\s*(Same tokens|Bit-exact)\s*The text was stopped by hand after 6 of at most 100 tokens\. All 6 tokens/
	);

	await dropLie(page, run, (lie) => cutToSix(lie, 'length'));
	await verify(page);
	await expect(verified(page)).toContainText('Cannot tell');
	await expect(verified(page)).toContainText('nothing in the request explains why');
});

test('what a file says of its precision, device and engine makes no verdict milder', async ({
	page
}) => {
	await openApp(page);
	const run = await writtenRun(page);
	await dropLie(page, run, ({ model, engine, request, output }) => {
		Object.assign(model, { name: 'GPT-5 ✅', quantization: 'fp16', license: 'MIT' });
		engine.backend = 'webgpu';
		engine.adapter = { vendor: 'nobody', architecture: 'none' };
		Object.assign(request, { temperature: 0.001, top_p: 0.9, seed: '1' });
		for (const token of output.tokens) token.margin = 0.01;
	});
	const claim = page.getByRole('region', { name: 'Claim' });
	await expect(claim).toContainText('This file claims: Sprout int8 on WebGPU wrote these');
	await expect(claim).toContainText('The file calls this model “GPT-5”.');
	await panel(page).getByRole('radio', { name: /CPU/ }).click();
	await verify(page);
	await expect(verified(page)).toContainText('Diverged');
	await dropLie(page, run, ({ engine, output }) => {
		engine.name = 'another-engine';
		Object.assign(output.tokens[3] ?? {}, { logprob: -0.001 });
	});
	await verify(page);
	await expect(verified(page)).toContainText('Cannot tell');
	await expect(verified(page)).toContainText('the recorded numbers are not confirmed');
});
