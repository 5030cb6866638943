/** What can be wrong with a model's files, with the real worker and engine. */
import { afterEach, expect, test } from 'vitest';
import { WorkerClient } from '#client/worker-client.ts';
import type { AppError } from '#core/errors.ts';
import type { LoadRequest, ModelFileRequest } from '#protocol/worker-api.ts';
import { errorText } from '../../src/words/errors/error-text.ts';
import { generateRequest, sproutLoadRequest } from './sprout-request.ts';

const WEIGHTS = 'onnx/model_int8.onnx';

let client: WorkerClient | null = null;

afterEach(() => {
	client?.terminate();
	client = null;
});

function load(request: LoadRequest, signal = new AbortController().signal) {
	client = new WorkerClient();
	return client.load(request, signal, () => undefined);
}

/** Sprout's load request with one file replaced. */
function withFile(name: string, change: Partial<ModelFileRequest>): LoadRequest {
	const request = sproutLoadRequest();
	return {
		...request,
		files: request.files.map((file) => (file.name === name ? { ...file, ...change } : file))
	};
}

async function bytesOf(name: string): Promise<Uint8Array<ArrayBuffer>> {
	const file = sproutLoadRequest().files.find((candidate) => candidate.name === name);
	if (file === undefined) throw new Error(`no ${name}`);
	return new Uint8Array(await (await fetch(file.url)).arrayBuffer());
}

function blobUrl(content: BlobPart, type = 'application/octet-stream'): string {
	return URL.createObjectURL(new Blob([content], { type }));
}

test('one flipped bit in the weights is found and named', async () => {
	const bytes = await bytesOf(WEIGHTS);
	const middle = bytes.length >> 1;
	bytes[middle] = (bytes[middle] ?? 0) ^ 1;
	const loading = load(withFile(WEIGHTS, { url: blobUrl(bytes) }));
	await expect(loading).rejects.toMatchObject({
		code: 'model-digest-mismatch',
		details: {
			file: WEIGHTS,
			expected: expect.stringMatching(/^sha256:/) as string,
			actual: expect.stringMatching(/^sha256:/) as string
		}
	});
});

test('a file that is cut short is found and named', async () => {
	const bytes = await bytesOf(WEIGHTS);
	const loading = load(withFile(WEIGHTS, { url: blobUrl(bytes.subarray(0, 1000)) }));
	await expect(loading).rejects.toMatchObject({
		code: 'model-digest-mismatch',
		details: { file: WEIGHTS, expectedBytes: bytes.length, actualBytes: 1000 }
	});
});

test('a file that is too long is found and named', async () => {
	const bytes = await bytesOf('config.json');
	const loading = load(
		withFile('config.json', { url: blobUrl(`${new TextDecoder().decode(bytes)} `) })
	);
	await expect(loading).rejects.toMatchObject({
		code: 'model-digest-mismatch',
		details: { file: 'config.json', actualBytes: bytes.length + 1 }
	});
});

test('a web page in place of a file is no file', async () => {
	const loading = load(withFile(WEIGHTS, { url: blobUrl('<!doctype html>', 'text/html') }));
	await expect(loading).rejects.toMatchObject({
		code: 'model-unreachable',
		details: { file: WEIGHTS, status: 200 }
	});
});

test('a missing file is unreachable, with its status', async () => {
	const url = new URL('/models/sprout/onnx/no-such-file.onnx', location.href).href;
	await expect(load(withFile(WEIGHTS, { url }))).rejects.toMatchObject({
		code: 'model-unreachable',
		details: { file: WEIGHTS, url, host: location.host }
	});
});

test('a server that cannot be reached is named', async () => {
	const url = 'https://models.invalid/model.onnx';
	await expect(load(withFile(WEIGHTS, { url }))).rejects.toMatchObject({
		code: 'model-unreachable',
		details: { host: 'models.invalid', status: null }
	});
});

test('weights that are no ONNX model are invalid', async () => {
	const junk = new Uint8Array(5000).fill(0x3c);
	const loading = load(
		withFile(WEIGHTS, { url: blobUrl(junk), sizeBytes: junk.length, digest: null })
	);
	await expect(loading).rejects.toMatchObject({ code: 'model-invalid' });
});

test('a tokenizer of another model is invalid', async () => {
	const tokenizer = JSON.parse(new TextDecoder().decode(await bytesOf('tokenizer.json'))) as {
		model: { vocab: Record<string, number> };
	};
	tokenizer.model.vocab['one too many'] = 200_000;
	const text = JSON.stringify(tokenizer);
	const sizeBytes = new TextEncoder().encode(text).length;
	const loading = load(withFile('tokenizer.json', { url: blobUrl(text), sizeBytes, digest: null }));
	await expect(loading).rejects.toMatchObject({
		code: 'model-vocabulary-mismatch',
		details: { tokens: 200_001, logits: 1280 }
	});
});

test('a config that is not JSON is invalid', async () => {
	const loading = load(withFile('config.json', { url: blobUrl('{'), sizeBytes: 1, digest: null }));
	await expect(loading).rejects.toMatchObject({
		code: 'model-invalid',
		details: { file: 'config.json' }
	});
});

test('a model without a tokenizer is missing a file', async () => {
	const request = sproutLoadRequest();
	const files = request.files.filter(({ name }) => name !== 'tokenizer.json');
	await expect(load({ ...request, files })).rejects.toMatchObject({
		code: 'model-file-missing',
		details: { file: 'tokenizer.json' }
	});
});

test('a load can be called off, and the worker can then load again', async () => {
	const controller = new AbortController();
	client = new WorkerClient();
	const loading = client.load(sproutLoadRequest(), controller.signal, () => controller.abort());
	await expect(loading).rejects.toMatchObject({ code: 'aborted' });
	const again = client.load(sproutLoadRequest(), new AbortController().signal, () => undefined);
	await expect(again).resolves.toMatchObject({ vocabularySize: expect.any(Number) as number });
});

/** Sprout on a machine that gives the runtime 16 MiB: enough to start, too little for its float32 weights. */
function loadInLittleMemory(precision: string) {
	client = new WorkerClient(
		() =>
			new Worker(new URL('./faults/small-memory-worker.ts', import.meta.url), {
				type: 'module',
				name: '256'
			})
	);
	return client.load(sproutLoadRequest(precision), new AbortController().signal, () => undefined);
}

test('memory that runs out while the model loads is named, with what to choose instead', async () => {
	const error = await loadInLittleMemory('fp32').catch((thrown: unknown) => thrown as AppError);
	expect(error).toMatchObject({ code: 'engine-out-of-memory' });
	const { what, advice } = errorText(error as AppError);
	expect(`${what} ${advice}`).toMatch(/not enough memory.*smaller precision/);
	// Elsewhere, or once there is room, the same files load.
	client?.terminate();
	await expect(load(sproutLoadRequest('fp32'))).resolves.toMatchObject({ vocabularySize: 1280 });
});

test('8-bit weights that do not fit unfolded are used as they are', async () => {
	const { engine } = await loadInLittleMemory('int8');
	expect(engine.options).toEqual({ 'session.disable_quant_qdq': '0' });
	const run = client?.generate(
		generateRequest({ max_tokens: 8 }),
		new AbortController().signal,
		() => undefined
	);
	expect((await run)?.output.token_ids).toHaveLength(8);
});

test('a file that is larger than any memory is no broken connection', async () => {
	const loading = load(withFile(WEIGHTS, { sizeBytes: 2 ** 45 }));
	await expect(loading).rejects.toMatchObject({
		code: 'engine-out-of-memory',
		details: { file: WEIGHTS }
	});
});
