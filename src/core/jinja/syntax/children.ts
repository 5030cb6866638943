/** The expressions and statements directly inside of a node. */
import type { CallArguments, Expression, Statement } from './ast.ts';

function some(...nodes: readonly (Expression | null)[]): Expression[] {
	return nodes.filter((node) => node !== null);
}

export function argumentsOf({ args, kwargs, moreArgs, moreKwargs }: CallArguments): Expression[] {
	return [...args, ...kwargs.map(([, value]) => value), ...some(moreArgs, moreKwargs)];
}

type Children<Type> = (node: Extract<Expression, { type: Type }>) => readonly Expression[];

const sides = ({ left, right }: { left: Expression; right: Expression }) => [left, right];
const value = ({ value: only }: { value: Expression }) => [only];

const CHILDREN: { readonly [Type in Expression['type']]: Children<Type> } = {
	name: () => [],
	constant: () => [],
	tuple: ({ items }) => items,
	list: ({ items }) => items,
	dict: ({ entries }) => entries.flat(),
	call: (node) => [node.callee, ...argumentsOf(node)],
	filter: (node) => [...some(node.value), ...argumentsOf(node)],
	test: (node) => [node.value, ...argumentsOf(node)],
	attribute: value,
	item: ({ value: whole, key }) => [whole, key],
	slice: ({ value: whole, start, stop, step }) => some(whole, start, stop, step),
	binary: sides,
	and: sides,
	or: sides,
	not: value,
	sign: value,
	concat: ({ parts }) => parts,
	compare: ({ first, rest }) => [first, ...rest.map(([, other]) => other)],
	// In the order in which jinja2 looks at them.
	conditional: ({ test, then, otherwise }) => some(test, then, otherwise)
};

export function childrenOf(node: Expression): readonly Expression[] {
	return CHILDREN[node.type](node as never);
}

type Parts<Type> = (node: Extract<Statement, { type: Type }>) => readonly Expression[];

const EXPRESSIONS: { readonly [Type in Statement['type']]: Parts<Type> } = {
	text: () => [],
	break: () => [],
	continue: () => [],
	block: () => [],
	output: value,
	set: value,
	if: ({ test }) => [test],
	for: ({ iterable, test }) => some(iterable, test),
	macro: ({ defaults }) => defaults,
	'call-block': ({ call, defaults }) => [...some(call), ...defaults],
	with: ({ values }) => values,
	'set-block': ({ filter }) => some(filter),
	'filter-block': ({ filter }) => [filter],
	'other-template': ({ template }) => [template]
};

/** The expressions of a statement, without those of statements inside of it. */
export function expressionsOf(node: Statement): readonly Expression[] {
	return EXPRESSIONS[node.type](node as never);
}

/** The statements inside of a statement. */
export function statementsOf(node: Statement): readonly Statement[] {
	if (node.type === 'for') return [...node.body, ...node.otherwise];
	if (node.type === 'if') return [...node.body, ...node.elifs, ...node.otherwise];
	return 'body' in node ? node.body : [];
}
