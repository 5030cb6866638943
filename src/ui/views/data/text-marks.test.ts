import { expect, test } from 'vitest';
import { markDifferences, markHits, snippet } from './text-marks.ts';

const marked = (spans: readonly { text: string; isMarked: boolean }[]) =>
	spans.filter(({ isMarked }) => isMarked).map(({ text }) => text);
const whole = (spans: readonly { text: string }[]) => spans.map(({ text }) => text).join('');

test('whole words and phrases of the query are marked, in any case', () => {
	const text = "Mia has a red kite. Tom's kites are Red. A red kite, a red boat.";
	expect(marked(markHits(text, 'RED'))).toEqual(['red', 'Red', 'red', 'red']);
	expect(marked(markHits(text, '"red kite"'))).toEqual(['red', 'kite', 'red', 'kite']);
	expect(marked(markHits(text, 'zebra'))).toEqual([]);
	expect(whole(markHits(text, 'red tom'))).toBe(text);
});

test('a snippet shows the first hit and says where it was cut', () => {
	const text = `${'One day. '.repeat(60)}Here is honey. ${'Then. '.repeat(60)}`;
	const cut = snippet(markHits(text, 'honey'));
	expect(marked(cut.spans)).toEqual(['honey']);
	expect(whole(cut.spans).length).toBe(240);
	expect(cut).toMatchObject({ isCutBefore: true, isCutAfter: true });
	const short = snippet(markHits('Here is honey.', 'honey'));
	expect(whole(short.spans)).toBe('Here is honey.');
	expect(short).toMatchObject({ isCutBefore: false, isCutAfter: false });
});

test('the words that differ from another sentence are marked', () => {
	expect(marked(markDifferences('Mia has a red kite.', 'Mia has a red zebra.'))).toEqual(['kite']);
	expect(
		marked(markDifferences('Yesterday Mia went to the mill!', 'mia went to the mill'))
	).toEqual(['Yesterday']);
	expect(marked(markDifferences('7 + 8 = 15.', '7 + 8 = 15'))).toEqual([]);
});
