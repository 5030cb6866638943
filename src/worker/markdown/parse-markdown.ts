/**
 * Markdown from anybody, as a small tree that is safe to draw: HTML stays text, links lead to the web or
 * into the app, images are their description. CommonMark with tables.
 */
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';
import { AppError } from '#core/errors.ts';
import {
	LONGEST_MARKDOWN,
	type MarkdownNode,
	type MarkdownTree
} from '#core/markdown/markdown-tree.ts';

type Node = ReturnType<typeof fromMarkdown>['children'][number];
type NodeOf<Type extends Node['type']> = Extract<Node, { readonly type: Type }>;

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
/** Eighteen times what the richest text of the built-in lessons has: more would keep the page drawing. */
const MOST_NODES = 1500;

/**
 * Runs in a worker that is ended when it takes too long: nothing in here bounds time.
 *
 * @throws AppError `markdown-too-large`: too long, more parts than are drawn, or nested so deep that the
 *   parser gives up
 */
export function parseMarkdown(markdown: string): MarkdownTree {
	if (markdown.length > LONGEST_MARKDOWN) throw tooLarge(`${markdown.length} characters`);
	const { children } = treeOf(markdown);
	return new Reader(children).read(children, 0);
}

function treeOf(markdown: string): ReturnType<typeof fromMarkdown> {
	try {
		return fromMarkdown(markdown, {
			extensions: [gfmTable()],
			mdastExtensions: [gfmTableFromMarkdown()]
		});
	} catch (cause) {
		if (cause instanceof RangeError) throw tooLarge('nested too deep for the stack', cause);
		throw cause;
	}
}

function tooLarge(problem: string, cause?: unknown): AppError {
	return new AppError('markdown-too-large', problem, { cause });
}

/** Where a link may lead; null for scripts, files and whatever else an address can be. */
function safeHref(url: string): { href: string; isOutside: boolean } | null {
	if (/^https?:\/\//i.test(url)) return { href: url, isOutside: true };
	return /^#(\/|[a-z]+=)/.test(url) ? { href: url, isOutside: false } : null;
}

class Reader {
	readonly #definitions = new Map<string, string>();
	#count = 0;

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
		this.#add(1);
		// oxlint-disable-next-line typescript/switch-exhaustiveness-check -- what stands for nothing else may hold something
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
		// oxlint-disable-next-line typescript/switch-exhaustiveness-check -- notes and definitions are not shown
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
		this.#add(children.reduce((cells, row) => cells + row.children.length, 0));
		const rows = children.map((row) => row.children.map((cell) => this.read(cell.children, depth)));
		return { kind: 'table', align: align ?? [], rows };
	}

	#add(parts: number): void {
		this.#count += parts;
		if (this.#count > MOST_NODES) throw tooLarge(`more than ${MOST_NODES} parts`);
	}
}
