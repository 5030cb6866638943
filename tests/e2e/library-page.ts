/** What tests do with the library, and the models that its hub offers them. */
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import type { HubFileFacts } from '../hub/hub-protocol.ts';
import type { LoopbackHub } from '../hub/hub.ts';

export const SPROUT = join(import.meta.dirname, '../../public/models/sprout');
export const ONNX = 'classroom/sprout-copy';
export const WEIGHTS = 'onnx/model_int8.onnx';
export const MLC_ID = 'SmolLM2-360M-Instruct-q4f32_1-MLC';
export const MLC = `mlc-ai/${MLC_ID}`;

/** What the one shard of a stocked hub's MLC model weighs. */
export const SHARD_BYTES = 16_000_000;

export const PARTS = [
	'config.json',
	'generation_config.json',
	'tokenizer.json',
	'tokenizer_config.json'
];

/** A copy of the built-in model, as a hub repository. */
export function addOnnxModel(hub: LoopbackHub): void {
	for (const path of PARTS) {
		hub.addBytes({ repository: ONNX, path, bytes: readFileSync(join(SPROUT, path)) });
	}
	const bytes = readFileSync(join(SPROUT, WEIGHTS));
	hub.addBytes({ repository: ONNX, path: WEIGHTS, bytes, lfs: true });
}

export interface MlcShape {
	readonly shards: number;
	readonly shardBytes: number;
}

/**
 * In MLC's layout, with weights that no engine could run.
 *
 * @returns all files, by their names in the store
 */
export function addMlcModel(hub: LoopbackHub, shape: MlcShape): Map<string, HubFileFacts> {
	const files = new Map<string, HubFileFacts>();
	const json = (path: string, value: unknown): void => {
		const bytes = new TextEncoder().encode(JSON.stringify(value));
		files.set(path, hub.addBytes({ repository: MLC, path, bytes }));
	};
	const shards = Array.from({ length: shape.shards }, (_, i) => `params_shard_${i}.bin`);
	const records = shards.map((dataPath) => ({ dataPath, nbytes: shape.shardBytes }));
	json('mlc-chat-config.json', { vocab_size: 49152 });
	json('tokenizer.json', {});
	json('tensor-cache.json', { records });
	shards.forEach((path, seed) => {
		const file = { repository: MLC, path, sizeBytes: shape.shardBytes, seed, lfs: true };
		files.set(path, hub.addFile(file));
	});
	const library = `web-llm-models/v0_2_86/base/${MLC_ID.replace('-MLC', '')}_cs1k-webgpu.wasm`;
	const repository = 'mlc-ai/binary-mlc-llm-libs';
	const wasm = { repository, path: library, sizeBytes: 20_000, seed: 99, lfs: false };
	files.set('model_lib.wasm', hub.addFile(wasm));
	return files;
}

interface MlcFolder {
	readonly shards: number;
	readonly shardBytes: number;
}

/**
 * Writes a model folder in MLC's layout that lacks its last shard, `params_shard_1.bin` of two. Shards hold zeros, which
 * take no room on most disks.
 *
 * @returns adds that shard
 */
export function writeMlcFolder(
	folder: string,
	{ shards, shardBytes }: MlcFolder = { shards: 2, shardBytes: 1_000 }
): () => void {
	const names = Array.from({ length: shards }, (_, i) => `params_shard_${i}.bin`);
	const records = names.map((dataPath) => ({ dataPath, nbytes: shardBytes }));
	const config = {
		model_type: 'llama',
		quantization: 'q4f32_1',
		vocab_size: 512,
		context_window_size: 512,
		conv_template: { roles: { user: 'user', assistant: 'assistant' }, seps: ['\n'] }
	};
	mkdirSync(folder, { recursive: true });
	const write = (name: string, content: string | Uint8Array): void => {
		writeFileSync(join(folder, name), content);
	};
	const writeShard = (name: string): void => {
		write(name, '');
		truncateSync(join(folder, name), shardBytes);
	};
	write('mlc-chat-config.json', JSON.stringify(config));
	write('tokenizer.json', '{}');
	write('tensor-cache.json', JSON.stringify({ records }));
	write('model_lib.wasm', new Uint8Array(8));
	for (const name of names.slice(0, -1)) writeShard(name);
	return () => writeShard(names.at(-1) ?? '');
}

async function openCards(page: Page, app: string): Promise<void> {
	await page.goto(`${app}#/library`);
	await expect(page.getByRole('heading', { name: 'All models' })).toBeVisible();
}

async function takeAsMirror(page: Page, hub: LoopbackHub): Promise<void> {
	await page.getByText('Where models come from').click();
	await page.getByLabel('Mirror address').fill(hub.url);
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await expect(page.getByText(hub.url).first()).toBeVisible();
}

/** Opens the library as people see it, with all of its cards, and the hub as its mirror. */
export async function openWholeLibrary(page: Page, hub: LoopbackHub): Promise<void> {
	await openCards(page, './');
	await takeAsMirror(page, hub);
}

/**
 * The same with one card only: to find a button by its name, Playwright looks through all that the page holds,
 * and 192 cards took half of the time of such a test.
 *
 * @param app where the app is, if not at the tests' usual place
 */
export async function openLibrary(page: Page, hub: LoopbackHub, app = './'): Promise<void> {
	await openCards(page, app);
	await page.getByRole('searchbox', { name: 'Search models' }).fill(MLC_ID);
	await expect(page.getByRole('search').getByRole('status')).toHaveText(/^1 of/);
	await takeAsMirror(page, hub);
}

/** Names a model after what is done to it and how much that is: "Download (1.4 MB): name". */
function sizedName(verb: string, model: string): RegExp {
	const plain = model.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
	return new RegExp(`^${verb}(?: \\(.+\\))?: ${plain}$`);
}

/** Starts the download of a model, in a card or a list of precisions. */
export const downloadButton = (scope: Page | Locator, model: string): Locator =>
	scope.getByRole('button', { name: sizedName('Download', model) });

/** Imports a precision of a chosen folder. */
export const importButton = (scope: Page | Locator, model: string): Locator =>
	scope.getByRole('button', { name: sizedName('Import', model) });

export async function lookAt(page: Page, repository: string): Promise<void> {
	await page.getByLabel('Repository on the hub').fill(repository);
	await page.getByRole('button', { name: 'Look up', exact: true }).click();
}

export const stored = (page: Page): Locator =>
	page.getByRole('list', { name: 'Stored models' }).getByRole('listitem');

export const downloads = (page: Page): Locator => page.getByRole('region', { name: 'Downloads' });

/** The button of a card or of a stored model, whichever comes first. */
export const button = (page: Page, name: string): Locator =>
	page.getByRole('button', { name, exact: true }).first();

export async function getOnnxModel(page: Page): Promise<void> {
	await lookAt(page, ONNX);
	await downloadButton(page, 'sprout-copy int8').click();
	await expect(button(page, 'Use sprout-copy int8')).toBeVisible();
}

/** Saves the stored copy of the built-in model as a pack. @returns its path */
export async function exportOnnxModel(page: Page): Promise<string> {
	const saving = page.waitForEvent('download');
	await page.getByRole('button', { name: 'Export sprout-copy int8' }).click();
	return await (await saving).path();
}
