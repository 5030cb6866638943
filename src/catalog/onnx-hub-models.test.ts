import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { HUB_MODELS } from './onnx-hub-models.ts';

/** Decoders, and models that fill masks. */
const FIXTURES = ['families', 'fill-mask'].map(
	(folder) => new URL(`../../tests/fixtures/${folder}/`, import.meta.url)
);

test.each([...new Map(HUB_MODELS.map((model) => [model.modelType, model])).values()])(
	'the layout of $modelType counts as proved where tests have a model of it',
	({ modelType, isLayoutProved }) => {
		const [config] = FIXTURES.map((folder) => new URL(`${modelType}/config.json`, folder)).filter(
			(url) => existsSync(url)
		);
		expect(isLayoutProved).toBe(config !== undefined);
		if (config === undefined) return;
		expect(JSON.parse(readFileSync(config, 'utf8'))).toMatchObject({ model_type: modelType });
	}
);

test('every family has a name, every repository is once, and none claims what nobody checked', () => {
	expect(new Set(HUB_MODELS.map(({ id }) => id)).size).toBe(HUB_MODELS.length);
	for (const { id, name, family, openness } of HUB_MODELS) {
		expect(id).toMatch(/^[\w-]+\/[\w.-]+$/);
		expect(family).not.toBe(name);
		for (const { assessment, source } of Object.values(openness)) {
			expect(source === null).toBe(assessment === 'not-assessed');
		}
	}
});

test('open data is claimed for the families whose data is open, and for no other', () => {
	const open = HUB_MODELS.filter(
		({ openness }) => openness['training-data'].assessment === 'open'
	).map(({ family }) => family);
	expect([...new Set(open)].sort()).toEqual(['BLOOM', 'Pythia', 'SmolLM2', 'TinyLlama']);
});
