/** Models of a hub by name, from the catalogue, and with a library of their own. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { Run } from '../../src/core/run-file/schema.ts';
import type { LoopbackHub } from '../hub/hub.ts';
import { setRecipe, verdict, write } from './app.ts';
import {
	downloadButton,
	importButton,
	lookAt,
	openLibrary,
	PARTS,
	SPROUT,
	stored
} from './library-page.ts';
import { test } from './test.ts';

const SMALL = ['config.json', 'tokenizer.json', 'tokenizer_config.json'];

test('models are filtered by language, and those of which nobody says it', async ({ page }) => {
	await page.goto('./#/library');
	const all = page.getByRole('region', { name: 'All models', exact: true });
	await expect(all).toBeVisible();
	await page.getByRole('combobox', { name: 'Language' }).selectOption('Swahili');
	await expect(all.getByRole('heading', { level: 4 })).toHaveText([
		'bloom 560m ONNX',
		'bloomz 560m ONNX'
	]);
	await expect(all.getByText(/^Probably /).first()).toBeVisible();
	await page.getByRole('combobox', { name: 'Language' }).selectOption('Unknown');
	await expect(all.getByText('Languages unknown').first()).toBeVisible();
	await expect(all.getByText(/^Probably /)).toHaveCount(0);
});

const PYTHIA = 'Xenova/pythia-14m';
const PAGE = `---
license: apache-2.0
language: en
base_model: EleutherAI/pythia-14m
---
# Pythia-14M
Made for <b onclick="alert(1)">research</b>, see [its paper](https://x.example).
`;

const GENERATION = { eos_token_id: [0, 4], temperature: 0.6, top_p: 0.9, max_new_tokens: 99 };

/** The built-in model's weights under the name of a model of the catalogue, with its publisher's settings. */
function addPythia(hub: LoopbackHub): void {
	const text = (path: string, bytes: Uint8Array): void => {
		hub.addBytes({ repository: PYTHIA, path, bytes });
	};
	text('README.md', new TextEncoder().encode(PAGE));
	for (const path of PARTS) text(path, readFileSync(join(SPROUT, path)));
	text('generation_config.json', new TextEncoder().encode(JSON.stringify(GENERATION)));
	for (const [from, to] of [
		['model', 'model'],
		['model_q4', 'model_q4'],
		['model_int8', 'model_quantized'],
		['model', 'model_fp16']
	]) {
		const bytes = readFileSync(join(SPROUT, `onnx/${from}.onnx`));
		hub.addBytes({ repository: PYTHIA, path: `onnx/${to}.onnx`, bytes, lfs: true });
	}
}

test('a model of the catalogue shows its page and its precisions, is pinned, and answers as itself', async ({
	page,
	hub
}) => {
	addPythia(hub);
	await openLibrary(page, hub);
	await page.getByRole('searchbox', { name: 'Search models' }).fill('pythia-14m');
	const card = page.getByRole('region', { name: 'Pythia' }).getByRole('listitem').first();
	await expect(card).toContainText(/English/);
	await card.getByRole('button', { name: 'Choose and download: pythia-14m' }).click();
	await expect(card).toContainText('apache-2.0');
	await expect(card).toContainText('EleutherAI/pythia-14m');
	await card.getByText('What its makers say').click();
	await expect(card.getByText('Made for research, see its paper.')).toBeVisible();
	await card.getByText('Files', { exact: true }).click();
	await expect(card.getByRole('list', { name: 'Files' })).toContainText(
		'onnx/model_quantized.onnx'
	);
	const offers = card.getByRole('list', { name: 'Precisions' });
	const precisions = offers.locator(':scope > li');
	await expect(precisions).toHaveCount(4);
	await expect(precisions.first()).toContainText('pythia-14m fp32');
	await expect(precisions.first()).toContainText('best for this machine');
	await expect(precisions.filter({ hasText: 'fp16' })).toContainText('16-bit floats');
	await expect(downloadButton(card, 'pythia-14m fp16')).toHaveCount(0);
	await downloadButton(card, 'pythia-14m q8').click();
	await card.getByRole('button', { name: 'Use pythia-14m q8', exact: true }).first().click();
	await expect(page.getByRole('button', { name: /pythia-14m/ })).toContainText('ready');
	hub.reset();
	// It has a chat template, and is not Sprout.
	await expect(page.getByRole('radio', { name: 'Chat' })).toBeChecked();
	await expect(page.getByPlaceholder('Ask the model something')).toBeVisible();
	await expect(page.getByRole('main')).not.toContainText('Sprout');
	await expect(page.getByRole('spinbutton', { name: 'Max tokens' })).toHaveValue('256');
	await page.getByRole('button', { name: 'Publisher’s' }).click();
	await expect(page.getByText('What the model’s publisher recommends')).toBeVisible();
	await expect(page.getByRole('spinbutton', { name: 'Max tokens' })).toHaveValue('99');
	await page.getByLabel('Your message').fill('Who are you?');
	await setRecipe(page, { preset: 'Greedy', maxTokens: 4 });
	await write(page);
	const saving = page.waitForEvent('download');
	await page.getByRole('button', { name: 'Save file' }).click();
	const run = JSON.parse(readFileSync(await (await saving).path(), 'utf8')) as Run;
	expect(run.model).toMatchObject({
		name: 'pythia-14m',
		family: 'Pythia',
		license: 'Apache-2.0',
		quantization: 'q8',
		source: { url: `https://huggingface.co/${PYTHIA}` }
	});
	expect(run.model.source.revision).toMatch(/^[0-9a-f]{40}$/);
	expect(hub.log).toEqual([]);
});

const SPLIT = join(import.meta.dirname, '../fixtures/families/qwen2');
const DATA = ['onnx/model.onnx_data', 'onnx/model.onnx_data_1'];

/** A small random model whose weights lie in two files beside the graph. */
function addSplitModel(hub: LoopbackHub): void {
	for (const path of [...SMALL, 'onnx/model.onnx', ...DATA]) {
		const bytes = readFileSync(join(SPLIT, path));
		hub.addBytes({ repository: 'test/split', path, bytes, lfs: path.startsWith('onnx/') });
	}
}

test('a model whose weights lie in further files comes with them, writes and regrows', async ({
	page,
	hub
}) => {
	addSplitModel(hub);
	await openLibrary(page, hub);
	await lookAt(page, 'test/split');
	await downloadButton(page, 'split fp32').click();
	await expect(stored(page)).toContainText('6 files');
	await page.getByRole('button', { name: 'Use split fp32', exact: true }).first().click();
	await expect(page.getByRole('button', { name: /split/ })).toContainText('ready');
	await page.getByRole('radio', { name: 'Completion' }).check();
	await setRecipe(page, { preset: 'Greedy', prompt: 'abc', maxTokens: 4 });
	await write(page);
	await page.getByRole('link', { name: 'Open this run' }).click();
	await page.getByRole('button', { name: 'Regrow' }).click();
	await expect(verdict(page)).toContainText(/same|identical|equal/i);
});

interface BadModel {
	readonly what: string;
	readonly says: RegExp;
	readonly config?: object;
	readonly files: readonly string[];
}

const CONFIG = { model_type: 'llama', vocab_size: 10, max_position_embeddings: 64 };

const BAD_MODELS: readonly BadModel[] = [
	{
		what: 'no ONNX files',
		files: [...SMALL, 'model.safetensors'],
		says: /onnx\/model\.onnx is missing.*onnx-community|onnx-community/
	},
	{
		what: 'an encoder and a decoder',
		config: { ...CONFIG, is_encoder_decoder: true },
		files: [...SMALL, 'onnx/decoder_model_merged.onnx'],
		says: /an encoder and a decoder/
	},
	{
		what: 'no tokenizer',
		files: ['config.json', 'tokenizer_config.json', 'vocab.json', 'onnx/model.onnx'],
		says: /tokenizer\.json is missing\. vocab\.json is there/
	},
	{
		what: 'a data file missing',
		config: { ...CONFIG, 'transformers.js_config': { use_external_data_format: true } },
		files: [...SMALL, 'onnx/model.onnx'],
		says: /model\.onnx_data is missing/
	},
	{
		what: 'nothing but 16-bit floats',
		files: [...SMALL, 'onnx/model_fp16.onnx', 'onnx/model_q4f16.onnx'],
		says: /No precision of model runs on this machine/
	}
];

for (const { what, says, config = CONFIG, files } of BAD_MODELS) {
	test(`a repository with ${what} is refused by name, and nothing is stored`, async ({
		page,
		hub
	}) => {
		for (const path of files) {
			const text = path === 'config.json' ? JSON.stringify(config) : '{}';
			hub.addBytes({ repository: 'test/model', path, bytes: new TextEncoder().encode(text) });
		}
		await openLibrary(page, hub);
		await lookAt(page, 'test/model');
		const own = page.getByRole('region', { name: 'Your own models' });
		await expect(own).toContainText(says);
		await expect(own.getByRole('button', { name: /^Download / })).toHaveCount(0);
		await expect(stored(page)).toHaveCount(0);
	});
}

const MLC_CONFIG = {
	model_type: 'llama',
	quantization: 'q4f32_1',
	vocab_size: 10,
	context_window_size: 64,
	conv_template: { roles: { user: 'U', assistant: 'A' }, seps: ['|'] }
};
const WASM = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 9, 9]);

function mlcFiles(): { path: string; bytes: Uint8Array }[] {
	const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
	return [
		{ path: 'mlc-chat-config.json', bytes: json(MLC_CONFIG) },
		{ path: 'tokenizer.json', bytes: json({}) },
		{
			path: 'tensor-cache.json',
			bytes: json({ records: [{ dataPath: 'params_shard_0.bin', nbytes: 64 }] })
		},
		{ path: 'params_shard_0.bin', bytes: new Uint8Array(64).fill(7) }
	];
}

/** @returns its address */
function addLibrary(hub: LoopbackHub, bytes: Uint8Array): string {
	return hub.addBytes({ repository: 'test/libraries', path: 'own-webgpu.wasm', bytes }).url;
}

test('an MLC model and its library elsewhere are looked at, stored, and belong together', async ({
	page,
	hub
}) => {
	for (const { path, bytes } of mlcFiles()) {
		hub.addBytes({ repository: 'test/own-MLC', path, bytes, lfs: path.endsWith('.bin') });
	}
	await openLibrary(page, hub);
	await page.getByRole('radio', { name: 'MLC (WebLLM)' }).click();
	await lookAt(page, 'test/own-MLC');
	const problems = page.getByRole('list', { name: 'Problems' });
	await expect(problems).toContainText('model_lib.wasm is missing');

	await page
		.getByLabel('Model library (.wasm)')
		.fill(addLibrary(hub, new TextEncoder().encode('no')));
	await page.getByRole('button', { name: 'Look up', exact: true }).click();
	await expect(problems).toContainText('a WebAssembly file');
	await expect(stored(page)).toHaveCount(0);

	await page.getByLabel('Model library (.wasm)').fill(addLibrary(hub, WASM));
	await page.getByRole('button', { name: 'Look up', exact: true }).click();
	await downloadButton(page, 'own-MLC q4f32_1').click();
	await expect(stored(page)).toContainText('5 files');
	await expect(
		page.getByRole('button', { name: 'Use own-MLC q4f32_1', exact: true }).first()
	).toBeVisible();
});

test('an MLC folder without its library asks for its address, and is stored with it', async ({
	page,
	hub
}, info) => {
	const folder = info.outputPath('own-MLC');
	mkdirSync(folder, { recursive: true });
	for (const { path, bytes } of mlcFiles()) writeFileSync(join(folder, path), bytes);
	await page.goto('./#/library');
	await page.getByLabel('Model folder').setInputFiles(folder);
	await expect(page.getByRole('list', { name: 'Problems' })).toContainText('model_lib.wasm');
	await page.getByLabel('Address of its model library (.wasm)').fill(addLibrary(hub, WASM));
	await page.getByRole('button', { name: 'Try this address' }).click();
	await importButton(page, 'own-MLC q4f32_1').click();
	await expect(stored(page)).toContainText('5 files');
	await page.getByRole('button', { name: 'Verify own-MLC' }).click();
	await expect(stored(page)).toContainText('All 5 files are intact.');
});
