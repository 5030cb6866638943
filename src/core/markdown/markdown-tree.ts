/** Markdown as a small tree that is safe to draw; `worker/markdown/parse-markdown.ts` makes it. */

export type MarkdownNode =
	| { readonly kind: 'text' | 'code' | 'code-block'; readonly text: string }
	| {
			readonly kind: 'paragraph' | 'emphasis' | 'strong' | 'quote' | 'item';
			readonly children: readonly MarkdownNode[];
	  }
	/** Level from 1. */
	| {
			readonly kind: 'heading';
			readonly level: number;
			readonly children: readonly MarkdownNode[];
	  }
	/** `start` is null where nothing is numbered. */
	| {
			readonly kind: 'list';
			readonly start: number | null;
			readonly children: readonly MarkdownNode[];
	  }
	| {
			readonly kind: 'link';
			readonly href: string;
			readonly isOutside: boolean;
			readonly children: readonly MarkdownNode[];
	  }
	| {
			readonly kind: 'table';
			readonly align: readonly ('left' | 'right' | 'center' | null)[];
			readonly rows: readonly (readonly (readonly MarkdownNode[])[])[];
	  }
	| { readonly kind: 'break' | 'rule' };

export type MarkdownTree = readonly MarkdownNode[];

/** Of one text, in UTF-16 units: what a text of a lesson may have. */
export const LONGEST_MARKDOWN = 20_000;

/** Words with single blanks between them, and no character that Markdown gives a meaning to. */
const NO_MARKS =
	/^[\p{L}\p{N}\p{M}.,;:?!'"()%/$€–—’‘“”„«»…·]+(?: [\p{L}\p{N}\p{M}.,;:?!'"()%/$€–—’‘“”„«»…·]+)*$/u;
/** The only mark that is made of them: `1. ` and `1) ` begin a list. */
const BEGINS_LIST = /^\d{1,9}[.)]/;

/**
 * The tree of a text that says nothing to a parser of Markdown, as most titles and options do: one paragraph.
 *
 * @returns null where a parser has to be asked
 */
export function unmarkedTree(text: string): MarkdownTree | null {
	if (text.length > LONGEST_MARKDOWN || !NO_MARKS.test(text) || BEGINS_LIST.test(text)) return null;
	return plainTree(text);
}

/** A text as it was written, as one paragraph. */
export function plainTree(text: string): MarkdownTree {
	return [{ kind: 'paragraph', children: [{ kind: 'text', text }] }];
}

/** What is in the first paragraph, for a title or an option; else the text as it was written. */
export function lineOf(tree: MarkdownTree, text: string): MarkdownTree {
	const [first] = tree;
	return first?.kind === 'paragraph' ? first.children : [{ kind: 'text', text }];
}

/** The words of a line without its marks, for what can show no elements: the label of a picture. */
export function wordsOf(nodes: MarkdownTree): string {
	return nodes
		.map((node) => {
			if ('text' in node) return node.text;
			return 'children' in node ? wordsOf(node.children) : ' ';
		})
		.join('');
}

/** Whether a tree is paragraphs of bare text and nothing else: then it looks as it was written. */
export function isBareText(tree: MarkdownTree): boolean {
	return tree.every(
		(node) => node.kind === 'paragraph' && node.children.every(({ kind }) => kind === 'text')
	);
}
