import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { describeModel } from './model-config.ts';
import { OnnxTokenizer } from './onnx-tokenizer.ts';

const QWEN = new URL('../../../tests/fixtures/tokenizers/qwen/', import.meta.url);
const tokenizerJson = readFileSync(new URL('tokenizer.json', QWEN));

interface Added {
	readonly id: number;
	readonly content: string;
}

const { added_tokens: added } = JSON.parse(tokenizerJson.toString()) as {
	readonly added_tokens: readonly Added[];
};
const idOf = (content: string): number | undefined =>
	added.find((token) => token.content === content)?.id;

async function stopsOf(tokenizerConfig: object): Promise<readonly number[]> {
	const json = (name: string, content: object) => ({
		name,
		bytes: new TextEncoder().encode(JSON.stringify(content))
	});
	const description = describeModel([
		json('config.json', { n_ctx: 64 }),
		json('tokenizer_config.json', tokenizerConfig),
		{ name: 'tokenizer.json', bytes: new Uint8Array(tokenizerJson) }
	]);
	return (await OnnxTokenizer.create(description, null)).stopTokenIds;
}

const TURNS = (end: string): string =>
	`{% for m in messages %}{{ m.role }}: {{ m.content }}${end}\n{% endfor %}`;

test('the end of a text that the tokenizer names stops, and the end of a turn that the template writes', async () => {
	const [text, turn] = ['<|endoftext|>', '<|im_end|>'];
	expect(idOf(text)).toBeDefined();
	expect(idOf(turn)).toBeDefined();
	expect(await stopsOf({ eos_token: text })).toEqual([idOf(text)]);
	expect(await stopsOf({ eos_token: { content: text }, chat_template: TURNS(turn) })).toEqual([
		idOf(text),
		idOf(turn)
	]);
	expect(await stopsOf({ chat_template: TURNS(` ${turn}`) })).toEqual([idOf(turn)]);
});

test('plain text between turns stops nothing, nor does a template that renders no such chat', async () => {
	expect(await stopsOf({ chat_template: TURNS('.') })).toEqual([]);
	const refusing = "{{ raise_exception('one turn only') }}";
	expect(await stopsOf({ eos_token: 'no token', chat_template: refusing })).toEqual([]);
});
