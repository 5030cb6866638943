/** Models that cannot be run are refused at load, by what is wrong with them. */
import { expect, test } from 'vitest';
import { AppError, type ErrorCode } from '#core/errors.ts';
import type { ModelFile } from '#engines/engine.ts';
import { OnnxEngine } from '#engines/onnx/onnx-engine.ts';
import type { LoadRequest } from '#protocol/worker-api.ts';
import { fetchModel } from '#worker/load-model.ts';
import { familyLoadRequest } from './family-models.ts';
import { errorText } from '../../../src/words/errors/error-text.ts';

const never = new AbortController().signal;
const WEIGHTS = 'onnx/model.onnx';

/** Loads a family's files after something was done to them. */
async function refusal(
	family: string,
	change: (files: ModelFile[]) => ModelFile[],
	backend: LoadRequest['backend'] = 'wasm'
): Promise<AppError> {
	const request = await familyLoadRequest(family, WEIGHTS, backend);
	const { files } = await fetchModel(request.files, never, () => undefined);
	const inMemory = files.filter((file) => 'bytes' in file);
	const error = await new OnnxEngine().load(change(inMemory), request, never).then(
		() => null,
		(thrown: unknown) => thrown
	);
	if (!(error instanceof AppError)) throw new Error(`it was loaded, or ${String(error)}`);
	return error;
}

function edited(files: ModelFile[], name: string, edit: (bytes: Uint8Array) => Uint8Array) {
	return files.map((file) =>
		file.name === name ? { name, bytes: Uint8Array.from(edit(file.bytes)) } : file
	);
}

const without = (name: string) => (files: ModelFile[]) =>
	files.filter((file) => file.name !== name);

const withJson = (name: string, json: object) => (files: ModelFile[]) =>
	edited(files, name, (bytes) => {
		const old = JSON.parse(new TextDecoder().decode(bytes)) as object;
		return new TextEncoder().encode(JSON.stringify({ ...old, ...json }));
	});

/** Every occurrence of a name of the same length, as it stands in the graph. */
const renamed = (from: string, to: string) => (files: ModelFile[]) =>
	edited(files, WEIGHTS, (bytes) => {
		const text = new TextDecoder('latin1').decode(bytes);
		const changed = bytes.slice();
		for (let at = text.indexOf(from); at >= 0; at = text.indexOf(from, at + 1)) {
			changed.set(new TextEncoder().encode(to), at);
		}
		return changed;
	});

const CASES: readonly {
	readonly what: string;
	readonly family: string;
	readonly change: (files: ModelFile[]) => ModelFile[];
	/** The CPU where nothing is said. */
	readonly backend?: LoadRequest['backend'];
	readonly code: ErrorCode;
	readonly details?: object;
	/** What the person reads. */
	readonly says: RegExp;
}[] = [
	{
		what: 'no tokenizer',
		family: 'llama',
		change: without('tokenizer.json'),
		code: 'model-file-missing',
		details: { file: 'tokenizer.json' },
		says: /made for browsers/
	},
	{
		what: 'weights beside the graph are missing',
		family: 'qwen2',
		change: without('onnx/model.onnx_data_1'),
		code: 'model-file-missing',
		details: { file: 'onnx/model.onnx_data_1' },
		says: /beside that file/
	},
	{
		what: 'weights beside the graph are too short',
		family: 'qwen2',
		change: (files) => edited(files, 'onnx/model.onnx_data', (bytes) => bytes.slice(0, 1000)),
		code: 'model-data-mismatch',
		details: { file: 'onnx/model.onnx_data', actualBytes: 1000, expectedBytes: 81920 },
		says: /cut short/
	},
	{
		what: 'an operator that the engine lacks',
		family: 'llama',
		change: renamed('Softmax', 'Softmix'),
		code: 'model-operator-missing',
		details: { operator: 'Softmix' },
		says: /another precision/
	},
	{
		what: 'an operator that neither the graphics card nor the CPU has',
		family: 'llama',
		change: renamed('Softmax', 'Softmix'),
		backend: 'webgpu',
		code: 'model-operator-missing',
		details: { operator: 'Softmix' },
		says: /another precision/
	},
	{
		what: 'a graph with unknown inputs',
		family: 'llama',
		change: renamed('position_ids', 'pixel_values'),
		code: 'model-unsupported',
		says: /pixel_values/
	},
	{
		what: 'an encoder with a decoder',
		family: 'llama',
		change: withJson('config.json', { is_encoder_decoder: true, model_type: 't5' }),
		code: 'model-unsupported',
		details: { modelType: 't5' },
		says: /only decoders/
	},
	{
		what: 'a web page in place of the weights',
		family: 'llama',
		change: (files) =>
			edited(files, WEIGHTS, () => new TextEncoder().encode('<!doctype html><p>Sign in</p>')),
		code: 'model-invalid',
		says: /another model/
	}
];

test.for(CASES)('$what', async ({ family, change, backend, code, details, says }) => {
	const error = await refusal(family, change, backend);
	expect(error).toMatchObject({ code, ...(details === undefined ? {} : { details }) });
	const { what, advice } = errorText(error);
	expect(`${what} ${advice}`).toMatch(says);
});

test('the tokenizer of another model', async () => {
	const { files } = await fetchModel(
		(await familyLoadRequest('llama', WEIGHTS, 'wasm')).files,
		never,
		() => undefined
	);
	const foreign = files.filter((file) => 'bytes' in file && file.name.startsWith('tokenizer'));
	const error = await refusal('qwen3', (own) => [
		...own.filter(({ name }) => !name.startsWith('tokenizer')),
		...(foreign as ModelFile[])
	]);
	expect(error).toMatchObject({
		code: 'model-vocabulary-mismatch',
		details: { tokens: 400, logits: 320 }
	});
	expect(errorText(error).advice).toMatch(/400 tokens.*320/);
});
