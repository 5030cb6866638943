/** What jinja2 and Python refuse before a template runs, even where it would never come to it. */
import { raise } from '../failure.ts';
import { hasFilter, hasTest } from '../library/filters.ts';
import type { CallBlockNode, Expression, ForNode, MacroParts, Statement, Target } from './ast.ts';
import { childrenOf, expressionsOf, statementsOf } from './children.ts';
import { findUndeclared } from './undeclared.ts';

/** Python's own bound for loops in each other. */
const MOST_LOOPS = 20;

interface Place {
	/** Inside of an `if`, where a filter may be missing until it is used. */
	readonly isSoft: boolean;
	/** Loops around it, inside of the same macro. */
	readonly loops: number;
	readonly isTop: boolean;
}

function checkExpression(node: Expression, isSoft: boolean): void {
	if (node.type === 'filter' && !isSoft && !hasFilter(node.name)) {
		raise('TemplateAssertionError', `No filter named '${node.name}'.`);
	}
	if (node.type === 'test' && !isSoft && !hasTest(node.name)) {
		raise('TemplateAssertionError', `No test named '${node.name}'.`);
	}
	const isSoftInside = isSoft || node.type === 'conditional';
	for (const child of childrenOf(node)) checkExpression(child, isSoftInside);
}

function setsLoop(target: Target): boolean {
	if (target.type === 'target-tuple') return target.items.some(setsLoop);
	return target.type === 'name' && target.use === 'store' && target.name === 'loop';
}

function checkLoopName(node: Statement): void {
	const isMacro = node.type === 'macro' && node.name === 'loop';
	if ('target' in node && setsLoop(node.target) && !isMacro) {
		raise('TemplateAssertionError', "Can't assign to special loop variable in for-loop target");
	}
	for (const inner of statementsOf(node)) checkLoopName(inner);
}

function checkFor(node: ForNode, place: Place): void {
	checkLoopName(node);
	checkExpression(node.iterable, place.isSoft);
	if (node.test !== null) checkExpression(node.test, false);
	const loops = node.isRecursive ? 1 : place.loops + 1;
	if (loops > MOST_LOOPS) raise('SyntaxError', 'too many statically nested blocks');
	for (const inner of node.body) check(inner, { isSoft: false, loops, isTop: false });
	for (const inner of node.otherwise) check(inner, { ...place, isSoft: false, isTop: false });
}

function checkMacro({ params, defaults, body }: MacroParts): void {
	const caller = params.findIndex(({ name }) => name === 'caller');
	const usesCaller = findUndeclared(body, ['caller']).has('caller');
	if (usesCaller && caller !== -1 && caller < params.length - defaults.length) {
		raise(
			'TemplateAssertionError',
			'When defining macros or call blocks the special "caller" argument must be omitted or be given a default.'
		);
	}
	for (const value of defaults) checkExpression(value, false);
	for (const inner of body) check(inner, { isSoft: false, loops: 0, isTop: false });
}

function checkAll(nodes: readonly Statement[], place: Place): void {
	for (const node of nodes) check(node, place);
}

const INNER = { isSoft: false, isTop: false };

function checkLoopControl({ type }: Statement, { loops }: Place): void {
	if (loops > 0) return;
	raise(
		'SyntaxError',
		type === 'break' ? "'break' outside loop" : "'continue' not properly in loop"
	);
}

/** What has no rules of its own: what it computes, and what is inside of it. */
function checkOther(node: Statement, place: Place): void {
	if (node.type === 'other-template' && node.tag === 'extends' && !place.isTop) {
		raise('TemplateAssertionError', 'cannot use extend from a non top-level scope');
	}
	const isIf = node.type === 'if';
	const hasInnerFilter = node.type === 'set-block' || node.type === 'filter-block';
	for (const expression of expressionsOf(node)) {
		checkExpression(expression, isIf || (place.isSoft && !hasInnerFilter));
	}
	checkAll(statementsOf(node), isIf ? { ...place, isSoft: true } : { ...place, ...INNER });
}

function checkCallBlock(node: CallBlockNode, place: Place): void {
	if (node.call !== null) checkExpression(node.call, place.isSoft);
	checkMacro(node);
}

function check(node: Statement, place: Place): void {
	if (node.type === 'for') checkFor(node, place);
	else if (node.type === 'macro') checkMacro(node);
	else if (node.type === 'call-block') checkCallBlock(node, place);
	else if (node.type === 'block') checkAll(node.body, { ...INNER, loops: 0 });
	else if (node.type === 'break' || node.type === 'continue') checkLoopControl(node, place);
	else checkOther(node, place);
}

/** Of all blocks, also of those in others. */
export function blockNames(nodes: readonly Statement[]): string[] {
	return nodes.flatMap((node) => [
		...(node.type === 'block' ? [node.name] : []),
		...blockNames(statementsOf(node))
	]);
}

/** @throws TemplateFailure as jinja2's compiler refuses */
export function checkTemplate(body: readonly Statement[]): void {
	const names = new Set<string>();
	for (const name of blockNames(body)) {
		if (names.has(name)) raise('TemplateAssertionError', `block '${name}' defined twice`);
		names.add(name);
	}
	checkAll(body, { isSoft: false, loops: 0, isTop: true });
}
