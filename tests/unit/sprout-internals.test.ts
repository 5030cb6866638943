/** What the views inside show, on the committed weights, against independent computations. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sprout } from '#catalog/sprout.ts';
import type { Attention } from '#core/attention/attention.ts';
import { finderRow, rankFinders } from '#core/attention/find-head.ts';
import { rankByFocus } from '#core/attention/head-focus.ts';
import type { EngineInternals, EngineSession } from '#engines/engine.ts';
import { analyse } from '#worker/analysis/analyse.ts';
import { buildRecallProbes, type RecallProbe } from '../../tools/sprout/world/recall-probes.ts';
import { openSprout } from '../../tools/sprout-logits.ts';

const { signal } = new AbortController();
const ignore = () => undefined;
const EXAMPLE = "Mia has a red kite. Tom has a blue boat. Mia's kite is";

function internalsOf({ internals }: EngineSession): EngineInternals {
	if (internals === undefined) throw new Error('Sprout shows its inside');
	return internals;
}

async function attend(session: EngineSession, ids: readonly number[]): Promise<Attention> {
	const internals = internalsOf(session);
	const weights = await internals.attend(ids, signal);
	return { layers: internals.layers, heads: internals.heads, length: ids.length, weights };
}

/** Logits after every token, each a copy. */
async function allLogits(session: EngineSession, ids: readonly number[]): Promise<Float32Array[]> {
	const rows: Float32Array[] = [];
	session.reset();
	const onLogits = (logits: Float32Array) => void rows.push(logits.slice());
	await session.forward?.(ids, { from: 0, onLogits }, signal);
	return rows;
}

/** Independent of the app's own: the browser's exp and log, in float64. */
function logSoftmax(logits: Float32Array): number[] {
	const values = Array.from(logits);
	const max = Math.max(...values);
	const z = values.reduce((sum, value) => sum + Math.exp(value - max), 0);
	return values.map((value) => value - max - Math.log(z));
}

const largest = (values: Float32Array) => values.indexOf(Math.max(...values));

describe.each(sprout.precisions)('Sprout $id', (precision) => {
	let session: EngineSession;
	let ids: number[];

	beforeAll(async () => {
		session = await openSprout(precision);
		// Longer than one pass of the engine, so that rows are put together from several.
		ids = session.tokenizer.encode(`${EXAMPLE} red. `.repeat(6) + EXAMPLE, true);
	});

	afterAll(() => session.dispose());

	test('attention sums to 1 in every row, and never looks ahead', async () => {
		const { weights, length, heads } = await attend(session, ids);
		expect(length).toBeGreaterThan(64);
		expect(weights).toHaveLength(4);
		for (const layer of weights) {
			for (let row = 0; row < heads * length; row++) {
				const values = layer.subarray(row * length, (row + 1) * length);
				const query = row % length;
				expect(values.subarray(query + 1).every((value) => value === 0)).toBe(true);
				expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
			}
		}
	});

	test('the logit lens at the last layer is what the model says', async () => {
		const logits = await allLogits(session, ids);
		const seen = new Set<string>();
		let difference = 0;
		const onLogits = (layer: number, index: number, row: Float32Array) => {
			seen.add(`${layer} ${index}`);
			if (layer < 4) return;
			row.forEach((value, id) => {
				difference = Math.max(difference, Math.abs(value - (logits[index]?.[id] ?? NaN)));
			});
		};
		await internalsOf(session).lens(ids, { onLogits }, signal);
		expect(seen.size).toBe(5 * ids.length);
		expect(difference).toBeLessThan(1e-4);
	});

	test('with no head off every logit keeps its bits, with one off they change', async () => {
		const short = ids.slice(0, 16);
		const honest = await allLogits(session, short);
		const same = await internalsOf(session).ablated([]);
		expect(await allLogits(same, short)).toEqual(honest);
		const other = await internalsOf(session).ablated([{ layer: 1, head: 2 }]);
		expect(await allLogits(other, short)).not.toEqual(honest);
		expect(other.engine.options).toMatchObject({ 'heads-off': '1.2' });
		await same.dispose();
		await other.dispose();
		expect(await allLogits(session, short)).toEqual(honest);
	});
});

describe('Sprout int8, asked', () => {
	let session: EngineSession;

	beforeAll(async () => {
		session = await openSprout(sprout.precisions[0] ?? never());
	});

	afterAll(() => session.dispose());

	function never(): never {
		throw new Error('Sprout has a first precision');
	}

	/** The text up to where the value is asked for, and where in it the value stands. */
	function asTokens({ form, prompt, answer, value }: RecallProbe) {
		const start = form === 'cloze' ? '' : answer.slice(0, answer.indexOf(value) - 1);
		const ids = session.tokenizer.encode(prompt + start, false);
		const valueId = session.tokenizer.encode(` ${value}`, false).at(-1) ?? -1;
		return { ids, query: ids.length - 1, target: ids.indexOf(valueId) };
	}

	test('the head that finds the word in the example looks at the right word in 90 of 100 others', async () => {
		const ids = session.tokenizer.encode(EXAMPLE, true);
		const red = ids.indexOf(session.tokenizer.encode(' red', false).at(-1) ?? -1);
		const attention = await attend(session, ids);
		const [winner] = rankFinders(attention, ids.length - 1, [red]);
		if (winner === undefined) throw new Error('somebody wins');
		expect(winner.share).toBeGreaterThan(0.9);

		const items = buildRecallProbes().filter((_, i) => i % 9 === 0);
		expect(items).toHaveLength(100);
		let right = 0;
		for (const item of items) {
			const { ids: tokens, query, target } = asTokens(item);
			const row = finderRow(await attend(session, tokens), winner, query);
			if (largest(row) === target) right += 1;
		}
		expect(right).toBeGreaterThanOrEqual(90);
	}, 120_000);

	test('the first layer’s heads are known for what they were built as: one to four back', async () => {
		const attention = await attend(session, session.tokenizer.encode(EXAMPLE.repeat(3), true));
		const fixed = rankByFocus(attention).filter(({ fixedDistance }) => fixedDistance !== null);
		const found = fixed.map(
			({ layer, head, fixedDistance }) => `${layer}.${head}:${fixedDistance}`
		);
		expect(found.sort()).toEqual(['0.0:1', '0.1:2', '0.2:3', '0.3:4']);
		// They would win by focus, and come last.
		expect(
			rankByFocus(attention)
				.slice(-4)
				.every(({ layer }) => layer === 0)
		).toBe(true);
	});

	test('without the head that copies one back, the example’s answer is lost', async () => {
		const tokenIds = session.tokenizer.encode(`${EXAMPLE} red`, true);
		const { logprob, effects } = await analyse(
			'head-effects',
			session,
			{ tokenIds },
			signal,
			ignore
		);
		expect(effects).toHaveLength(16);
		expect(Math.exp(logprob)).toBeGreaterThan(0.9);
		const worst = effects.toSorted((a, b) => a.logprob - b.logprob)[0];
		expect(worst).toMatchObject({ layer: 0, head: 0 });
		expect(Math.exp(worst?.logprob ?? 0)).toBeLessThan(0.5);
	});

	test('the lens names the layer from which on the answer is known', async () => {
		const tokenIds = session.tokenizer.encode(EXAMPLE, true);
		const { cells, tokens } = await analyse('lens', session, { tokenIds }, signal, ignore);
		const last = cells.map((row) => row.at(-1)?.text);
		expect(tokens.at(-1)?.text).toBe(' is');
		expect(last.at(-1)).toBe(' red');
		expect(last[0]).not.toBe(' red');
	});

	test('scores are an independent softmax of the same logits, at every token', async () => {
		const request = {
			texts: [{ given: '', text: 'The nurse said that she was tired.' }],
			alternatives: 3
		};
		const [scored] = await analyse('score', session, request, signal, ignore);
		const ids = session.tokenizer.encode('The nurse said that she was tired.', true);
		// Nothing is asked about what follows the last token, so it is not fed.
		const logits = await allLogits(session, ids.slice(0, -1));
		expect(scored?.tokens[0]?.score).toBeNull();
		for (const [i, token] of (scored?.tokens ?? []).entries()) {
			if (i === 0) continue;
			const expected = logSoftmax(logits[i - 1] ?? new Float32Array());
			expect(token.score?.logprob).toBeCloseTo(expected[token.id] ?? NaN, 10);
			expect(token.score?.alternatives[0]?.logprob).toBeCloseTo(Math.max(...expected), 10);
		}
	});

	test('a text longer than the context is scored to its end, what is given is not', async () => {
		const text = `${EXAMPLE} red. `.repeat(45);
		const seen: number[] = [];
		const request = { texts: [{ given: 'Tom has a boat.', text }], alternatives: 0 };
		const [scored] = await analyse('score', session, request, signal, ({ done }) =>
			seen.push(done)
		);
		const tokens = scored?.tokens ?? [];
		expect(tokens.length).toBeGreaterThan(session.contextLength);
		const given = session.tokenizer.encode('Tom has a boat.', true).length;
		expect(tokens.findIndex(({ score }) => score !== null)).toBe(given);
		expect(tokens.slice(given).every(({ score }) => Number.isFinite(score?.logprob))).toBe(true);
		expect(seen.at(-1)).toBe(tokens.length - given);
	});

	test('a model without attention outputs says so by name', async () => {
		const blind: EngineSession = { ...session, tokenizer: session.tokenizer, internals: undefined };
		await expect(
			Promise.resolve().then(() =>
				analyse('attention', blind, { tokenIds: [1, 2] }, signal, ignore)
			)
		).rejects.toMatchObject({ code: 'internals-unavailable' });
	});
});
