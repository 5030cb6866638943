/**
 * Makes the reference runs, by using the built app as a person would: a greedy one, a sampled one with
 * every filter on, a chat with a stop string, and one from a prompt of several chunks. They must regrow
 * bit-exact on the CPU in every browser; run this only when Sprout's weights, the sampler or the engine
 * have changed. The first three were made when prompts were read token by token, and prove that such
 * runs stay what they are: once they have to be made anew, keep that in another way.
 *
 *     npm run build && npm run reference-runs [-- NAME...]
 */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { preview } from 'vite';
import { openApp, setRecipe, write } from '../tests/e2e/app.ts';
import { launchChromium } from './test/launch-chromium.ts';

const FOLDER = fileURLToPath(new URL('../tests/fixtures/reference/', import.meta.url));

async function setSlider(page: Page, name: string, value: string): Promise<void> {
	const field = page.getByRole('spinbutton', { name, exact: true });
	await field.fill(value);
	await field.blur();
}

const RECIPES: Readonly<Record<string, (page: Page) => Promise<void>>> = {
	greedy: (page) =>
		setRecipe(page, {
			preset: 'Greedy',
			prompt: "Mia has a red kite. Tom has a blue boat. Mia's kite is",
			seed: '1',
			maxTokens: 24
		}),
	sampled: async (page) => {
		await setRecipe(page, {
			preset: 'Balanced',
			prompt: 'One morning Mia went to the forest.',
			seed: '18446744073709551615',
			maxTokens: 96
		});
		await page.getByText('More settings').click();
		for (const [name, value] of [
			['Temperature', '1.1'],
			['Top-k', '50'],
			['Top-p', '0.95'],
			['Min-p', '0.02'],
			['Repetition penalty', '1.1'],
			['Presence penalty', '0.2'],
			['Frequency penalty', '0.1']
		] as const) {
			await setSlider(page, name, value);
		}
	},
	chat: async (page) => {
		await page.getByRole('radio', { name: 'Chat' }).click();
		await page.getByLabel('Your message').fill('What is 7 + 8?');
		await setRecipe(page, { preset: 'Balanced', seed: '42', maxTokens: 40 });
		await page.getByText('More settings').click();
		await page.getByLabel('Stop strings', { exact: true }).fill('.');
		await page.keyboard.press('Enter');
	},
	long: (page) =>
		setRecipe(page, {
			preset: 'Balanced',
			prompt: 'Mia is in the garden. She has a red kite. Tom has a blue boat. '.repeat(5).trim(),
			seed: '7',
			maxTokens: 48
		})
};

const asked = process.argv.slice(2);
const isAsked = (name: string) => asked.length === 0 || asked.includes(name);

const server = await preview({ preview: { port: 0 }, logLevel: 'error' });
const browser = await launchChromium();
try {
	mkdirSync(FOLDER, { recursive: true });
	const baseURL = server.resolvedUrls?.local[0];
	if (baseURL === undefined) throw new Error('the server has no address');
	for (const [name, prepare] of Object.entries(RECIPES).filter(([each]) => isAsked(each))) {
		const page = await browser.newPage({ baseURL });
		await openApp(page);
		await prepare(page);
		await write(page);
		const downloading = page.waitForEvent('download');
		await page.getByRole('button', { name: 'Save file' }).click();
		await (await downloading).saveAs(`${FOLDER}${name}.run.json`);
		console.log(
			name,
			JSON.stringify(await page.getByRole('listbox', { name: 'Output' }).innerText())
		);
		await page.close();
	}
} finally {
	await browser.close();
	await server.close();
}
