import { describe, expect, test } from 'vitest';
import { checkMlcModel, type MlcListing } from './custom-mlc-model.ts';
import type { Checked, ListedFile, ModelProblem } from './custom-model.ts';
import { checkOnnxModel, type OnnxListing } from './custom-onnx-model.ts';

function listed(...names: string[]): ListedFile[] {
	return names.map((name) => ({ name, sizeBytes: name.endsWith('.bin') ? 100 : 10 }));
}

function problemsOf(checked: Checked<unknown>): readonly ModelProblem[] {
	return checked.ok ? [] : checked.problems;
}

describe('an MLC model', () => {
	const good: MlcListing = {
		files: listed(
			'mlc-chat-config.json',
			'tokenizer.json',
			'tensor-cache.json',
			'params_shard_0.bin',
			'params_shard_1.bin',
			'model_lib.wasm'
		),
		config: {
			model_type: 'llama',
			quantization: 'q4f16_1',
			vocab_size: 1000,
			context_window_size: 2048,
			sliding_window_size: -1,
			conv_template: { roles: { user: 'U', assistant: 'A' }, seps: ['\n'] }
		},
		shardList: {
			records: [
				{ dataPath: 'params_shard_0.bin', nbytes: 100 },
				{ dataPath: 'params_shard_1.bin', nbytes: 100 }
			]
		},
		libraryUrl: null
	};
	const without = (name: string) => good.files.filter((file) => file.name !== name);

	test('that has everything is described', () => {
		expect(checkMlcModel(good)).toEqual({
			ok: true,
			model: {
				modelType: 'llama',
				quantization: 'q4f16_1',
				needsF16: true,
				contextLength: 2048,
				vocabularySize: 1000,
				shardNames: ['params_shard_0.bin', 'params_shard_1.bin'],
				weightsBytes: 200,
				libraryFile: 'model_lib.wasm'
			}
		});
	});

	test.each(good.files.map(({ name }) => name))('names %s when it is missing', (file) => {
		const listing = { ...good, files: without(file) };
		expect(problemsOf(checkMlcModel(listing))).toEqual([
			{ code: 'file-missing', file, hint: null }
		]);
	});

	test('may have its library elsewhere, or under its own name', () => {
		const files = without('model_lib.wasm');
		const apart = checkMlcModel({ ...good, files, libraryUrl: 'https://libs.example/x.wasm' });
		expect(apart).toMatchObject({ ok: true, model: { libraryFile: null } });
		const named = checkMlcModel({ ...good, files: [...files, ...listed('x.wasm')] });
		expect(named).toMatchObject({ ok: true, model: { libraryFile: 'x.wasm' } });
		const two = checkMlcModel({ ...good, files: [...files, ...listed('x.wasm', 'y.wasm')] });
		expect(problemsOf(two)).toMatchObject([{ code: 'unsupported', file: 'x.wasm' }]);
	});

	test('points at the file that may be meant', () => {
		const files = [...without('tensor-cache.json'), ...listed('ndarray-cache.json')];
		expect(problemsOf(checkMlcModel({ ...good, files }))).toEqual([
			{ code: 'file-missing', file: 'tensor-cache.json', hint: 'ndarray-cache.json' }
		]);
	});

	test('is refused for a shard of another size', () => {
		const files = [...without('params_shard_1.bin'), { name: 'params_shard_1.bin', sizeBytes: 99 }];
		expect(problemsOf(checkMlcModel({ ...good, files }))).toEqual([
			{ code: 'size-differs', file: 'params_shard_1.bin', expectedBytes: 100, actualBytes: 99 }
		]);
		const unknown = [
			...without('params_shard_1.bin'),
			{ name: 'params_shard_1.bin', sizeBytes: null }
		];
		expect(checkMlcModel({ ...good, files: unknown }).ok).toBe(true);
	});

	test('is told all that is wrong at once', () => {
		const listing = {
			...good,
			files: without('tokenizer.json'),
			config: { vocab_size: 'many', conv_template: { roles: {}, seps: [] } },
			shardList: { records: [{ dataPath: 7 }] }
		};
		expect(problemsOf(checkMlcModel(listing))).toMatchObject([
			{ file: 'tokenizer.json' },
			{ field: 'vocab_size' },
			{ field: 'context_window_size' },
			{ field: 'conv_template.roles' },
			{ field: 'conv_template.seps' },
			{ file: 'tensor-cache.json', field: 'records[0]' }
		]);
	});

	test.each([undefined, null, 'text', [], 7])(
		'survives %j in the place of its JSON files',
		(json) => {
			expect(problemsOf(checkMlcModel({ ...good, config: json, shardList: json }))).toEqual([
				{
					code: 'field-invalid',
					file: 'mlc-chat-config.json',
					field: '',
					expected: 'a JSON object'
				},
				{ code: 'field-invalid', file: 'tensor-cache.json', field: '', expected: 'a JSON object' }
			]);
		}
	);
});

describe('an ONNX model', () => {
	const good: OnnxListing = {
		files: [
			...listed('config.json', 'tokenizer.json', 'tokenizer_config.json'),
			{ name: 'onnx/model.onnx', sizeBytes: 400 },
			{ name: 'onnx/model_quantized.onnx', sizeBytes: 100 },
			{ name: 'onnx/model_q4f16.onnx', sizeBytes: 60 }
		],
		config: { model_type: 'llama', vocab_size: 500, max_position_embeddings: 1024 }
	};
	const small = listed('config.json', 'tokenizer.json', 'tokenizer_config.json');
	const check = (files: readonly ListedFile[], more: object = {}) =>
		checkOnnxModel({
			files: [...small, ...files],
			config: { ...(good.config as object), ...more }
		});
	const whole = { dataFiles: [], missing: [] };

	test('that has everything is described, with its precisions by size', () => {
		expect(checkOnnxModel(good)).toEqual({
			ok: true,
			model: {
				modelType: 'llama',
				contextLength: 1024,
				vocabularySize: 500,
				fillsMasks: false,
				variants: [
					{ ...whole, id: 'q4f16', weightsFile: 'onnx/model_q4f16.onnx', sizeBytes: 60 },
					{ ...whole, id: 'q8', weightsFile: 'onnx/model_quantized.onnx', sizeBytes: 100 },
					{ ...whole, id: 'fp32', weightsFile: 'onnx/model.onnx', sizeBytes: 400 }
				]
			}
		});
	});

	test.each(small.map(({ name }) => name))('names %s when it is missing', (file) => {
		const files = good.files.filter(({ name }) => name !== file);
		expect(problemsOf(checkOnnxModel({ ...good, files }))).toEqual([
			{ code: 'file-missing', file, hint: null }
		]);
	});

	test('needs ONNX weights', () => {
		expect(problemsOf(check(listed('model.safetensors')))).toEqual([
			{ code: 'file-missing', file: 'onnx/model.onnx', hint: 'model.safetensors' }
		]);
	});

	test('has every precision of the hub under the hub’s name', () => {
		const endings = ['', '_fp16', '_quantized', '_int8', '_uint8', '_q4', '_q4f16', '_bnb4'];
		const checked = check(listed(...endings.map((ending) => `onnx/model${ending}.onnx`)));
		expect(checked.ok && checked.model.variants.map(({ id }) => id)).toEqual([
			...['fp32', 'fp16', 'q8', 'int8', 'uint8', 'q4', 'q4f16', 'bnb4']
		]);
	});

	test('takes the merged decoder of the older layout, and the newer layout before it', () => {
		const old = ['decoder_model', 'decoder_with_past_model', 'decoder_model_merged'];
		const files = listed(...old.map((name) => `onnx/${name}_quantized.onnx`));
		expect(check(files)).toMatchObject({
			model: { variants: [{ id: 'q8', weightsFile: 'onnx/decoder_model_merged_quantized.onnx' }] }
		});
		expect(check([...files, ...listed('onnx/model_quantized.onnx')])).toMatchObject({
			model: { variants: [{ weightsFile: 'onnx/model_quantized.onnx' }] }
		});
		expect(problemsOf(check(files.slice(0, 2)))).toMatchObject([{ code: 'unsupported' }]);
	});

	test('has its weights in further files, all of which count', () => {
		const split = listed('onnx/model.onnx', 'onnx/model.onnx_data_1', 'onnx/model.onnx_data');
		const checked = check([...split, ...listed('onnx/model.onnx_datasheet')]);
		expect(checked).toMatchObject({
			model: {
				variants: [
					{
						id: 'fp32',
						dataFiles: ['onnx/model.onnx_data', 'onnx/model.onnx_data_1'],
						sizeBytes: 30
					}
				]
			}
		});
	});

	test('that promises data files which are not there is named by them', () => {
		const more = { 'transformers.js_config': { use_external_data_format: { 'model.onnx': 2 } } };
		const files = listed('onnx/model.onnx', 'onnx/model.onnx_data');
		expect(problemsOf(check(files, more))).toEqual([
			{ code: 'file-missing', file: 'onnx/model.onnx_data_1', hint: null }
		]);
		expect(check([...files, ...listed('onnx/model_q4.onnx')], more)).toMatchObject({
			ok: true,
			model: { variants: [{ id: 'q4' }] }
		});
	});

	test.each([
		['an encoder', { is_encoder_decoder: true }],
		['pictures', { vision_config: {} }],
		['labels', { architectures: ['BertForSequenceClassification'] }]
	])('with %s is not supported', (_title, more) => {
		expect(problemsOf(check(listed('onnx/model.onnx'), more))).toMatchObject([
			{ code: 'unsupported', file: 'config.json' }
		]);
	});

	test('that fills masks is told apart', () => {
		const more = { architectures: ['BertForMaskedLM'] };
		expect(check(listed('onnx/model.onnx'), more)).toMatchObject({ model: { fillsMasks: true } });
	});

	test('needs no limit of its context: some have none', () => {
		const config = { model_type: 'bloom', vocab_size: 500 };
		expect(checkOnnxModel({ ...good, config })).toMatchObject({ model: { contextLength: null } });
	});

	test('is told all that is wrong with its configuration', () => {
		expect(problemsOf(checkOnnxModel({ ...good, config: {} }))).toMatchObject([
			{ field: 'model_type' },
			{ field: 'vocab_size' }
		]);
	});
});
