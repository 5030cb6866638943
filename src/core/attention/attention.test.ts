import { expect, test } from 'vitest';
import { attentionRowVia, type Attention } from './attention.ts';
import { rankFinders } from './find-head.ts';
import { rankByFocus } from './head-focus.ts';

const LENGTH = 8;

/** Each layer is a list of heads; a head says which weights query i has. */
function build(
	layers: readonly (readonly ((query: number) => Readonly<Record<number, number>>)[])[]
): Attention {
	const weights = layers.map((heads) => {
		const all = new Float32Array(heads.length * LENGTH * LENGTH);
		heads.forEach((head, h) => {
			for (let query = 0; query < LENGTH; query++) {
				for (const [key, weight] of Object.entries(head(query))) {
					all[(h * LENGTH + query) * LENGTH + Number(key)] = weight;
				}
			}
		});
		return all;
	});
	return { layers: layers.length, heads: layers[0]?.length ?? 0, length: LENGTH, weights };
}

const back = (distance: number) => (query: number) => ({ [Math.max(0, query - distance)]: 1 });
const everywhere = (query: number) =>
	Object.fromEntries(Array.from({ length: query + 1 }, (_, key) => [key, 1 / (query + 1)]));
/** Looks at token 3 wherever it can. */
const third = (query: number) => ({ [Math.min(query, 3)]: 1 });

test('a head of a fixed distance is recognised and listed after those that follow the text', () => {
	const ranked = rankByFocus(
		build([
			[back(1), everywhere],
			[third, back(0)]
		])
	);
	expect(ranked.map(({ layer, head }) => [layer, head])).toEqual([
		[1, 0],
		[0, 1],
		[0, 0],
		[1, 1]
	]);
	expect(ranked.map(({ fixedDistance }) => fixedDistance)).toEqual([null, null, 1, 0]);
	for (const [i, focus] of [1, 0, 1, 1].entries()) expect(ranked[i]?.focus).toBeCloseTo(focus, 6);
});

test('two heads in a row look where the second had gathered from', () => {
	const attention = build([[back(1)], [third]]);
	const row = attentionRowVia(attention, { layer: 1, head: 0 }, { layer: 0, head: 0 }, 7);
	expect([...row]).toEqual([0, 0, 1, 0, 0, 0, 0, 0]);
});

test('what two heads gathered at several places, themselves included, is added up', () => {
	const half = (query: number) => (query === 0 ? { 0: 1 } : { [query]: 0.5, [query - 1]: 0.5 });
	const attention = build([[half], [half]]);
	const row = attentionRowVia(attention, { layer: 1, head: 0 }, { layer: 0, head: 0 }, 7);
	expect([...row]).toEqual([0, 0, 0, 0, 0, 0.25, 0.5, 0.25]);
});

/** Looks back by `distance` with this share of its weight, and at the first token with the rest. */
const mostly = (distance: number, share: number) => (query: number) =>
	query - distance <= 0 ? { 0: 1 } : { [query - distance]: share, 0: 1 - share };

test('a distance is fixed at four fifths of the weight, and not below', () => {
	const distanceOf = (share: number) => {
		// The first row that reaches so far back gives all of its weight: it takes less in the others.
		const ofOthers = (share * (LENGTH - 2) - 1) / (LENGTH - 3);
		const [head] = rankByFocus(build([[mostly(2, ofOthers)]]));
		return head?.fixedDistance;
	};
	expect(distanceOf(0.801)).toBe(2);
	expect(distanceOf(0.799)).toBeNull();
});

test('a distance that is seen in fewer than four rows is no habit', () => {
	expect(rankByFocus(build([[back(4)]]))[0]?.fixedDistance).toBe(4);
	expect(rankByFocus(build([[back(5)]]))[0]?.fixedDistance).toBeNull();
});

test('two tokens are enough for a focus', () => {
	const two = (weight: number): Attention => ({
		layers: 1,
		heads: 1,
		length: 2,
		weights: [Float32Array.of(1, 0, weight, 1 - weight)]
	});
	expect(rankByFocus(two(1))[0]?.focus).toBe(1);
	expect(rankByFocus(two(0.5))[0]?.focus).toBeCloseTo(0, 6);
});

test('a finder goes by way of heads of a fixed distance in earlier layers alone', () => {
	const attention = build([
		[third, everywhere],
		[back(1), everywhere]
	]);
	const ways = rankFinders(attention, 7, [2]).map(({ layer, head, via }) => [layer, head, via]);
	expect(ways).toHaveLength(3);
	expect(ways.every(([, , via]) => via === null)).toBe(true);
});

test('a head that looks at itself is a finder of its own, and no way for others', () => {
	const attention = build([
		[back(0), back(1)],
		[third, everywhere]
	]);
	const finders = rankFinders(attention, 7, [7]);
	expect(finders[0]).toEqual({ layer: 0, head: 0, via: null, share: 1 });
	expect(rankFinders(attention, 7, [3])[0]).toEqual({ layer: 1, head: 0, via: null, share: 1 });
	expect(finders.map(({ layer, head }) => `${layer} ${head}`)).not.toContain('0 1');
});

test('the finder of a word may look at a copy of it', () => {
	const attention = build([
		[back(1), everywhere],
		[third, everywhere]
	]);
	const [copy] = rankFinders(attention, 7, [2]);
	expect(copy).toEqual({ layer: 1, head: 0, via: { layer: 0, head: 0 }, share: 1 });
	const [straight] = rankFinders(attention, 7, [3]);
	expect(straight).toEqual({ layer: 1, head: 0, via: null, share: 1 });
});

test('a head of a fixed distance is no finder, though it may look at the word', () => {
	const attention = build([[back(1)], [everywhere]]);
	expect(rankFinders(attention, 7, [6]).map(({ layer }) => layer)).toEqual([1]);
});

test('one token is looked at without complaint', () => {
	const attention: Attention = { layers: 1, heads: 1, length: 1, weights: [Float32Array.of(1)] };
	expect(rankByFocus(attention)).toEqual([{ layer: 0, head: 0, focus: 1, fixedDistance: null }]);
});
