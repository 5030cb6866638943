/**
 * Against the reference library: tests/fixtures/tokenizers holds a tiny tokenizer of every kind and
 * what Hugging Face's own makes of the texts (tests/writers/families/write_tokenizer_fixtures.py).
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { StreamingText } from '#core/text/streaming-text.ts';
import { TokenCodec } from './token-codec.ts';

const FIXTURES = new URL('../../../tests/fixtures/tokenizers/', import.meta.url);
const KINDS = [
	...['gpt2', 'gpt_neox', 'opt', 'qwen', 'llama3', 'smollm2', 'bloom'],
	...['llama2', 'mistral', 'unigram', 'wordpiece']
];

interface Case {
	readonly text: string;
	readonly ids: readonly number[];
	readonly plain_ids: readonly number[];
	/** With special tokens spelled out, and without them. */
	readonly decoded: string;
	readonly decoded_text: string;
}

const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, FIXTURES), 'utf8'));

describe.each(KINDS)('%s', async (kind) => {
	const bytes = readFileSync(new URL(`${kind}/tokenizer.json`, FIXTURES));
	const codec = await TokenCodec.create(bytes, null);
	const cases = read(`${kind}/cases.json`) as Case[];

	test.each(cases)('text to ids and back: $text', ({ text, ids, plain_ids, ...decoded }) => {
		expect(codec.encode(text, true)).toEqual(ids);
		expect(codec.encode(text, false)).toEqual(plain_ids);
		expect(codec.decode(ids, true)).toBe(decoded.decoded);
		expect(codec.decode(ids, false)).toBe(decoded.decoded_text);
	});

	test('token by token the same text comes out, never a broken character', () => {
		for (const { ids, decoded_text: whole } of cases) {
			const streamed = new StreamingText((window) => codec.decode(window, false), []);
			for (const id of ids) {
				const { piece } = streamed.add(id);
				expect(whole.includes('\uFFFD') || !piece.includes('\uFFFD')).toBe(true);
				expect(whole.startsWith(streamed.text)).toBe(true);
			}
			expect(streamed.text).toBe(whole);
		}
	});

	test('every token has a piece that a person can read', () => {
		for (let id = 0; id < codec.vocabularySize; id++) {
			expect(codec.piece(id), String(id)).not.toContain('\uFFFD');
		}
	});
});
