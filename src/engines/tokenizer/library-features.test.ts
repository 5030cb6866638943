/**
 * Every feature of Hugging Face's format against its own library (0.23.3): small tokenizers made for
 * this project, with the ids and texts that the Python package gives for strings that tell them apart.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { TokenCodec } from './token-codec.ts';

const FIXTURES = new URL('../../../tests/fixtures/tokenizers/', import.meta.url);

interface Feature {
	readonly name: string;
	readonly tokenizer: object;
	readonly cases: readonly {
		readonly text: string;
		readonly ids: readonly number[];
		readonly decoded: string;
	}[];
}

interface Synthetic {
	readonly texts: readonly string[];
	readonly tokenizers: readonly {
		readonly name: string;
		readonly tokenizer: object;
		/** A text each: ids, ids without special tokens, decoded, decoded without special tokens. */
		readonly rows: readonly (readonly [number[], number[], string, string])[];
	}[];
}

const features = JSON.parse(
	readFileSync(new URL('features.json', FIXTURES), 'utf8')
) as readonly Feature[];
const synthetic = JSON.parse(
	gunzipSync(readFileSync(new URL('synthetic.json.gz', FIXTURES))).toString()
) as Synthetic;

const codecOf = (json: object): Promise<TokenCodec> =>
	TokenCodec.create(new TextEncoder().encode(JSON.stringify(json)), null);

test.each(features)('$name', async ({ tokenizer, cases }) => {
	const codec = await codecOf(tokenizer);
	for (const { text, ids, decoded } of cases) {
		expect(codec.encode(text, false), text).toEqual(ids);
		expect(codec.decode(ids, true), text).toBe(decoded);
	}
});

test.each(synthetic.tokenizers)('$name: all texts', async ({ tokenizer, rows }) => {
	const codec = await codecOf(tokenizer);
	const made = synthetic.texts.map((text) => {
		const ids = codec.encode(text, true);
		return [ids, codec.encode(text, false), codec.decode(ids, true), codec.decode(ids, false)];
	});
	expect(made).toEqual(rows);
});
