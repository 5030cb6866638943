/**
 * The marks that a model thinks between, as its chat template tells them: a template that leaves the thinking of
 * earlier answers away splits their content at the close mark and keeps what follows. No names are known here.
 */
import type { ThinkingMarks } from '#core/chat/thinking.ts';
import { spend, withBudget } from '#core/jinja/budget.ts';
import { TemplateFailure } from '#core/jinja/failure.ts';
import type { Body, CallNode, Expression, Statement } from '#core/jinja/syntax/ast.ts';
import { childrenOf, expressionsOf, statementsOf } from '#core/jinja/syntax/children.ts';
import { Str } from '#core/jinja/values/text.ts';
import type { JinjaTemplate } from './render.ts';

/** In brackets of whatever kind, with one slash: `</think>`, `[/THINK]`. The open mark is without the slash. */
const CLOSE_MARK = /^[^\p{L}\p{N}\s/]+\/[^\s/]+$/u;
const SPLITTING = new Set(['split', 'rsplit', 'partition', 'rpartition']);

/**
 * @param prompt what it renders for a message that awaits an answer; '' where it renders none
 * @returns null where it has no such marks, or cannot be read
 */
export function thinkingMarks(template: JinjaTemplate, prompt: string): ThinkingMarks | null {
	let marks: CloseMarks;
	try {
		const body = template.parse();
		marks = withBudget(() => closeMarks(body));
	} catch (error) {
		if (error instanceof TemplateFailure) return null;
		throw error;
	}
	const ending = prompt.trimEnd();
	const marksOf = (close: string): ThinkingMarks => {
		const open = close.replace('/', '');
		return { open, close, isOpened: ending.endsWith(open) };
	};
	const { split, sought } = marks;
	// Content is searched for other things, too, as tool calls: such a mark counts only with its prompt.
	return split.map(marksOf)[0] ?? sought.map(marksOf).find(({ isOpened }) => isOpened) ?? null;
}

interface CloseMarks {
	/** What follows them is kept. */
	readonly split: readonly string[];
	/** `'</think>' in content` */
	readonly sought: readonly string[];
}

function closeMarks(body: Body): CloseMarks {
	const statements = allStatements(body);
	const expressions = statements.flatMap((node) => expressionsOf(node).flatMap(allExpressions));
	const named = new Map<string, string>();
	for (const node of statements) {
		if (node.type !== 'set' || node.target.type !== 'name') continue;
		const mark = splitAt(node.value);
		if (mark !== null) named.set(node.target.name, mark);
	}
	const markOf = (node: Expression) =>
		node.type === 'name' ? (named.get(node.name) ?? null) : splitAt(node);
	return {
		split: expressions.map(cutOpen).flatMap((node) => (node && markOf(node)) ?? []),
		sought: expressions.flatMap((node) => soughtIn(node) ?? [])
	};
}

function allStatements(body: Body): Statement[] {
	return body.flatMap((node) => withInner(node, statementsOf));
}

/** `root` and all below it, in the order in which they are written. */
function withInner<Node>(root: Node, innerOf: (node: Node) => readonly Node[]): Node[] {
	const found: Node[] = [];
	const ahead = [root];
	for (let node = ahead.pop(); node !== undefined; node = ahead.pop()) {
		spend(1);
		found.push(node);
		for (const inner of innerOf(node).toReversed()) ahead.push(inner);
	}
	return found;
}

function allExpressions(root: Expression): Expression[] {
	return withInner(root, childrenOf);
}

/** The list of which `node` takes a part that is not the first: `x[-1]`, `x[1]`, `x[1:]`, `x|last`. */
function cutOpen(node: Expression): Expression | null {
	if (node.type === 'filter') return node.name === 'last' ? node.value : null;
	if (node.type === 'item') return isZero(node.key) ? null : node.value;
	return node.type === 'slice' && node.start !== null && !isZero(node.start) ? node.value : null;
}

function isZero(node: Expression): boolean {
	return node.type === 'constant' && node.value === 0n;
}

/** The close mark at which an answer's content is split. */
function splitAt(node: Expression): string | null {
	if (node.type !== 'call' || node.callee.type !== 'attribute') return null;
	const { name, value } = node.callee;
	return SPLITTING.has(name) && isContent(value) ? closeMark(separatorOf(node)) : null;
}

function separatorOf({ args, kwargs }: CallNode): Expression | undefined {
	return args[0] ?? kwargs.find(([name]) => name === 'sep')?.[1];
}

function soughtIn(node: Expression): string | null {
	if (node.type !== 'compare') return null;
	const [operator, where] = node.rest[0] ?? [];
	return operator === 'in' && where !== undefined && isContent(where)
		? closeMark(node.first)
		: null;
}

function closeMark(node: Expression | undefined): string | null {
	const text = node === undefined ? null : textOf(node);
	return text !== null && CLOSE_MARK.test(text.trim()) ? text.trim() : null;
}

function textOf(node: Expression): string | null {
	return node.type === 'constant' && node.value instanceof Str ? node.value.text : null;
}

/** `content`, `message.content`, `message['content']`, and what is made of them. */
function isContent(node: Expression): boolean {
	return allExpressions(node).some((inner) => {
		if (inner.type === 'name' || inner.type === 'attribute') return inner.name.endsWith('content');
		return inner.type === 'item' && (textOf(inner.key) ?? '').endsWith('content');
	});
}
