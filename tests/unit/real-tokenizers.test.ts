/**
 * Published tokenizers against Hugging Face's own library; none lie in the repository. Put files into a
 * folder as NAME.json, run tools/tokenizers/golden.py on it, and name it:
 *
 *     GLASSHOUSE_REAL_TOKENIZERS=folder npx vitest run --project unit tests/unit/real-tokenizers.test.ts
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { StreamingText } from '#core/text/streaming-text.ts';
import { AppError } from '#core/errors.ts';
import type { RunMessage } from '#core/run-file/schema.ts';
import { ChatTemplate } from '#engines/chat-template/chat-template.ts';
import { textOfChat, type PromptPiece } from '#engines/engine.ts';
import { TokenCodec } from '#engines/tokenizer/token-codec.ts';

interface Row {
	readonly text: string;
	readonly ids: readonly number[];
	readonly plain_ids: readonly number[];
	readonly decoded: string;
	readonly decoded_text: string;
}

type Golden = { readonly rows: readonly Row[] } | { readonly refused: string };

const FOLDER = process.env['GLASSHOUSE_REAL_TOKENIZERS'];
const GOLDEN = '.golden.json';
const names =
	FOLDER === undefined
		? []
		: readdirSync(FOLDER)
				.filter((file) => file.endsWith(GOLDEN))
				.map((file) => file.slice(0, -GOLDEN.length));

describe.skipIf(FOLDER === undefined)('published tokenizers', () => {
	test('the folder has some', () => {
		expect(names).not.toEqual([]);
	});

	test.each(names)(
		'%s: the ids and texts of the reference, or its refusal',
		async (name) => {
			const golden = JSON.parse(
				readFileSync(join(FOLDER ?? '', `${name}${GOLDEN}`), 'utf8')
			) as Golden;
			const creating = TokenCodec.create(readFileSync(join(FOLDER ?? '', `${name}.json`)), null);
			if ('refused' in golden) {
				await expect(creating).rejects.toMatchObject({ code: 'model-invalid' });
				return;
			}
			const codec = await creating;
			for (const { text, ...expected } of golden.rows) {
				const ids = codec.encode(text, true);
				expect({
					text,
					ids,
					plain_ids: codec.encode(text, false),
					decoded: codec.decode(ids, true),
					decoded_text: codec.decode(ids, false)
				}).toEqual({ text, ...expected });
				expectStreamed(codec, expected.ids, expected.decoded_text);
			}
		},
		120_000
	);
});

/** A folder of chat templates as src/engines/chat-template/reference.test.ts reads it. */
interface Templates {
	readonly special_tokens: Readonly<Record<string, string>>;
	readonly conversations: readonly { readonly messages: readonly RunMessage[] }[];
	readonly templates: readonly { readonly file: string }[];
}

const TEMPLATES = process.env['GLASSHOUSE_REAL_TEMPLATES'];

/** All that the templates make of the conversations; what they refuse is left out. */
function renderAll(folder: string): { pieces: readonly PromptPiece[]; text: string }[] {
	const golden = JSON.parse(readFileSync(join(folder, 'golden.json'), 'utf8')) as Templates;
	return golden.templates.flatMap(({ file }) => {
		const template = new ChatTemplate(
			readFileSync(join(folder, file), 'utf8'),
			golden.special_tokens
		);
		return golden.conversations.flatMap(({ messages }) => {
			try {
				const { pieces } = template.render(messages, '2026-11-30T07:08:09');
				return [{ pieces, text: textOfChat({ pieces }) }];
			} catch {
				return [];
			}
		});
	});
}

describe.skipIf(FOLDER === undefined || TEMPLATES === undefined)('prompts of templates', () => {
	// The body is run to find its tests, also where they are skipped.
	const prompts = TEMPLATES === undefined ? [] : renderAll(TEMPLATES);
	const options = { addSpecial: false, contentAsText: true, control: [] };

	test.each(names)(
		'%s: the ids of the whole text, unless somebody spells a control token',
		async (name) => {
			const bytes = readFileSync(join(FOLDER ?? '', `${name}.json`));
			const codec = await TokenCodec.create(bytes, null).catch(() => null);
			if (codec === null) return;
			const count = { equal: 0, spelled: 0, refused: 0 };
			for (const { pieces, text } of prompts) {
				const said = pieces.filter(({ fromContent }) => fromContent).map((piece) => piece.text);
				try {
					const { tokenIds, spelled } = codec.encodePrompt(pieces, options);
					count[spelled.length === 0 ? 'equal' : 'spelled'] += 1;
					if (spelled.length === 0) expect(tokenIds).toEqual(codec.encode(text, false));
					const isSaid = (token: string) => said.some((each) => each.includes(token));
					expect(spelled.every(isSaid)).toBe(true);
				} catch (error) {
					if (!(error instanceof AppError)) throw error;
					count.refused += 1;
				}
			}
			console.info(name, count);
		},
		600_000
	);
});

/** Token by token: the same text, where the decoder takes back nothing of what it gave for fewer tokens. */
function expectStreamed(codec: TokenCodec, ids: readonly number[], whole: string): void {
	const parts = ids.map((_, index) => codec.decode(ids.slice(0, index + 1), false));
	if (!parts.every((part) => whole.startsWith(part.replace(/\uFFFD+$/, '')))) return;
	if (whole.includes('\uFFFD')) return;
	const streamed = new StreamingText((window) => codec.decode(window, false), []);
	for (const id of ids) streamed.add(id);
	expect(streamed.text).toBe(whole);
}
