import { describe, expect, test } from 'vitest';

import { MLC_CONFIG, MODEL_LIBRARY } from '#catalog/model-parts.ts';
import { HUB_MODELS } from '#catalog/onnx-hub-models.ts';
import { webLlmModels } from '#catalog/web-llm-models.ts';
import { loadWebLlmRecords } from '#catalog/web-llm-record.ts';
import type { StoredModel } from '#storage/weights/stored-model.ts';
import { shownName } from '#words/model-words.ts';
import { knownName } from '../model/run-model.ts';
import { catalogModelOf } from './stored-catalog.ts';

const records = webLlmModels((await loadWebLlmRecords()).models);
const LISTED = 'SmolLM2-360M-Instruct-q4f32_1-MLC';
const HUB = 'HuggingFaceTB/SmolLM2-135M-Instruct';
const DIGEST = `sha256:${'ab'.repeat(32)}`;
const SPROUT = `sha256:${'cd'.repeat(32)}`;

const config = { model_type: 'llama', quantization: 'q4f32_1', architectures: ['X'] };
const sources = {
	record: (key: string) => records.find(({ id }) => id === key),
	hubModel: (key: string) => HUB_MODELS.find(({ id }) => id === key.split(':')[0]),
	nameOf: (digest: string) => (digest === SPROUT ? 'Sprout' : null),
	readJson: () => Promise.resolve(config)
};

function stored(id: string, files: readonly string[], more: Partial<StoredModel>): StoredModel {
	return {
		id,
		title: id,
		source: { url: 'https://hub.example/owner/name', revision: '0'.repeat(40) },
		files: files.map((name) => ({
			name,
			sizeBytes: 1,
			digest: DIGEST,
			url: null,
			storedBytes: 1,
			state: 'stored' as const,
			verifiedAt: 1
		})),
		sizeBytes: 1,
		storedBytes: 1,
		state: 'complete',
		digest: DIGEST,
		addedAt: 1,
		lastUsedAt: null,
		deletedAt: null,
		...more
	};
}

const MLC_FILES = [MLC_CONFIG, MODEL_LIBRARY, 'tokenizer.json', 'params_shard_0.bin'];
const ONNX_FILES = ['config.json', 'tokenizer.json', 'onnx/model_q4.onnx'];

describe('a stored model', () => {
	test('that was downloaded has the name and facts of the catalogue', async () => {
		const model = await catalogModelOf(stored(LISTED, MLC_FILES, {}), sources);
		expect(model).toMatchObject({ name: 'SmolLM2-360M-Instruct', license: 'Apache-2.0' });
		expect(model && shownName(model)).toBe('SmolLM2-360M-Instruct');
	});

	test.each([
		['a pack', { fromPack: true as const }],
		['a folder', { source: { url: null, revision: null } }]
	])(
		'of %s that takes the id of a catalogue model is quoted, and has none of its facts',
		async (_, from) => {
			for (const [id, files] of [
				[LISTED, MLC_FILES],
				[`${HUB}:q4`, ONNX_FILES]
			] as const) {
				const model = await catalogModelOf(
					stored(id, files, { title: 'SmolLM2 ✓', ...from }),
					sources
				);
				if (model === null) throw new Error('no model');
				expect(shownName(model)).toBe('“SmolLM2”');
				expect(model).toMatchObject({ family: 'llama', license: null, parameterCount: null });
				expect(model.summary).toMatch(/your own/);
				expect(knownName({ catalog: [model] }, DIGEST)).toBeNull();
			}
		}
	);

	test('of a pack runs as the entry of its id does, from its own files', async () => {
		const packed = await catalogModelOf(stored(LISTED, MLC_FILES, { fromPack: true }), sources);
		const own = await catalogModelOf(stored(LISTED, MLC_FILES, {}), sources);
		expect(packed?.stored?.mlc).toEqual(own?.stored?.mlc);
		expect(packed?.stored?.mlc).not.toBeNull();
	});

	test('of a pack whose very files this app knows has the name that this app gives them', async () => {
		const copy = stored('evil/GPT-5:q4', ONNX_FILES, { fromPack: true, digest: SPROUT });
		const model = await catalogModelOf(copy, sources);
		expect(model && shownName(model)).toBe('Sprout');
		expect(model?.stored?.isQuoted).toBeUndefined();
	});
});
