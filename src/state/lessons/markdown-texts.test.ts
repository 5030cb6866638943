import { expect, test } from 'vitest';
import { AppError } from '#core/errors.ts';
import { plainTree, type MarkdownTree } from '#core/markdown/markdown-tree.ts';
import { parseMarkdown } from '../../worker/markdown/parse-markdown.ts';
import { MarkdownTexts } from './markdown-texts.ts';

const shown = new AbortController().signal;

/** The parser itself, counting, without a worker around it. */
function textsThat(parse: (text: string) => MarkdownTree): {
	texts: MarkdownTexts;
	asked: string[];
} {
	const asked: string[] = [];
	const texts = new MarkdownTexts({
		parse(text) {
			asked.push(text);
			return new Promise((resolve) => resolve(parse(text)));
		}
	});
	return { texts, asked };
}

test('a text without marks is known before anybody is asked', async () => {
	const { texts, asked } = textsThat(parseMarkdown);
	expect(texts.known('Guess first')).toEqual({ kind: 'tree', tree: plainTree('Guess first') });
	await texts.read('Guess first', shown);
	expect(asked).toEqual([]);
});

test('a text is parsed once', async () => {
	const { texts, asked } = textsThat(parseMarkdown);
	expect(texts.known('a *b*')).toBeNull();
	const reading = await texts.read('a *b*', shown);
	expect(reading).toEqual({ kind: 'tree', tree: parseMarkdown('a *b*') });
	expect(texts.known('a *b*')).toEqual(reading);
	await texts.read('a *b*', shown);
	expect(asked).toEqual(['a *b*']);
});

test('a text that was refused is not tried again; one that met a broken worker is', async () => {
	const codes = ['markdown-too-slow', 'worker-crashed'] as const;
	for (const [tries, code] of codes.entries()) {
		const { texts, asked } = textsThat(() => {
			throw new AppError(code, '');
		});
		await expect(texts.read('*', shown)).resolves.toMatchObject({ error: { code } });
		await texts.read('*', shown);
		expect(asked).toHaveLength(tries + 1);
	}
});

test('a text that is no longer shown has no reading', async () => {
	const { texts } = textsThat(() => {
		throw new AppError('aborted', '');
	});
	await expect(texts.read('*', shown)).resolves.toBeNull();
});

test('only so many are kept, the newest', async () => {
	const { texts } = textsThat(parseMarkdown);
	for (let i = 0; i < 1001; i++) await texts.read(`*${i}*`, shown);
	expect(texts.known('*0*')).toBeNull();
	expect(texts.known('*1*')).not.toBeNull();
	expect(texts.known('*1000*')).not.toBeNull();
});
