/** What the worker keeps of a run for the inspector, with the real engine and model. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WorkerClient } from '#client/worker-client.ts';
import type { GenerateResult } from '#protocol/worker-api.ts';
import { Explainer } from '#core/sampling/explain.ts';
import { unpackBatch } from '#core/sampling/kept-batch.ts';
import { generateRequest, sproutLoadRequest } from './sprout-request.ts';

const never = new AbortController().signal;
const ignore = () => undefined;

let client: WorkerClient;
let result: GenerateResult;

beforeAll(async () => {
	client = new WorkerClient();
	await client.load(sproutLoadRequest(), never, ignore);
	const request = generateRequest({}, { keepLogits: true });
	const settings = { ...request.settings, top_k: 30, repetition_penalty: 1.2 };
	result = await client.generate({ ...request, settings }, never, ignore);
});

afterAll(() => client.terminate());

test('the run is the same with and without kept logits', async () => {
	const { keepLogits: _, ...request } = generateRequest({}, { keepLogits: true });
	const settings = { ...request.settings, top_k: 30, repetition_penalty: 1.2 };
	const without = await client.generate({ ...request, settings }, never, ignore);
	expect(without.kept).toBeUndefined();
	expect(without.output).toEqual(result.output);
});

test('every token of the run is explained by the kept logits', () => {
	if (result.kept === undefined) throw new Error('nothing was kept');
	const kept = unpackBatch(result.kept);
	const { request, output } = result;
	expect(kept).toHaveLength(output.tokens.length);
	const explainer = new Explainer({
		settings: request,
		seed: BigInt(request.seed),
		promptTokenIds: request.prompt_token_ids
	});
	output.tokens.forEach(({ id, margin, logprob }, i) => {
		const position = kept[i];
		if (position == null) throw new Error(`nothing was kept of token ${i}`);
		const { draw, steps } = explainer.explain(position);
		expect(draw).toEqual({ tokenId: id, margin, isExact: true });
		const p = steps[0]?.probabilities[position.ids.indexOf(id)] ?? NaN;
		expect(Math.log(p)).toBeCloseTo(logprob, 9);
		explainer.accept(id);
	});
});

const read = (tokenIds: readonly number[], signal = never) =>
	client.analyse('read-run', { tokenIds, outputFrom: 6 }, signal, ignore);

test('reading a run again gives the probabilities that writing it gave, and the same logits', async () => {
	const { request, output } = result;
	const outputFrom = request.prompt_token_ids.length;
	const tokenIds = [...request.prompt_token_ids, ...output.token_ids];
	const again = await client.analyse('read-run', { tokenIds, outputFrom }, never, ignore);
	expect(again.tokens.map(({ id }) => id)).toEqual(tokenIds);
	expect(again.tokens.map(({ score }) => score === null)).toEqual(tokenIds.map((_, i) => i === 0));
	again.tokens.slice(outputFrom).forEach(({ score, text }, i) => {
		const token = output.tokens[i];
		// One pass over many tokens rounds otherwise than step after step.
		expect(Math.abs((score?.logprob ?? NaN) - (token?.logprob ?? NaN))).toBeLessThan(0.05);
		expect(Math.abs((score?.entropy ?? NaN) - (token?.entropy ?? NaN))).toBeLessThan(0.05);
		expect(text).not.toBe('');
	});
	if (again.kept === undefined || result.kept === undefined) throw new Error('nothing was kept');
	const [first, second] = [unpackBatch(again.kept), unpackBatch(result.kept)];
	expect(first).toHaveLength(second.length);
	expect(Math.abs((first[5]?.logits[70] ?? NaN) - (second[5]?.logits[70] ?? NaN))).toBeLessThan(
		0.1
	);
});

test('tokens that the model lacks, too few and too many are refused', async () => {
	await expect(read([5])).rejects.toMatchObject({ code: 'prompt-empty' });
	await expect(read([5, 99_999])).rejects.toMatchObject({ code: 'settings-invalid' });
	const many = Array.from({ length: 600 }, () => 5);
	await expect(read(many)).rejects.toMatchObject({ code: 'prompt-too-long' });
});

test('reading can be called off', async () => {
	const stop = new AbortController();
	const reading = read(
		Array.from({ length: 500 }, (_, i) => 5 + (i % 200)),
		stop.signal
	);
	stop.abort();
	await expect(reading).rejects.toMatchObject({ code: 'aborted' });
});
