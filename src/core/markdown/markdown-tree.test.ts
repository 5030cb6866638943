import { describe, expect, test } from 'vitest';
import fc, { examples } from '../../../tests/property.ts';
import { parseMarkdown } from '../../worker/markdown/parse-markdown.ts';
import { LONGEST_MARKDOWN, lineOf, unmarkedTree, wordsOf } from './markdown-tree.ts';

const CHARACTERS = Array.from('aZé中٣²́9 .,;:?!\'"()%/$€–“…#*_`[]<>&\\-+=|~\n\t\u00a0');

describe('a text without marks', () => {
	test.each(['Which word comes next?', 'red', '«Sí», dijo: 3/4 (75 %).', 'http://example.org/a'])(
		'is its own tree, without a parser: %s',
		(text) => expect(unmarkedTree(text)).toEqual(parseMarkdown(text))
	);

	test.each(['a *b*', '1. a', '2) b', '# a', ' a', 'a  b', 'a\nb', '&amp;', '', 'a\\', '- a'])(
		'is not one that a parser has to look at: %j',
		(text) => expect(unmarkedTree(text)).toBeNull()
	);

	test('is the same to the parser, whatever its characters', () => {
		const texts = fc.string({ unit: fc.constantFrom(...CHARACTERS), maxLength: 12 });
		let unmarked = 0;
		fc.assert(
			fc.property(texts, (text) => {
				const tree = unmarkedTree(text);
				if (tree === null) return;
				unmarked += 1;
				expect(tree).toEqual(parseMarkdown(text));
			}),
			{ numRuns: examples(3000) }
		);
		expect(unmarked).toBeGreaterThan(100);
	});

	test('is no longer than a parser may be given', () => {
		expect(unmarkedTree('a'.repeat(LONGEST_MARKDOWN))).not.toBeNull();
		expect(unmarkedTree('a'.repeat(LONGEST_MARKDOWN + 1))).toBeNull();
	});
});

test('a line is what is in the first paragraph, else the text as it was written', () => {
	expect(lineOf(parseMarkdown('a *b*'), 'a *b*').map(({ kind }) => kind)).toEqual([
		'text',
		'emphasis'
	]);
	expect(lineOf(parseMarkdown('# a'), '# a')).toEqual([{ kind: 'text', text: '# a' }]);
});

test('the words of a line are its text without marks', () => {
	expect(wordsOf(lineOf(parseMarkdown('*2 + 3 = 5*, `x`'), ''))).toBe('2 + 3 = 5, x');
	expect(wordsOf(lineOf(parseMarkdown('**a [b](https://c.example)**'), ''))).toBe('a b');
});
