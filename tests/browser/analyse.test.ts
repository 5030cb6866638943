/** Questions about a text through the real worker, on both backends. */
import { expect, test } from 'vitest';
import { WorkerClient } from '#client/worker-client.ts';
import { attentionRow, headPlaces } from '#core/attention/attention.ts';
import { sproutLoadRequest } from './sprout-request.ts';

const never = new AbortController().signal;
const ignore = () => undefined;
// Longer than one pass of the engine.
const TOKEN_IDS = Array.from({ length: 80 }, (_, i) => 5 + ((i * 37) % 500));

async function open(backend: 'wasm' | 'webgpu'): Promise<WorkerClient> {
	const client = new WorkerClient();
	const { internals } = await client.load(sproutLoadRequest('int8', backend), never, ignore);
	expect(internals).toEqual({ layers: 4, heads: 4, maxTokens: 512 });
	return client;
}

async function look(client: WorkerClient) {
	const ask = { tokenIds: TOKEN_IDS };
	const { attention } = await client.analyse('attention', ask, never, ignore);
	const { cells } = await client.analyse('lens', ask, never, ignore);
	const { effects } = await client.analyse(
		'head-effects',
		{ tokenIds: TOKEN_IDS.slice(0, 12) },
		never,
		ignore
	);
	return { attention, cells, effects };
}

// On a graphics card that the CPU plays, three sessions take a minute to compile.
test('both backends look alike, and attention crosses to the page whole', async () => {
	const cpu = await open('wasm');
	const expected = await look(cpu);
	cpu.terminate();
	const gpu = await open('webgpu');
	const found = await look(gpu);
	gpu.terminate();
	for (const place of headPlaces(expected.attention)) {
		const row = attentionRow(found.attention, place, 79);
		expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 4);
		attentionRow(expected.attention, place, 79).forEach((weight, key) => {
			expect(row[key]).toBeCloseTo(weight, 3);
		});
	}
	expect(found.cells.at(-1)?.[40]?.logprob).toBeCloseTo(
		expected.cells.at(-1)?.[40]?.logprob ?? NaN,
		2
	);
	expect(found.effects).toHaveLength(16);
	found.effects.forEach(({ logprob }, i) => {
		expect(logprob).toBeCloseTo(expected.effects[i]?.logprob ?? NaN, 2);
	});
}, 300_000);

test('a long score is called off, and the worker goes on', async () => {
	const client = await open('wasm');
	const abort = new AbortController();
	const texts = Array.from({ length: 40 }, () => ({
		given: '',
		text: 'Mia has a kite. '.repeat(90)
	}));
	const scoring = client.analyse('score', { texts, alternatives: 0 }, abort.signal, () =>
		abort.abort()
	);
	await expect(scoring).rejects.toMatchObject({ code: 'aborted' });
	const short = { texts: [{ given: '', text: 'Mia has a kite.' }], alternatives: 1 };
	const [scored] = await client.analyse('score', short, never, ignore);
	expect(scored?.tokens[1]?.score?.alternatives).toHaveLength(1);
	const long = {
		texts: texts.slice(0, 1).map(({ text }) => ({ given: '', text: text.repeat(60) }))
	};
	await expect(
		client.analyse('score', { ...long, alternatives: 0 }, never, ignore)
	).rejects.toMatchObject({ code: 'text-too-long' });
	client.terminate();
});
