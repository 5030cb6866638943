import { describe, expect, it } from 'vitest';

import type { RunSummary } from '#storage/run-summary.ts';

import fc from '../../../tests/property.ts';
import { findRuns, foldText, prepareSearch } from './search-runs.ts';

function row(more: Partial<RunSummary> = {}): RunSummary {
	return {
		id: crypto.randomUUID(),
		title: '',
		starred: false,
		savedAt: '2026-11-22T08:00:00.000Z',
		created: '2026-11-22T08:00:00.000Z',
		modelName: 'Sprout',
		quantization: 'int8',
		promptStart: '',
		textStart: '',
		outputTokens: 3,
		...more
	};
}

/** Letters, marks and forms that folding is about, and any others. */
const texts = fc.oneof(
	fc.string({ unit: 'grapheme', maxLength: 30 }),
	fc.string({
		unit: fc.constantFrom('É', 'e\u0301', 'ß', 'İ', 'ΟΔΟΣ', 'ſ', 'ﬁ', 'Å', 'कि', '각', ' ', 'x'),
		maxLength: 10
	})
);

describe('searching the history', () => {
	it('looks at title, prompt, output, model and precision, for all words in any order', () => {
		const fox = row({ title: 'A fox', promptStart: 'Tell me', textStart: 'One day' });
		const boat = row({ title: 'A boat', modelName: 'Qwen3', quantization: 'q4f16' });
		const rows = [fox, boat];
		expect(findRuns(rows, 'day fox')).toEqual([fox]);
		expect(findRuns(rows, 'TELL')).toEqual([fox]);
		expect(findRuns(rows, ' q4f16  qwen ')).toEqual([boat]);
		expect(findRuns(rows, 'int8')).toEqual([fox]);
		expect(findRuns(rows, 'fox boat')).toEqual([]);
		expect(findRuns(rows, '  ')).toEqual(rows);
	});

	it('finds words with and without their accents', () => {
		const rows = [row({ title: 'El niño y el camión' })];
		for (const words of ['nino', 'niño', 'NIÑO', 'camion', 'nin\u0303o'])
			expect(findRuns(rows, words), words).toEqual(rows);
		expect(findRuns(rows, 'ninja')).toEqual([]);
	});

	it('keeps vowel signs apart, which are marks too', () => {
		expect(findRuns([row({ title: 'कि' })], 'का')).toEqual([]);
	});

	it('finds whatever comparing small letters finds', () => {
		fc.assert(
			fc.property(texts, texts, texts, (before, word, after) => {
				const text = `${before}${word}${after}`;
				fc.pre(text.toLowerCase().includes(word.toLowerCase()));
				expect(foldText(text)).toContain(foldText(word));
			})
		);
	});

	it('is made ready beforehand, and finds the same', async () => {
		const rows = Array.from({ length: 600 }, (_, i) => row({ title: `run ${i}` }));
		await prepareSearch(rows);
		expect(findRuns(rows, 'run 599')).toEqual([rows[599]]);
	});

	it('looks at what a row says now', () => {
		const before = row({ title: 'old' });
		expect(findRuns([before], 'old')).toHaveLength(1);
		expect(findRuns([{ ...before, title: 'new' }], 'old')).toEqual([]);
	});
});
