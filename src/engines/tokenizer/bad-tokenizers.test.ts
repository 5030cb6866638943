/** Files and texts that are refused: by name, within a bound, and the rest continues. */
import { describe, expect, test } from 'vitest';
import { TokenCodec } from './token-codec.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const VOCAB = { '<unk>': 0, a: 1, b: 2, ab: 3 };
const BPE = { type: 'BPE', unk_token: '<unk>', vocab: VOCAB, merges: [['a', 'b']] };

const json = (parts: object): string => JSON.stringify({ version: '1.0', model: BPE, ...parts });
const codecOf = (parts: object, logits: number | null = null): Promise<TokenCodec> =>
	TokenCodec.create(utf8(json(parts)), logits);

const split = (Regex: string): object => ({
	pre_tokenizer: { type: 'Split', pattern: { Regex }, behavior: 'Isolated', invert: false }
});

const added = (id: number, content: string): object => ({
	id,
	content,
	single_word: false,
	lstrip: false,
	rstrip: false,
	normalized: false,
	special: true
});

describe('a file is refused with the reason of the library', () => {
	test.each([
		['no JSON', '{', /EOF/],
		['a number that JSON has not', json({}).replace('"a":1', '"a":NaN'), /expected/],
		['another version', json({ version: '2.0' }), /version '2\.0'/],
		['a model of no known type', json({ model: { type: 'LSTM' } }), /./],
		['an unknown step', json({ pre_tokenizer: { type: 'Sentences' } }), /variant|match/],
		['a broken expression', json(split('(')), /parenthesis/],
		['a merge of no tokens', json({ model: { ...BPE, merges: [['a', 'z']] } }), /`z`/],
		['chance', json({ model: { ...BPE, dropout: 0.1 } }), /by chance/],
		['too deep', '['.repeat(100_000), /./],
		[
			'groups in each other',
			json(split('('.repeat(20_000) + ')'.repeat(20_000))),
			/nests too deeply|depth limit/
		]
	])('%s', async (_, text, problem) => {
		await expect(TokenCodec.create(utf8(text), null)).rejects.toMatchObject({
			code: 'model-invalid',
			details: { file: 'tokenizer.json', problem: expect.stringMatching(problem) as string }
		});
	});

	test('a file of 100 MB is refused before it is read', async () => {
		const began = performance.now();
		await expect(TokenCodec.create(new Uint8Array(100_000_000), null)).rejects.toMatchObject({
			details: { problem: expect.stringContaining('100 MB') as string }
		});
		expect(performance.now() - began).toBeLessThan(1000);
	});
});

test('of a key that comes twice the last counts, as in the reference', async () => {
	const twice = json({}).replace('"ab":3', '"ab":7,"ab":3');
	const codec = await TokenCodec.create(utf8(twice), null);
	expect(codec.encode('ab', false)).toEqual([3]);
});

test('an expression that explodes is stopped, and other texts are read on', async () => {
	const codec = await codecOf(split('(a|b|ab)*x$'));
	const text = `${'ab'.repeat(5000)}xq`;
	const began = performance.now();
	expect(() => codec.encode(text, false)).toThrow(/retry-limit|longer than/);
	expect(performance.now() - began).toBeLessThan(15_000);
	expect(codec.encode('ab', false)).toEqual([3]);
	expect(() => codec.encode(text, false)).toThrow(/retry-limit|longer than/);
	expect(codec.decode([1, 2], true)).toBe('a b');
}, 60_000);

describe('more ids than the weights have', () => {
	test('an added token too many is in nobody’s way until a text uses it', async () => {
		const codec = await codecOf({ added_tokens: [added(4, '<image>')] }, 4);
		expect(codec.vocabularySize).toBe(4);
		expect(codec.encode('ab', false)).toEqual([3]);
		expect(() => codec.encode('ab<image>', false)).toThrow(
			expect.objectContaining({
				code: 'model-vocabulary-mismatch',
				details: { tokens: 5, logits: 4 }
			}) as Error
		);
		expect(codec.encode('ab<image>', false, true)).not.toContain(4);
	});

	test('a vocabulary far beyond the weights is another model’s', async () => {
		const model = { ...BPE, vocab: { ...VOCAB, z: 100 } };
		await expect(codecOf({ model }, 4)).rejects.toMatchObject({
			code: 'model-vocabulary-mismatch',
			details: { tokens: 101, logits: 4 }
		});
	});
});

test('the name of a special token is text where it is asked to be', async () => {
	const vocab = { ...VOCAB, '<': 4, '>': 5, s: 6, '<s>': 7 };
	const codec = await codecOf({ model: { ...BPE, vocab }, added_tokens: [added(7, '<s>')] });
	expect(codec.encode('<s>a', false)).toEqual([7, 1]);
	expect(codec.encode('<s>a', false, true)).toEqual([4, 6, 5, 1]);
});

test('a file asks for truncation and padding in vain: texts are encoded whole', async () => {
	const codec = await codecOf({
		truncation: { direction: 'Right', max_length: 1, strategy: 'LongestFirst', stride: 0 },
		padding: {
			strategy: { Fixed: 9 },
			direction: 'Right',
			pad_to_multiple_of: null,
			pad_id: 0,
			pad_type_id: 0,
			pad_token: '<unk>'
		}
	});
	expect(codec.encode('aabab', false)).toEqual([1, 3, 3]);
});
