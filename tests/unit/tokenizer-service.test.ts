/** Tokens of the built-in tokenizer: ids, pieces and bytes; and the samples of the tokens view. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { TokenizerService } from '#worker/tokenizer-service.ts';
import firstArticle from '../../src/ui/views/texts/first-article.json' with { type: 'json' };
import { DOCUMENTED_BIAS } from '../../src/ui/views/texts/text-examples.ts';
import { OCCUPATIONS } from '#core/sprout-world/bias.ts';
import fc, { examples } from '../property.ts';

const FOLDER = new URL('../../public/models/sprout/', import.meta.url);
const SPROUT = { kind: 'url', folderUrl: FOLDER.href } as const;

const service = new TokenizerService((_, file) =>
	Promise.resolve(readFileSync(new URL(file, FOLDER)))
);

async function bytesOf(text: string): Promise<number[]> {
	const { tokens } = await service.split(SPROUT, [text], false);
	return (tokens[0] ?? []).flatMap(({ bytes }) => bytes);
}

test('the bytes of all tokens are the bytes of the text, after the space put before it', async () => {
	await fc.assert(
		fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1 }), async (text) => {
			// A special token written out is one token.
			fc.pre(!text.includes('<|') && text.normalize('NFC') === text);
			const expected = [...new TextEncoder().encode(text)];
			const found = await bytesOf(text);
			expect([expected.join(), [0x20, ...expected].join()]).toContain(found.join());
		}),
		{ numRuns: examples(300) }
	);
});

test('a special token keeps its name and is marked', async () => {
	const { tokens } = await service.split(SPROUT, ['Mia<|end|>'], false);
	expect(tokens[0]?.at(-1)).toMatchObject({ text: '<|end|>', special: true });
	expect(tokens[0]?.at(0)?.special).toBe(false);
});

test('the samples are twelve languages of one sentence, in composed characters', () => {
	expect(new Set(firstArticle.map(({ tag }) => tag)).size).toBe(12);
	for (const { text } of firstArticle) {
		expect(text).toBe(text.normalize('NFC').trim());
		expect(text.length).toBeGreaterThan(40);
	}
});

test('a tokenizer that is missing is an error with a name', async () => {
	const empty = new TokenizerService(() => Promise.resolve(null));
	await expect(empty.split(SPROUT, ['x'], false)).rejects.toMatchObject({
		code: 'model-file-missing'
	});
});

test('the bias example documents what the world really has', () => {
	expect(DOCUMENTED_BIAS).toEqual(
		OCCUPATIONS.map(({ occupation, shePercent }) => ({ occupation, she: shePercent }))
	);
});
