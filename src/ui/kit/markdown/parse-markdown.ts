/**
 * Markdown from anybody, as a small tree that is safe to draw: HTML stays text, links lead to the web or
 * into the app, images are their description. CommonMark with tables.
 */
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';

type Node = ReturnType<typeof fromMarkdown>['children'][number];
type NodeOf<Type extends Node['type']> = Extract<Node, { readonly type: Type }>;

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

const LEAVES = { text: 'text', html: 'text', inlineCode: 'code', code: 'code-block' } as const;

const PLAIN = {
	paragraph: 'paragraph',
	emphasis: 'emphasis',
	strong: 'strong',
	blockquote: 'quote',
	listItem: 'item'
} as const;

/** Beyond it nobody reads; a few bytes can nest without end. */
const DEEPEST = 20;
/** Emphasis marks are matched with each other: very many would take seconds. */
const MOST_MARKS = 2000;

/** @param markdown any text; at most some ten thousand characters, as long ones take time */
export function parseMarkdown(markdown: string): MarkdownNode[] {
	if ((markdown.match(/[*_]/g) ?? []).length > MOST_MARKS) {
		return [{ kind: 'paragraph', children: [{ kind: 'text', text: markdown }] }];
	}
	const root = fromMarkdown(markdown, {
		extensions: [gfmTable()],
		mdastExtensions: [gfmTableFromMarkdown()]
	});
	return new Reader(root.children).read(root.children, 0);
}

/** The same for one line: what stands in the first paragraph. */
export function parseMarkdownLine(markdown: string): readonly MarkdownNode[] {
	const [first] = parseMarkdown(markdown);
	return first?.kind === 'paragraph' ? first.children : [{ kind: 'text', text: markdown }];
}

/** Where a link may lead; null for scripts, files and whatever else an address can be. */
function safeHref(url: string): { href: string; isOutside: boolean } | null {
	if (/^https?:\/\//i.test(url)) return { href: url, isOutside: true };
	return /^#(\/|[a-z]+=)/.test(url) ? { href: url, isOutside: false } : null;
}

class Reader {
	readonly #definitions = new Map<string, string>();

	constructor(nodes: readonly Node[]) {
		const isDefinition = (node: Node): node is NodeOf<'definition'> => node.type === 'definition';
		// As in CommonMark, the first one counts.
		for (const { identifier, url } of nodes.filter(isDefinition).reverse()) {
			this.#definitions.set(identifier, url);
		}
	}

	read(nodes: readonly Node[], depth: number): MarkdownNode[] {
		if (depth > DEEPEST) return [{ kind: 'text', text: '…' }];
		return nodes.flatMap((node) => this.#one(node, depth + 1));
	}

	#one(node: Node, depth: number): MarkdownNode[] {
		// eslint-disable-next-line @typescript-eslint/switch-exhaustiveness-check -- what stands for nothing else may hold something
		switch (node.type) {
			case 'text':
			case 'html':
			case 'inlineCode':
			case 'code':
				return [{ kind: LEAVES[node.type], text: node.value }];
			case 'thematicBreak':
				return [{ kind: 'rule' }];
			case 'image':
			case 'imageReference':
				return [{ kind: 'text', text: node.alt ?? '' }];
			case 'link':
				return this.#link(node.url, node.children, depth);
			case 'linkReference':
				return this.#link(this.#definitions.get(node.identifier) ?? '', node.children, depth);
			default:
				return this.#container(node, depth);
		}
	}

	#container(node: Node, depth: number): MarkdownNode[] {
		// eslint-disable-next-line @typescript-eslint/switch-exhaustiveness-check -- notes and definitions are not shown
		switch (node.type) {
			case 'paragraph':
			case 'emphasis':
			case 'strong':
			case 'blockquote':
			case 'listItem':
				return [{ kind: PLAIN[node.type], children: this.read(node.children, depth) }];
			case 'list': {
				const start = node.ordered === true ? (node.start ?? 1) : null;
				return [{ kind: 'list', start, children: this.read(node.children, depth) }];
			}
			case 'heading':
				return [{ kind: 'heading', level: node.depth, children: this.read(node.children, depth) }];
			case 'table':
				return [this.#table(node, depth)];
			default:
				return node.type === 'break' ? [{ kind: 'break' }] : [];
		}
	}

	#link(url: string, inner: readonly Node[], depth: number): MarkdownNode[] {
		const children = this.read(inner, depth);
		const target = safeHref(url);
		return target === null ? children : [{ kind: 'link', ...target, children }];
	}

	#table({ align, children }: NodeOf<'table'>, depth: number): MarkdownNode {
		const rows = children.map((row) => row.children.map((cell) => this.read(cell.children, depth)));
		return { kind: 'table', align: align ?? [], rows };
	}
}
