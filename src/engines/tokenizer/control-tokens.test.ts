/**
 * What people say never becomes a control token, and nothing else changes by that. Two other ways of
 * saying the same give the ids to compare with: the parts between control tokens encoded one by one,
 * and a tokenizer whose file has other names for them.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { PromptPiece } from '../engine.ts';
import { TokenCodec } from './token-codec.ts';

const FIXTURES = new URL('../../../tests/fixtures/tokenizers/', import.meta.url);
const KINDS = [
	...['gpt2', 'gpt_neox', 'opt', 'qwen', 'llama3', 'smollm2', 'bloom'],
	...['llama2', 'mistral', 'unigram', 'wordpiece']
];
const AS_TEXT = { addSpecial: false, contentAsText: true, control: [] };
const AS_TOKEN = { ...AS_TEXT, contentAsText: false };

interface AddedToken {
	readonly id: number;
	readonly content: string;
	readonly special: boolean;
}

interface TokenizerJson {
	readonly added_tokens: readonly AddedToken[];
	readonly model: { readonly unk_token?: string | null };
	readonly [field: string]: unknown;
}

const own = (text: string): PromptPiece => ({ text, fromContent: false });
const said = (text: string): PromptPiece => ({ text, fromContent: true });
const textOf = (pieces: readonly PromptPiece[]): string => pieces.map(({ text }) => text).join('');

function readTokenizer(kind: string): TokenizerJson {
	return JSON.parse(
		readFileSync(new URL(`${kind}/tokenizer.json`, FIXTURES), 'utf8')
	) as TokenizerJson;
}

const codecOf = (json: object): Promise<TokenCodec> =>
	TokenCodec.create(new TextEncoder().encode(JSON.stringify(json)), null);

describe.each(KINDS)('%s', async (kind) => {
	const json = readTokenizer(kind);
	const codec = await codecOf(json);
	// What it has no word for is its unknown token, as in the reference.
	const isControl = ({ special, content }: AddedToken) =>
		special && content !== json.model.unk_token;
	const special = json.added_tokens.filter(isControl);
	const [first] = special;
	const last = special.at(-1);
	if (first === undefined || last === undefined) throw new Error(`${kind} has no special token`);
	const texts = (
		JSON.parse(readFileSync(new URL(`${kind}/cases.json`, FIXTURES), 'utf8')) as { text: string }[]
	).map(({ text }) => text);
	const spells = (text: string) => json.added_tokens.some(({ content }) => text.includes(content));

	test('a prompt in which nobody spells a control token has the ids of its whole text', () => {
		const plain = texts.filter((text) => !spells(text));
		expect(plain.length).toBeGreaterThan(5);
		for (const text of plain) {
			const pieces = [own(`${first.content}user\n`), said(text), own(`${last.content}\n`)];
			expect(codec.encodePrompt(pieces, AS_TEXT)).toEqual({
				tokenIds: codec.encode(textOf(pieces), false),
				spelled: []
			});
		}
	});

	test('as a token, what is spelled has the ids of the whole text, and is named', () => {
		const pieces = [own(first.content), said(`a${last.content}b`)];
		expect(codec.encodePrompt(pieces, AS_TOKEN)).toEqual({
			tokenIds: codec.encode(textOf(pieces), false),
			spelled: [last.content]
		});
	});

	// Its vocabulary has every special token as a word of its own.
	const isWord = kind === 'unigram';

	test('as text, it is read as if the tokens had other names', async () => {
		const pieces = [
			own(`${first.content}user\n`),
			said(`Hello ${last.content} there${first.content}`),
			own(`${last.content}\n`)
		];
		if (isWord) {
			expect(() => codec.encodePrompt(pieces, AS_TEXT)).toThrow(
				expect.objectContaining({ code: 'control-token-spelled' }) as Error
			);
			return;
		}
		const { tokenIds, spelled } = codec.encodePrompt(pieces, AS_TEXT);
		expect(spelled).toEqual([...new Set([last.content, first.content])]);
		expect(tokenIds).toEqual(await withOtherNames(json, pieces));
		const control = new Set(special.map(({ id }) => id));
		expect(tokenIds.filter((id) => control.has(id))).toEqual([first.id, last.id]);
	});

	test.skipIf(isWord || kind === 'mistral')('part by part the same ids come out', () => {
		const [before, after] = ['user\n', 'x'];
		const words = `1 ${last.content}, ${first.content}2`;
		const pieces = [own(first.content), own(before), said(words), own(last.content), own(after)];
		expect(codec.encodePrompt(pieces, AS_TEXT).tokenIds).toEqual([
			first.id,
			...codec.encode(before + words, false, true),
			last.id,
			...codec.encode(after, false, true)
		]);
	});
});

/** A private character for each special token, in the file and where the template wrote one. */
async function withOtherNames(
	json: TokenizerJson,
	pieces: readonly PromptPiece[]
): Promise<number[]> {
	const special = json.added_tokens.filter((token) => token.special);
	const sign = ({ id }: AddedToken) => String.fromCodePoint(0x10_0000 + id);
	const renamed = await codecOf({
		...json,
		added_tokens: json.added_tokens.map((token) =>
			token.special ? { ...token, content: sign(token) } : token
		)
	});
	const text = pieces.map((piece) =>
		piece.fromContent
			? piece.text
			: special.reduce((all, token) => all.replaceAll(token.content, sign(token)), piece.text)
	);
	const names = new Map(json.added_tokens.map((token) => [sign(token), token.id]));
	return renamed.encode(text.join(''), false).map((id) => names.get(renamed.piece(id)) ?? id);
}

const LETTERS = Object.fromEntries(
	Array.from('abcdeinoru<>/|[] \n', (letter, id) => [letter, id] as const)
);
const BPE = { type: 'BPE', vocab: LETTERS, merges: [] as string[] };
const token = (id: number, content: string, rest: object = {}) => ({
	...{ id, content, special: true, normalized: false },
	...{ lstrip: false, rstrip: false, single_word: false, ...rest }
});
const tokenizer = (added: readonly object[], rest: object = {}) =>
	codecOf({ version: '1.0', added_tokens: added, model: BPE, ...rest });
const idsOf = (text: string) => Array.from(text, (letter) => LETTERS[letter] ?? -1);

describe('control tokens', () => {
	test('are also those that the template writes without their being special', async () => {
		const codec = await tokenizer([
			token(18, '<|u|>', { special: false }),
			token(19, '<b>', { special: false })
		]);
		const pieces = [own('<|u|>'), said('a<|u|><b>')];
		expect(codec.encodePrompt(pieces, AS_TEXT)).toEqual({
			tokenIds: [18, ...idsOf('a<|u|>'), 19],
			spelled: ['<|u|>']
		});
		// Without the template's word for it, it is no more than a frequent text.
		expect(codec.encodePrompt([said('a<|u|>')], AS_TEXT)).toEqual({
			tokenIds: [...idsOf('a'), 18],
			spelled: []
		});
		expect(codec.encodePrompt([said('a<|u|>')], { ...AS_TEXT, control: [18] }).spelled).toEqual([
			'<|u|>'
		]);
	});

	test('that are not special stay tokens in the model’s own words', async () => {
		const codec = await tokenizer([
			token(18, '<b>', { special: false }),
			token(19, '<u>'),
			token(20, '<e>', { special: false })
		]);
		const answer = { text: 'a<b><u><e>', fromContent: true, byModel: true };
		const pieces = [own('<u>'), said('<b>r'), own('<u>'), answer, own('<b>')];
		expect(codec.encodePrompt(pieces, { ...AS_TEXT, control: [20] })).toEqual({
			tokenIds: [19, ...idsOf('<b>r'), 19, ...idsOf('a'), 18, ...idsOf('<u><e>'), 18],
			spelled: ['<b>', '<u>', '<e>']
		});
		const alone = [own('<u>'), { ...answer, text: 'a<b>' }, own('<b>')];
		expect(codec.encodePrompt(alone, AS_TEXT)).toEqual({
			tokenIds: [19, ...idsOf('a'), 18, 18],
			spelled: []
		});
	});

	test('are no white space, though a template writes that', async () => {
		const codec = await tokenizer([token(18, '\n\n', { special: false })]);
		const pieces = [own('a\n\n'), said('b\n\nc')];
		expect(codec.encodePrompt(pieces, AS_TEXT)).toEqual({
			tokenIds: [...idsOf('a'), 18, ...idsOf('b'), 18, ...idsOf('c')],
			spelled: []
		});
	});

	test('take white space along as before, the template’s and what is said', async () => {
		const codec = await tokenizer([
			token(18, '<u>', { rstrip: true }),
			token(19, '<e>', { lstrip: true })
		]);
		const pieces = [own('<u>\n'), said('  a <u> b \n'), own('<e>')];
		expect(codec.encodePrompt(pieces, AS_TEXT).tokenIds).toEqual([18, ...idsOf('a <u> b'), 19]);
	});

	test('are found where they are looked for in normalized text', async () => {
		const codec = await tokenizer([token(18, '<u>', { normalized: true })], {
			normalizer: { type: 'Lowercase' }
		});
		const pieces = [own('<U>'), said('a<U>b'), own('<u>')];
		expect(codec.encodePrompt(pieces, AS_TEXT)).toEqual({
			tokenIds: [18, ...idsOf('a<u>b'), 18],
			spelled: ['<u>']
		});
	});

	test('that template and message spell together are refused as text', async () => {
		const codec = await tokenizer([token(18, '<u>')]);
		const pieces = [own('a<'), said('u>')];
		expect(() => codec.encodePrompt(pieces, AS_TEXT)).toThrow(
			expect.objectContaining({
				code: 'control-token-spelled',
				details: { tokens: '<u>' }
			}) as Error
		);
		expect(codec.encodePrompt(pieces, AS_TOKEN)).toEqual({
			tokenIds: [...idsOf('a'), 18],
			spelled: ['<u>']
		});
	});

	test('that the model’s own vocabulary reads as one word are refused as text', async () => {
		const model = {
			...{ type: 'WordLevel', unk_token: '<u>' },
			vocab: { '<u>': 0, '<e>': 1, a: 2 }
		};
		const codec = await codecOf({
			...{ version: '1.0', model, pre_tokenizer: { type: 'WhitespaceSplit' } },
			added_tokens: [token(0, '<u>'), token(1, '<e>')]
		});
		expect(() => codec.encodePrompt([own('<e>'), said('a <e>')], AS_TEXT)).toThrow(
			expect.objectContaining({ code: 'control-token-spelled' }) as Error
		);
		// A word that it does not know is its unknown token, as in the reference.
		expect(codec.encodePrompt([own('<e>'), said('a b')], AS_TEXT).tokenIds).toEqual([1, 2, 0]);
	});

	test('leave characters for private use in a message alone', async () => {
		const model = { ...BPE, vocab: { ...LETTERS, '\u{f0000}': 18 } };
		const codec = await tokenizer([token(19, '<u>')], { model });
		const pieces = [own('<u>'), said('\u{f0000}<u>')];
		expect(codec.encodePrompt(pieces, AS_TEXT).tokenIds).toEqual([19, 18, ...idsOf('<u>')]);
	});

	test('are refused as text where ids have gaps, which no place is safe in', async () => {
		const model = { ...BPE, vocab: { ...LETTERS, z: 19 } };
		const codec = await tokenizer([token(18, '<u>')], { model });
		expect(() => codec.encodePrompt([own('<u>'), said('<u>')], AS_TEXT)).toThrow(
			expect.objectContaining({ code: 'model-invalid' }) as Error
		);
	});

	test('are found beside half a character', async () => {
		const codec = await tokenizer([token(18, '<u>')]);
		const pieces = [own('<u>'), said('a\ud800<u>')];
		expect(codec.encodePrompt(pieces, AS_TEXT).spelled).toEqual(['<u>']);
		expect(codec.encodePrompt(pieces, AS_TOKEN).tokenIds).toEqual(
			codec.encode(textOf(pieces), false)
		);
	});
});
