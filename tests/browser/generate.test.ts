/** The real worker, engine and model, on the CPU. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WorkerClient } from '#client/worker-client.ts';
import type { LoadedModel, LoadProgress, TokenBatch } from '#protocol/worker-api.ts';
import { generateRequest, sproutLoadRequest } from './sprout-request.ts';

const never = new AbortController().signal;
const ignore = () => undefined;

let client: WorkerClient;
let loaded: LoadedModel;
const progress: LoadProgress[] = [];

beforeAll(async () => {
	client = new WorkerClient();
	loaded = await client.load(sproutLoadRequest(), never, (step) => progress.push(step));
});

afterAll(() => client.terminate());

test('loading reports every byte, then the start of the engine', () => {
	const downloads = progress.filter(({ phase }) => phase === 'download');
	const last = downloads.at(-1);
	expect(last?.phase === 'download' && last.loadedBytes === last.totalBytes).toBe(true);
	expect(progress.at(-1)).toEqual({ phase: 'start' });
});

test('the loaded model says what a run file needs', () => {
	expect(loaded.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
	expect(loaded.engine).toMatchObject({
		name: 'onnxruntime-web',
		build: 'wasm',
		backend: 'wasm',
		threads: 1,
		prefill: 'chunks-of-32',
		options: { 'session.disable_quant_qdq': '1' },
		adapter: null
	});
	expect(loaded.hasChatTemplate).toBe(true);
	expect(loaded.resources.map(({ name }) => name)).toContain('onnx/model_int8.onnx');
});

test('tokens arrive in batches that add up to the result', async () => {
	const batches: TokenBatch[] = [];
	const result = await client.generate(generateRequest(), never, (batch) => batches.push(batch));
	expect(result.output.finish_reason).toBe('length');
	expect(result.output.tokens).toHaveLength(24);
	expect(result.usage.output_tokens).toBe(24);
	expect(result.output.text).toBe(result.output.tokens.map(({ text }) => text).join(''));
	const streamed = batches.flatMap(({ tokens }) => tokens);
	expect(streamed).toEqual(result.output.tokens.slice(0, streamed.length));
	expect(result.timing.total_ms).toBeGreaterThan(result.timing.time_to_first_token_ms);
});

test('the same request gives the same bits', async () => {
	const first = await client.generate(generateRequest(), never, ignore);
	const second = await client.generate(generateRequest(), never, ignore);
	expect(second.output).toEqual(first.output);
});

test('another seed gives another text, with the same first logits', async () => {
	const first = await client.generate(generateRequest(), never, ignore);
	const other = await client.generate(generateRequest({ seed: '43' }), never, ignore);
	expect(other.output.token_ids).not.toEqual(first.output.token_ids);
	expect(other.output.tokens[0]?.logits_digest).toBe(first.output.tokens[0]?.logits_digest);
});

test('a branch sees the same logits as the run that it branches off', async () => {
	const original = await client.generate(generateRequest(), never, ignore);
	const kept = original.output.token_ids.slice(0, 10);
	const replaced = original.output.tokens[10]?.alternatives.find(
		({ id }) => id !== original.output.token_ids[10]
	);
	if (replaced === undefined) throw new Error('no alternative recorded');
	const forcedTokenIds = [...kept, replaced.id];
	const branch = await client.generate(generateRequest({}, { forcedTokenIds }), never, ignore);
	expect(branch.output.token_ids.slice(0, 11)).toEqual(forcedTokenIds);
	const digests = (run: typeof branch) => run.output.tokens.map((token) => token.logits_digest);
	expect(digests(branch).slice(0, 11)).toEqual(digests(original).slice(0, 11));
	expect(digests(branch)[11]).not.toBe(digests(original)[11]);
	expect(branch.output.tokens.slice(0, 11).every(({ margin }) => margin === null)).toBe(true);
	expect(branch.output.tokens[11]?.margin).not.toBeNull();
});

test('a run fed back as forced tokens has the same logits throughout', async () => {
	const original = await client.generate(generateRequest(), never, ignore);
	const again = await client.generate(
		generateRequest({}, { forcedTokenIds: original.output.token_ids }),
		never,
		ignore
	);
	expect(again.output.logits_digest).toBe(original.output.logits_digest);
});

test('recorded prompt ids take the place of the tokenizer', async () => {
	const original = await client.generate(generateRequest(), never, ignore);
	const promptTokenIds = original.request.prompt_token_ids;
	const prompt = { mode: 'completion', prompt: 'something else' } as const;
	const again = await client.generate(
		generateRequest({}, { prompt, promptTokenIds }),
		never,
		ignore
	);
	expect(again.output.logits_digest).toBe(original.output.logits_digest);
});

test('a stop sequence ends the run and stays out of the text', async () => {
	const original = await client.generate(generateRequest(), never, ignore);
	const [stop] = original.output.text
		.slice(8)
		.split(/\s+/)
		.filter((word) => word.length > 2);
	if (stop === undefined) throw new Error('no word to stop at');
	const batches: TokenBatch[] = [];
	const { output } = await client.generate(
		generateRequest({ stop_sequences: [stop] }),
		never,
		(batch) => batches.push(batch)
	);
	expect(output.finish_reason).toBe('stop');
	expect(output.stop_sequence).toBe(stop);
	expect(output.text).toBe(original.output.text.slice(0, original.output.text.indexOf(stop)));
	for (const { text } of batches) expect(output.text.startsWith(text)).toBe(true);
});

test('a stop token ends the run and is recorded', async () => {
	const original = await client.generate(generateRequest(), never, ignore);
	const stop = original.output.token_ids[5] ?? -1;
	const at = original.output.token_ids.indexOf(stop);
	const { output } = await client.generate(
		generateRequest({}, { stopTokenIds: [stop] }),
		never,
		ignore
	);
	expect(output.finish_reason).toBe('stop');
	expect(output.token_ids).toEqual(original.output.token_ids.slice(0, at + 1));
});

test('a full context ends the run', async () => {
	const promptTokenIds = Array.from({ length: loaded.contextLength - 3 }, (_, i) => 10 + (i % 50));
	const { output } = await client.generate(generateRequest({}, { promptTokenIds }), never, ignore);
	expect(output.finish_reason).toBe('length');
	expect(output.token_ids).toHaveLength(3);
});

test('a prompt that fills the context is refused with the numbers', async () => {
	const promptTokenIds = Array.from({ length: loaded.contextLength }, () => 10);
	const run = client.generate(generateRequest({}, { promptTokenIds }), never, ignore);
	await expect(run).rejects.toMatchObject({
		code: 'prompt-too-long',
		details: { tokens: loaded.contextLength, contextLength: loaded.contextLength }
	});
});

test('settings out of range are refused by name', async () => {
	const run = client.generate(generateRequest({ temperature: -1 }), never, ignore);
	await expect(run).rejects.toMatchObject({
		code: 'settings-invalid',
		details: { field: 'temperature' }
	});
});

test('an abort before the first token rejects as aborted', async () => {
	const controller = new AbortController();
	// A prompt long enough that the abort arrives while it is read, however fast the machine.
	const promptTokenIds = Array.from({ length: 500 }, (_, i) => 300 + (i % 400));
	const run = client.generate(generateRequest({}, { promptTokenIds }), controller.signal, ignore);
	controller.abort();
	await expect(run).rejects.toMatchObject({ code: 'aborted' });
});

test('an abort midway keeps what was written', async () => {
	const controller = new AbortController();
	const { output } = await client.generate(
		generateRequest({ max_tokens: 480 }),
		controller.signal,
		() => controller.abort()
	);
	expect(output.finish_reason).toBe('cancelled');
	expect(output.tokens.length).toBeGreaterThan(0);
	expect(output.tokens.length).toBeLessThan(480);
	const after = await client.generate(generateRequest(), never, ignore);
	expect(after.output.token_ids.slice(0, 24)).toHaveLength(24);
});

test('a second generation at the same time is refused as busy, the first one goes on', async () => {
	// The second one is asked for while the first is certainly at work: when its first tokens come.
	let second: Promise<unknown> | undefined;
	const first = client.generate(generateRequest({ max_tokens: 480 }), never, () => {
		second ??= client.generate(generateRequest(), never, ignore).catch((error: unknown) => error);
	});
	await expect(first).resolves.toMatchObject({ output: { finish_reason: 'length' } });
	expect(await second).toMatchObject({ code: 'busy' });
});

test('the preview shows special tokens as such, also while a run is going on', async () => {
	const run = client.generate(generateRequest(), never, ignore);
	const preview = await client.preview({
		mode: 'chat',
		messages: [{ role: 'user', content: 'Where is Mia?' }]
	});
	expect(
		preview.tokens
			.map(({ text }) => text)
			.join('')
			.replaceAll(' ', '')
	).toBe(preview.text.replaceAll(' ', ''));
	expect(preview.tokens[0]?.special).toBe(true);
	await run;
});

test('an empty chat is refused', async () => {
	await expect(client.preview({ mode: 'chat', messages: [] })).rejects.toMatchObject({
		code: 'prompt-empty'
	});
});
