import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { strFromU8, unzipSync } from 'fflate';
import {
	askedModelFiles,
	openApp,
	outputTokens,
	readPieces,
	saved,
	setRecipe,
	write
} from './app.ts';
import { test } from './test.ts';

test('a recipe link travels: it explains, fetches nothing, opens, and writes the same', async ({
	page,
	elsewhere
}) => {
	await openApp(page);
	await setRecipe(page, { prompt: 'One day Tom', preset: 'Wild', seed: '11', maxTokens: 16 });
	await page.getByRole('button', { name: 'Share recipe' }).click();
	const field = page.getByRole('textbox', { name: 'Recipe link' });
	const link = await field.inputValue();
	expect(new URL(link).hash.length).toBeLessThan(500);
	await expect(page.getByText(`${link.length.toString()} characters`)).toBeVisible();
	await page.getByText('QR code').click();
	await expect(page.getByRole('img', { name: 'QR code of the recipe link' })).toBeVisible();
	await write(page);
	const written = await readPieces(outputTokens(page));

	const other = await elsewhere();
	const modelFiles = askedModelFiles(other);
	await other.goto(link);
	await expect(other.getByRole('heading', { level: 1 })).toHaveText('One day Tom');
	await expect(other.getByRole('region', { name: 'Model asked for' })).toContainText('MB');
	await expect(other.getByRole('button', { name: 'Verify', exact: true })).toBeHidden();
	await other.waitForLoadState('networkidle');
	expect(modelFiles, 'files fetched before the user said so').toEqual([]);
	await other.getByRole('button', { name: 'Open as a recipe' }).click();
	await expect(other.getByLabel('Seed', { exact: true })).toHaveValue('11');
	await expect(other.getByLabel('Prompt', { exact: true })).toHaveValue('One day Tom');
	await write(other);
	expect(await readPieces(outputTokens(other))).toEqual(written);
});

test('a run link is verified by whoever opens it', async ({ page, elsewhere }) => {
	await openApp(page);
	await setRecipe(page, { preset: 'Wild', seed: '5', maxTokens: 60 });
	await write(page);
	const written = await readPieces(outputTokens(page));
	await page.getByRole('button', { name: 'Share', exact: true }).click();
	const link = await page.getByRole('textbox', { name: 'Run link' }).inputValue();
	expect(link.length).toBeLessThan(2000);

	const other = await elsewhere();
	const modelFiles = askedModelFiles(other);
	await other.goto(link);
	await expect(other.getByText('A run, from a link')).toBeVisible();
	// The text is there at once, as nothing that anybody has checked; and no model was asked for.
	const claimed = other.getByRole('region', { name: 'Text in the link' });
	await expect(claimed).toContainText('Not checked yet');
	await expect(claimed.getByText(written.join('').trim())).toBeVisible();
	await expect(other.getByText(/^This link claims: Sprout int8 on CPU/)).toBeVisible();
	await other.waitForLoadState('networkidle');
	expect(modelFiles).toEqual([]);
	await other.getByRole('button', { name: 'Verify', exact: true }).click();
	const verdict = other.getByRole('status', { name: 'Verdict' });
	await expect(verdict).toContainText(/Same tokens|Bit-exact/);
	await expect(claimed).toBeHidden();
	const tokens = other.getByRole('listbox', { name: 'Verified output' }).getByRole('option');
	expect((await readPieces(tokens)).join('')).toBe(written.join(''));
	await other.getByRole('radio', { name: 'Exact' }).click();
	await other.getByRole('button', { name: 'Verify', exact: true }).click();
	await expect(verdict).toContainText('Bit-exact');
	await other.getByRole('button', { name: 'Open as a recipe' }).click();
	await expect(other.getByLabel('Seed', { exact: true })).toHaveValue('5');
});

test('a link with a text of its own, or with none, claims what it claims and is not believed', async ({
	page
}) => {
	const [old, lie] = await Promise.all(
		['run-wasm-1', 'run-text-1'].map(async (name) => {
			const url = new URL(`../fixtures/links/${name}.link`, import.meta.url);
			return (await readFile(url, 'utf8')).trim();
		})
	);
	const modelFiles = askedModelFiles(page);
	const claimed = page.getByRole('region', { name: 'Text in the link' });
	for (const [place, link, says] of [
		['./', old ?? '', /The link holds \d+ tokens as numbers and no text/],
		['./', lie ?? '', 'A wolf'],
		['./embed.html', lie ?? '', 'A wolf']
	] as const) {
		await page.goto(`${place}#${link}`);
		await expect(claimed).toContainText('Not checked yet: this is what the link says.');
		await expect(claimed).toContainText(says);
		await expect(page.getByRole('button', { name: 'Verify', exact: true })).toBeVisible();
		await page.waitForLoadState('networkidle');
	}
	expect(modelFiles, 'files fetched before the user said so').toEqual([]);
});

test('a damaged link says what to do, and the app goes on', async ({ page }) => {
	await page.goto('./#run=1.q83vAAAA');
	await expect(page.getByRole('alert')).toContainText('This link is damaged.');
	await page.getByRole('link', { name: 'Play', exact: true }).first().click();
	await write(page);
});

test('a link pasted where runs are pasted opens', async ({ page }) => {
	const fixture = await readFile(
		new URL('../fixtures/links/recipe-chat-1.link', import.meta.url),
		'utf8'
	);
	await page.goto('./#/runs');
	await page.getByText('Paste a run').click();
	await page.getByLabel('Run as JSON text').fill(`See https://example.org/#${fixture.trim()}`);
	await page.getByRole('button', { name: 'Open pasted run' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('“Lesson 3: foxes”');
	await expect(page.getByRole('region', { name: 'Prompt' })).toContainText('Tell me a story.');
});

test('reports of a run are there to copy and to save, and can be read', async ({ page }) => {
	await openApp(page);
	await setRecipe(page, { preset: 'Greedy', maxTokens: 12 });
	await write(page);
	await page.getByRole('link', { name: 'Open this run' }).click();
	await page.getByText('Reports', { exact: true }).click();
	const methods = page.getByRole('textbox', { name: 'Methods paragraph' });
	await expect(methods).toHaveValue(/Sprout.*sha256:[0-9a-f]{64}/s);
	await page.getByRole('radio', { name: 'Markdown' }).click();
	await expect(methods).toHaveValue(/`/);
	await expect(page.getByRole('textbox', { name: 'BibTeX note' })).toHaveValue(/^@misc/);

	const crate = unzipSync(await saved(page, 'RO-Crate'));
	const metadata = JSON.parse(strFromU8(crate['ro-crate-metadata.json'] ?? new Uint8Array())) as {
		'@graph': unknown[];
	};
	expect(metadata['@graph'].length).toBeGreaterThan(5);
	expect((await saved(page, 'Python script')).toString()).toContain('Repeats the Glasshouse run');
	expect(JSON.parse((await saved(page, 'OpenAI request')).toString())).toMatchObject({
		max_tokens: 12,
		temperature: 0
	});
	expect(JSON.parse((await saved(page, 'lm-eval sample')).toString())).toHaveProperty('resps');
});

test('two runs are laid side by side, with the fork between them', async ({ page }) => {
	await openApp(page);
	for (const seed of ['1', '2']) {
		await setRecipe(page, { preset: 'Wild', seed, maxTokens: 30 });
		await write(page);
	}
	await page.getByRole('link', { name: 'Runs', exact: true }).click();
	await page
		.getByRole('button', { name: /^Compare “.*” with …/ })
		.first()
		.click();
	await page.getByRole('button', { name: /^Compare with “/ }).click();
	await page.getByRole('button', { name: 'Compare', exact: true }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Two runs');
	await expect(
		page.getByRole('region', { name: 'What differs' }).getByRole('row', { name: /Seed/ })
	).toContainText(/2\s*1|1\s*2/);
	const fork = page.getByRole('table', { name: 'First fork' });
	await expect(fork).toContainText('%');
	await expect(page.getByRole('figure')).toHaveCount(2);
});
