/** BERT, DistilBERT and RoBERTa layouts, on the CPU and on whatever WebGPU adapter there is. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { WorkerClient } from '#client/worker-client.ts';
import { pseudoLikelihood } from '#core/fill-mask/pseudo-likelihood.ts';
import type { FillMaskRun } from '#core/fill-mask/schema.ts';
import { OnnxEngine } from '#engines/onnx/onnx-engine.ts';
import type { MaskedSession } from '#engines/engine.ts';
import type { LoadedModel } from '#protocol/worker-api.ts';
import { fetchModel } from '#worker/load-model.ts';
import { madeFillMaskRun } from '../fixtures/made-fill-mask-run.ts';
import {
	LAYOUTS,
	maskedLoadRequest,
	readLogits,
	readReference,
	WEIGHTS,
	type MaskedLayout
} from './fill-mask-models.ts';
import { generateRequest } from './sprout-request.ts';

// A software adapter compiles each shader on the CPU: the first pass takes many seconds.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const BACKENDS = ['wasm', 'webgpu'] as const;
type Backend = (typeof BACKENDS)[number];
const never = new AbortController().signal;
const ignore = () => undefined;

async function openSession(
	layout: MaskedLayout,
	backend: Backend,
	weightsFile?: string
): Promise<MaskedSession> {
	const request = await maskedLoadRequest(layout, backend, weightsFile);
	const { files } = await fetchModel(request.files, never, ignore);
	const session = await new OnnxEngine().load(files, request, never);
	if (session.task !== 'fill-mask') throw new Error('not a masked language model');
	return session;
}

describe.each(WEIGHTS)('%s, %s', (layout, weightsFile) => {
	test.each(BACKENDS)('gives the float64 logits on %s', async (backend) => {
		const session = await openSession(layout, backend, weightsFile);
		const [{ logits: expected, tolerance }, { cases, mask_token_id: maskId }] = await Promise.all([
			readLogits(layout, weightsFile),
			readReference(layout)
		]);
		const ids = cases[0]?.token_ids ?? [];
		const positions = [...ids.keys()];
		let largest = 0;
		let position = 0;
		await session.read(
			ids,
			{
				positions,
				onLogits: (logits) => {
					for (const [id, logit] of logits.entries()) {
						const reference = expected[position * logits.length + id] ?? NaN;
						largest = Math.max(largest, Math.abs(logit - reference));
					}
					position += 1;
				}
			},
			never
		);
		expect(position).toBe(ids.length);
		expect(largest).toBeLessThan(tolerance);
		expect(session.tokenizer.maskTokenId).toBe(maskId);
		expect(session.contextLength).toBe(64);
		await session.dispose();
	});
});

describe.each(LAYOUTS)('%s', (layout) => {
	test('reads texts into the same tokens as Hugging Face’s tokenizer', async () => {
		const session = await openSession(layout, 'wasm');
		const { cases } = await readReference(layout);
		for (const { text, token_ids: ids } of cases) {
			expect(session.tokenizer.encode(text, true), text).toEqual(ids);
		}
		await session.dispose();
	});

	test('a text too long for its positions is refused', async () => {
		const session = await openSession(layout, 'wasm');
		const ids = Array.from({ length: 65 }, () => 5);
		const asked = { positions: [1], onLogits: ignore };
		await expect(session.read(ids, asked, never)).rejects.toMatchObject({ code: 'engine-failed' });
		// As many as fit: RoBERTa counts from 2, its table has 66 rows.
		await session.read(ids.slice(1), asked, never);
		await session.dispose();
	});
});

describe.each(BACKENDS)('in the worker, on %s', (backend) => {
	let client: WorkerClient;
	let loaded: LoadedModel;
	let run: FillMaskRun;

	beforeAll(async () => {
		client = new WorkerClient();
		loaded = await client.load(await maskedLoadRequest('bert', backend), never, ignore);
		const result = await client.analyse(
			'fill-mask',
			{
				sentences: [
					{ text: 'The nurse said that [MASK] was tired.', hidden: [2] },
					{ text: 'The doctor said that [MASK] was late.', hidden: [] }
				],
				masking: 'together',
				topK: 10
			},
			never,
			ignore
		);
		run = madeFillMaskRun(result, loaded);
	});

	afterAll(() => client.terminate());

	test('says that it fills masks, and refuses to write', async () => {
		expect(loaded).toMatchObject({ mask: { token: '[MASK]', tokenId: 4 }, hasChatTemplate: false });
		expect(loaded.engine).toMatchObject({ backend, prefill: 'one-pass' });
		const written = client.generate(generateRequest({ max_tokens: 2 }), never, ignore);
		await expect(written).rejects.toMatchObject({ code: 'model-wrong-task' });
	});

	test('records the likeliest tokens for masks, and the rank of a hidden word', () => {
		const [nurse, doctor] = run.output.sentences;
		expect(run.request.sentences.map((sentence) => sentence.masked_positions)).toEqual([
			[2, 5],
			[5]
		]);
		expect(nurse?.answers.map(({ original }) => original?.text ?? null)).toEqual([' nurse', null]);
		expect(nurse?.answers[0]?.original?.rank).toBeGreaterThan(0);
		expect(doctor?.answers[0]?.alternatives).toHaveLength(10);
		expect(run.usage).toEqual({ input_tokens: 20, forward_passes: 2 });
	});

	test('a run is verified bit for bit where it was made', async () => {
		const { verdict } = await client.analyse('verify-fill', run, never, ignore);
		expect(verdict).toEqual({
			verdict: 'bit-exact',
			evidence: {
				comparedMasks: 3,
				engineDiffers: false,
				terms: [{ kind: 'hidden-words', count: 1, texts: [' nurse'] }]
			}
		});
	});

	test('a lie in it is found', async () => {
		const lie = structuredClone(run);
		const [first, second] = lie.output.sentences[0]?.answers[0]?.alternatives ?? [];
		if (first === undefined || second === undefined) throw new Error('no alternatives');
		[first.id, second.id, first.text, second.text] = [second.id, first.id, second.text, first.text];
		const { verdict } = await client.analyse('verify-fill', lie, never, ignore);
		expect(verdict).toMatchObject({
			verdict: 'diverged',
			evidence: { sentence: 0, position: 2, number: 'logprob' }
		});
	});

	test('scores a sentence by hiding one token at a time, tells how far it is, and can be stopped', async () => {
		const text = 'The dog is playing with the ball.';
		const { tokens } = await client.preview({ mode: 'completion', prompt: text });
		const hidden = tokens.flatMap(({ special }, i) => (special ? [] : [i]));
		const asked = { sentences: [{ text, hidden }], masking: 'one-by-one', topK: 5 } as const;
		const progress: number[] = [];
		const result = await client.analyse('fill-mask', asked, never, ({ done }) => {
			progress.push(done);
		});
		expect(result.usage.forward_passes).toBe(hidden.length);
		const [sentence] = result.output.sentences;
		expect(pseudoLikelihood(sentence?.answers ?? [])?.tokens).toBe(hidden.length);
		// Many of them: one may be done before the worker hears of the stop.
		const many = { ...asked, sentences: Array.from({ length: 16 }, () => ({ text, hidden })) };
		const stop = new AbortController();
		const stopped = client.analyse('fill-mask', many, stop.signal, () => stop.abort());
		await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
		const again = await client.analyse('fill-mask', asked, never, ignore);
		expect(again.output).toEqual(result.output);
	});

	test.each([
		['nothing is hidden', 'The cat is here.', [], 'mask-missing'],
		['a special token is to be hidden', 'The cat', [0], 'settings-invalid'],
		['there is no such token', 'The cat', [99], 'settings-invalid'],
		['it is too long', `[MASK] ${'cat '.repeat(70)}`, [], 'sentence-too-long']
	])('refuses a sentence when %s', async (_why, text, hidden, code) => {
		const asked = { sentences: [{ text, hidden }], masking: 'together', topK: 5 } as const;
		await expect(client.analyse('fill-mask', asked, never, ignore)).rejects.toMatchObject({ code });
	});
});

test('a run made on the CPU verifies on WebGPU within noise, and the other way', async () => {
	const clients = BACKENDS.map(() => new WorkerClient());
	const loads = await Promise.all(
		BACKENDS.map(async (backend, i) => {
			const client = clients[i];
			if (client === undefined) throw new Error('no client');
			const request = await maskedLoadRequest('distilbert', backend);
			return { client, loaded: await client.load(request, never, ignore) };
		})
	);
	const runs = await Promise.all(
		loads.map(async ({ client, loaded }) => {
			const text = 'The teacher walked to the [MASK] behind the house.';
			const sentences = [{ text, hidden: [2, 3] }];
			const asked = { sentences, masking: 'together', topK: 20 } as const;
			return madeFillMaskRun(await client.analyse('fill-mask', asked, never, ignore), loaded);
		})
	);
	for (const [i, { client }] of loads.entries()) {
		const other = runs[1 - i];
		if (other === undefined) throw new Error('no run');
		const { verdict } = await client.analyse('verify-fill', other, never, ignore);
		expect(['same-tokens', 'within-noise', 'bit-exact']).toContain(verdict.verdict);
		client.terminate();
	}
});
