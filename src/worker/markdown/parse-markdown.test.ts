import { describe, expect, it } from 'vitest';

import {
	LONGEST_MARKDOWN,
	lineOf,
	type MarkdownNode,
	type MarkdownTree
} from '#core/markdown/markdown-tree.ts';
import { parseMarkdown } from './parse-markdown.ts';

function parseMarkdownLine(text: string): MarkdownTree {
	return lineOf(parseMarkdown(text), text);
}

/** Every node of the tree, the deepest path, and all text. */
function survey(
	nodes: readonly MarkdownNode[],
	depth = 1
): { kinds: string[]; text: string; depth: number } {
	const inner = nodes.map((node) => {
		if ('children' in node) return survey(node.children, depth + 1);
		if (node.kind === 'table') return survey(node.rows.flat(2), depth + 1);
		return { kinds: [], text: 'text' in node ? node.text : '', depth };
	});
	return {
		kinds: [...nodes.map(({ kind }) => kind), ...inner.flatMap(({ kinds }) => kinds)],
		text: inner.map(({ text }) => text).join(''),
		depth: Math.max(depth, ...inner.map((each) => each.depth))
	};
}

describe('Markdown', () => {
	it('has headings, lists, emphasis, code, quotes, tables, rules and links', () => {
		const { kinds } = survey(
			parseMarkdown(
				'# A\n\n*b* **c** `d`  \ne\n\n> f\n\n1. g\n\n```\nh\n```\n\n---\n\n| i |\n| - |\n| j |\n\n[k](https://example.org)'
			)
		);
		const expected = ['heading', 'emphasis', 'strong', 'code', 'break', 'quote', 'list', 'item'];
		for (const kind of [...expected, 'code-block', 'rule', 'table', 'link']) {
			expect(kinds).toContain(kind);
		}
	});

	it('keeps HTML as text, tags and all', () => {
		const { kinds, text } = survey(
			parseMarkdown('<script>alert(1)</script>\n\na <b onclick="x">b</b>')
		);
		expect(text).toBe('<script>alert(1)</script>a <b onclick="x">b</b>');
		expect(new Set(kinds)).toEqual(new Set(['paragraph', 'text']));
	});

	it.each([
		'[a](javascript:alert(1))',
		'[a](JaVaScRiPt:alert(1))',
		'[a](data:text/html,x)',
		'[a](//example.org)',
		'[a](file:///etc/passwd)',
		'<javascript:alert(1)>',
		'[a]\n\n[a]: vbscript:x',
		'[a](#section)',
		'[a](../x)'
	])('has no link in %s', (markdown) => {
		expect(survey(parseMarkdown(markdown)).kinds).not.toContain('link');
	});

	it('has links to the web and into the app', () => {
		const [web, app] = ['[a](HTTPS://example.org/x)', '[a](#/runs)'].map(
			(markdown) => parseMarkdownLine(markdown)[0]
		);
		expect(web).toMatchObject({ href: 'HTTPS://example.org/x', isOutside: true });
		expect(app).toMatchObject({ href: '#/runs', isOutside: false });
	});

	it('shows the description of an image and fetches none', () => {
		const { kinds, text } = survey(parseMarkdown('![a *leaf*](https://example.org/x.png)'));
		expect([kinds, text]).toEqual([['paragraph', 'text'], 'a leaf']);
	});

	it('decodes character references', () => {
		expect(survey(parseMarkdown('a &amp; b &#x3C;')).text).toBe('a & b <');
	});

	it('of one line is without its paragraph', () => {
		expect(parseMarkdownLine('a *b*').map(({ kind }) => kind)).toEqual(['text', 'emphasis']);
		expect(parseMarkdownLine('# a')).toEqual([{ kind: 'text', text: '# a' }]);
		expect(parseMarkdownLine('')).toEqual([{ kind: 'text', text: '' }]);
	});

	it('never nests deeper than one can draw', () => {
		for (const nested of ['>'.repeat(2000), '1. '.repeat(1000), '['.repeat(2000)]) {
			expect(survey(parseMarkdown(`${nested}x`)).depth).toBeLessThan(30);
		}
	});

	it.each([
		['longer than a text of a lesson', 'a'.repeat(LONGEST_MARKDOWN + 1)],
		['of more headings than are drawn', 'a\n=\n'.repeat(800)],
		['of more cells than are drawn', `${'|a'.repeat(800)}|\n${'|-'.repeat(800)}|\n`]
	])('%s is refused by name', (_, markdown) => {
		expect(() => parseMarkdown(markdown)).toThrow(
			expect.objectContaining({ code: 'markdown-too-large' }) as Error
		);
	});
});
