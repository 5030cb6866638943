import { expect, test } from 'vitest';
import { corpusDocument, corpusKind, CORPUS_KINDS, CORPUS_SIZE } from './corpus.ts';
import { partedDocument } from './document-parts.ts';
import { nextDocument, randomDocument } from './random-document.ts';

const numbers = Array.from({ length: 400 }, (_, n) => Math.floor((n * (CORPUS_SIZE - 1)) / 399));

test('the parts of a document are its text, speaker by speaker', () => {
	for (const number of numbers) {
		const { kind, text, parts } = partedDocument(number);
		expect({ kind, text }).toEqual(corpusDocument(number));
		const said = parts.map(({ speaker, spans }) => {
			const words = spans.map((span) => span.text).join('');
			return speaker === null ? words : `<|${speaker}|>${words}<|end|>`;
		});
		expect(said.join('')).toBe(text);
	}
});

test('the words that were drawn say from how many', () => {
	const number = nextDocument(0, 1, (kind) => kind === 'bias') as number;
	const spans = partedDocument(number).parts.flatMap((part) => part.spans);
	for (const { text, draw } of spans) {
		if (text === ' she' || text === ' he') expect(draw).toMatchObject({ options: 2, total: 100 });
		if (text.startsWith('The ')) expect(draw).toMatchObject({ options: 12, weight: 1, total: 12 });
	}
});

test('a drawn word belongs to the draw before it, and a word that had to follow to none', () => {
	const number = nextDocument(0, 1, (kind) => kind === 'bias') as number;
	const { parts } = partedDocument(number);
	expect(parts.map(({ speaker }) => speaker)).toEqual([null]);
	const spans = parts.flatMap((part) => part.spans);
	expect(spans.slice(0, 4).map(({ draw }) => draw?.options)).toEqual([12, 4, 2, 16]);
	for (const { text, draw } of spans) if (text === ' ') expect(draw).toBeNull();
});

test('a document has as many draws as were made, and its rarity has one digit before the point', () => {
	for (const number of numbers.slice(0, 50)) {
		let draws = 0;
		let rarity = 0;
		corpusDocument(number, {
			chose: (weight, total) => {
				draws++;
				rarity += Math.log10(total / weight);
			},
			said: () => undefined
		});
		const { drawCount, oneIn } = partedDocument(number);
		expect(drawCount).toBe(draws);
		expect(oneIn.mantissa).toBeGreaterThanOrEqual(1);
		expect(oneIn.mantissa).toBeLessThan(10);
		expect(Math.log10(oneIn.mantissa) + oneIn.exponent).toBeCloseTo(rarity, 6);
	}
});

test('how rare a document is follows from the odds of its draws', () => {
	let oneIn = 1;
	const { text } = corpusDocument(17, {
		chose: (weight, total) => (oneIn *= total / weight),
		said: () => undefined
	});
	const parted = partedDocument(17);
	expect(parted.text).toBe(text);
	expect(parted.oneIn.mantissa * 10 ** parted.oneIn.exponent).toBeCloseTo(oneIn, -1);
});

test('a kind is known without writing the document', () => {
	for (const number of numbers) expect(corpusKind(number)).toBe(corpusDocument(number).kind);
});

test('the next document of a kind is found in both directions', () => {
	const isFacts = (kind: string) => kind === 'facts';
	const next = nextDocument(1000, 1, isFacts) as number;
	expect(corpusKind(next)).toBe('facts');
	for (let number = 1000; number < next; number++) expect(corpusKind(number)).not.toBe('facts');
	expect(nextDocument(next, -1, isFacts)).toBe(next);
	expect(nextDocument(0, 1, () => false)).toBeNull();
	const any = () => true;
	const last = CORPUS_SIZE - 1;
	expect([nextDocument(0, -1, any), nextDocument(last, 1, any)]).toEqual([0, last]);
	expect([nextDocument(-1, 1, any), nextDocument(CORPUS_SIZE, -1, any)]).toEqual([null, null]);
	expect(() => corpusDocument(CORPUS_SIZE)).toThrow(RangeError);
});

test('a seed draws the same documents for everyone, of the wanted kinds only', () => {
	const draws = [0, 1, 2, 3].map((draw) => randomDocument(7, draw, null));
	expect(draws).toEqual([97_226, 667_000, 187_237, 59_254]);
	expect(randomDocument(2 ** 32 - 1, 5, null)).toBe(540_010);
	const drawn = Array.from({ length: 300 }, (_, draw) => randomDocument(7, draw, null));
	expect(new Set(drawn.map(corpusKind))).toEqual(new Set(CORPUS_KINDS));
	for (const kind of CORPUS_KINDS) {
		expect(corpusKind(randomDocument(7, 3, (each) => each === kind))).toBe(kind);
	}
});
