/**
 * Real models through the whole built app, against what transformers and ONNX Runtime make of the same
 * files. Opt-in: the models are others' and lie outside the repository. How to make the folder:
 * docs/onnx-models.md.
 *
 *     GLASSHOUSE_REAL_MODELS=folder npx playwright test --project=real
 *     … -g 'some-model q8' for one of them, … -g 'short' for its short texts only
 *
 * What is measured is printed, as one line of JSON each. Their shorter twins in `npm test`: the same ways with Sprout and
 * random models of each family (library, transfer, verify, links, offline; tests/browser/families).
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import type { Run } from '../../src/core/run-file/schema.ts';
import { peakExtraMib } from '../../tools/bench/browser-memory.ts';
import type { LoopbackHub } from '../hub/hub.ts';
import { outputTokens, readPieces, setRecipe } from './app.ts';
import { draftKept } from './kept-draft.ts';
import { button, downloadButton, lookAt, openLibrary, stored } from './library-page.ts';
import {
	compareWithReference,
	readRealModels,
	type RealModel,
	type ReferenceCase
} from './real-model.ts';
import {
	answer,
	begin,
	expectIntact,
	expectOwnBeginning,
	expectReady,
	expectReadyForOffline,
	labelOf,
	openAnew,
	Place,
	regrow,
	SLOW_MS,
	takeFolder,
	useModel,
	verify,
	writeButton,
	writeWith,
	writtenRun
} from './real-place.ts';
import { test } from './test.ts';

const folder = process.env.GLASSHOUSE_REAL_MODELS;
const models = folder === undefined ? [] : readRealModels(folder);
// The reporters do not show why a test was skipped.
if (folder === undefined) console.log('Real models: skipped: no folder (GLASSHOUSE_REAL_MODELS)');

const LONG_PROMPT = 500;
const isLong = ({ turns }: ReferenceCase): boolean =>
	turns.some(({ prompt_ids }) => prompt_ids.length > LONG_PROMPT);

function tell(model: RealModel, what: string, facts: object): void {
	console.log(JSON.stringify({ model: labelOf(model), what, ...facts }));
}

const timed = async (work: () => Promise<unknown>): Promise<number> => {
	const startedMs = performance.now();
	await work();
	return performance.now() - startedMs;
};

/** The last turn of a case whose turns all were the reference's. */
async function compare(page: Page, model: RealModel, each: ReferenceCase): Promise<Run[]> {
	await begin(page, each);
	const runs: Run[] = [];
	for (const turn of each.turns) {
		const run = await answer(page, turn);
		runs.push(run);
		const comparison = compareWithReference(run, turn, model.precision);
		const { time_to_first_token_ms: firstMs, tokens_per_second: rate } = run.timing;
		const prompt = turn.prompt_ids.length;
		tell(model, each.name, { prompt, ...comparison, firstMs, rate });
		// The next turn of the reference follows another answer.
		if (comparison.parting !== null) break;
	}
	return runs;
}

/** One that is not set up has no tests to run. */
test.describe('real models', () => {
	test.skip(models.length > 0, 'there are some');
	test('there is a folder with real models', () => {
		test.skip(folder === undefined, 'no folder (GLASSHOUSE_REAL_MODELS)');
		expect(models, 'models in the folder').not.toEqual([]);
	});
});

for (const model of models) {
	test.describe(labelOf(model), () => {
		test.describe.configure({ mode: 'default' });
		test.setTimeout(4 * SLOW_MS);
		let place: Place;
		let page: Page;

		test.beforeAll(async () => {
			test.setTimeout(2 * SLOW_MS);
			place = await Place.open();
			({ page } = place);
			const storeMs = await timed(() => takeFolder(place, model));
			let loadMs = NaN;
			const peakMib = await peakExtraMib(place.profile, async () => {
				loadMs = await timed(() => useModel(page, model));
			});
			const offlineMs = await timed(() => expectReadyForOffline(page));
			await expectOwnBeginning(page, model);
			tell(model, 'from a folder', { storeMs, loadMs, peakMib, offlineMs });
		});
		test.beforeEach(({ watch }) => watch.context(place.context));
		test.afterAll(() => place.close());

		test('short texts and chats: the reference’s prompt ids, tokens and probabilities', async () => {
			await page.goto(place.address('/play'));
			await expectReady(page, model);
			const cases = model.cases.filter((each) => !isLong(each) && each.turns.length === 1);
			expect(cases).not.toEqual([]);
			for (const each of cases) await compare(page, model, each);
		});

		test('long prompts: the reference’s prompt ids, tokens and probabilities', async () => {
			await page.goto(place.address('/play'));
			await expectReady(page, model);
			const cases = model.cases.filter(isLong);
			expect(cases).not.toEqual([]);
			for (const each of cases) await compare(page, model, each);
		});

		test('a chat of several turns is the reference’s, and each turn regrows from nothing with the same bits', async () => {
			const chat = model.cases.find(({ turns }) => turns.length > 1);
			test.skip(chat === undefined, 'the model has no chat template');
			if (chat === undefined) return;
			await page.goto(place.address('/play'));
			await expectReady(page, model);
			const runs = await compare(page, model, chat);
			await draftKept(page, /"modelId":"(?!sprout")/);
			for (const [index, run] of runs.entries()) {
				await openAnew(place, model, run);
				const anewMs = await regrow(page);
				const { time_to_first_token_ms: firstMs } = run.timing;
				const prompt = run.request.prompt_token_ids.length;
				tell(model, `turn ${index + 1}`, { prompt, firstMs, anewMs });
			}
		});

		test('a prompt and a text are stopped, and what was written is kept, shared and verified', async () => {
			await page.goto(place.address('/play'));
			await expectReady(page, model);
			const long = model.cases.find((each) => isLong(each) && each.prompt !== undefined);
			const [short] = model.cases.filter(({ prompt }) => prompt !== undefined);
			if (long === undefined || short === undefined) throw new Error('a text is missing');
			// In another order, so that nothing of it is kept from before.
			await begin(page, { ...long, prompt: `One more time. ${long.prompt ?? ''}` });
			await writeButton(page).click();
			await page.getByText(/Reading the prompt: (?!32 )[\d,]+ of/).waitFor({ timeout: SLOW_MS });
			const stopMs = await timed(async () => {
				await page.getByRole('button', { name: 'Stop', exact: true }).click();
				await expect(writeButton(page)).toBeVisible({ timeout: SLOW_MS });
			});
			await begin(page, short);
			await writeButton(page).click();
			await expect(outputTokens(page).nth(4)).toBeVisible({ timeout: SLOW_MS });
			await page.getByRole('button', { name: 'Stop', exact: true }).click();
			const link = page.getByRole('link', { name: 'Open this run' });
			await expect(link).toBeVisible({ timeout: SLOW_MS });
			const written = await readPieces(outputTokens(page));
			await page.getByRole('button', { name: 'Share', exact: true }).click();
			const address = await page.getByRole('textbox', { name: 'Run link' }).inputValue();
			await page.keyboard.press('Escape');
			await link.click();
			const fastMs = await timed(() => verify(page, 'Fast'));
			await draftKept(page, /"modelId":"(?!sprout")/);

			await page.goto(address);
			await expect(page.getByText('A run, from a link')).toBeVisible();
			await expect(page.getByRole('region', { name: 'Model asked for' })).toContainText(model.name);
			await verify(page, 'Exact');
			const verified = page.getByRole('listbox', { name: 'Verified output' }).getByRole('option');
			expect((await readPieces(verified)).join('')).toBe(written.join(''));
			tell(model, 'stopped', { stopMs, fastMs, tokens: written.length });
		});

		test('every stored file is read back and found intact', async () => {
			await page.goto(place.address('/library'));
			const checkMs = await timed(() => expectIntact(page, model));
			tell(model, 'checked', { checkMs });
		});
	});
}

/** The files of a model, as a repository has them. */
async function addToHub(hub: LoopbackHub, { folder: from, name }: RealModel): Promise<string> {
	const repository = `elsewhere/${name}`;
	for (const entry of readdirSync(from, { withFileTypes: true, recursive: true })) {
		if (!entry.isFile()) continue;
		const file = join(entry.parentPath, entry.name);
		const path = file.slice(from.length + 1);
		await hub.addDiskFile({ repository, path, file, lfs: path.startsWith('onnx/') });
	}
	return repository;
}

for (const model of models.filter(({ precision }) => precision !== 'fp32')) {
	test(`${labelOf(model)}: from a hub, out as a pack, back in, and without a network`, async ({
		hub,
		watch,
		expectConsole
	}) => {
		expectConsole(/ERR_CONNECTION_REFUSED .*\/class\.json/);
		test.setTimeout(4 * SLOW_MS);
		const place = await Place.open();
		try {
			watch.context(place.context);
			const { page } = place;
			const repository = await addToHub(hub, model);
			await openLibrary(page, hub, place.address('').slice(0, -1));
			await lookAt(page, repository);
			const downloadMs = await timed(async () => {
				await downloadButton(page, labelOf(model)).click();
				await expect(button(page, `Use ${labelOf(model)}`)).toBeVisible({ timeout: SLOW_MS });
			});
			hub.reset();
			await useModel(page, model);
			const [text] = model.cases.filter(({ prompt }) => prompt !== undefined);
			if (text === undefined) throw new Error('a text is missing');
			const [before] = await compare(page, model, text);

			await page.goto(place.address('/library'));
			const saving = page.waitForEvent('download', { timeout: SLOW_MS });
			await page.getByRole('button', { name: `Export ${labelOf(model)}` }).click();
			const pack = await (await saving).path();
			await page.getByRole('button', { name: `Delete ${labelOf(model)}` }).click();
			await expect(stored(page)).toHaveCount(0);
			await expect(page.getByRole('button', { name: 'Undo' })).toBeHidden();
			await page.getByLabel('Model pack').setInputFiles(pack);
			const back = page.getByText(`${labelOf(model)} is stored.`);
			const packMs = await timed(() => back.waitFor({ timeout: SLOW_MS }));
			await writeWith(page, model);
			await draftKept(page, /"modelId":"(?!sprout")/);

			await expectReadyForOffline(page);
			await place.stopServer();
			await page.goto(place.address('/play'));
			await page.reload();
			await expectReady(page, model);
			await begin(page, text);
			await setRecipe(page, { maxTokens: 8 });
			const after = await writtenRun(page);
			expect(after.output.token_ids).toEqual(before?.output.token_ids.slice(0, 8));
			expect(after.output.tokens.map((token) => token.logits_digest)).toEqual(
				before?.output.tokens.slice(0, 8).map((token) => token.logits_digest)
			);
			expect(hub.log).toEqual([]);
			tell(model, 'from a hub', { downloadMs, packMs });
		} finally {
			await place.close();
		}
	});
}
