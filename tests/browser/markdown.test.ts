/** The parser of Markdown in its worker: what takes too long is ended there, and the page never waits. */
import { expect, test } from 'vitest';
import { MarkdownClient } from '#client/markdown-client.ts';
import { parseMarkdown } from '#worker/markdown/parse-markdown.ts';

const shown = new AbortController().signal;
const SHORT = 'A *word* &amp; a list:\n\n1. one\n2. two';
/** Each takes the parser seconds: 20,000 characters, as many as a text of a lesson may have. */
const EXPLODES = '1. '.repeat(6666);
const OTHERS = ['*a_'.repeat(6666), '> - '.repeat(5000)];

test('a text comes back as its tree', async () => {
	await expect(new MarkdownClient().parse(SHORT, shown)).resolves.toEqual(parseMarkdown(SHORT));
});

test('one that explodes is refused by name, and the next is read', async () => {
	const client = new MarkdownClient(undefined, 8);
	for (const text of [EXPLODES, ...OTHERS]) {
		const refused = client.parse(text, shown);
		const next = client.parse(SHORT, shown);
		await expect(refused).rejects.toMatchObject({ code: 'markdown-too-slow' });
		await expect(next).resolves.toEqual(parseMarkdown(SHORT));
	}
});

test('one with too many parts is refused by name', async () => {
	await expect(new MarkdownClient().parse('a\n=\n'.repeat(800), shown)).rejects.toMatchObject({
		code: 'markdown-too-large'
	});
});

test('one that is no longer shown is not begun', async () => {
	const place = new AbortController();
	const client = new MarkdownClient(undefined, 1_000_000);
	const first = client.parse(SHORT, shown);
	const gone = client.parse(EXPLODES, place.signal);
	place.abort();
	await expect(first).resolves.toHaveLength(2);
	await expect(gone).rejects.toMatchObject({ code: 'aborted' });
});
