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
});

test('a seed draws the same documents for everyone, of the wanted kinds only', () => {
	expect(randomDocument(7, 0, null)).toBe(randomDocument(7, 0, null));
	expect(randomDocument(7, 0, null)).not.toBe(randomDocument(8, 0, null));
	const drawn = Array.from({ length: 300 }, (_, draw) => randomDocument(7, draw, null));
	expect(new Set(drawn.map(corpusKind))).toEqual(new Set(CORPUS_KINDS));
	for (const kind of CORPUS_KINDS) {
		expect(corpusKind(randomDocument(7, 3, (each) => each === kind))).toBe(kind);
	}
});
