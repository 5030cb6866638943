/** Reads expressions: operators, by how tightly they bind. What binds most is in `parse-primary.ts`. */
import type { Comparison, Expression } from './ast.ts';
import { parseFilters, parsePostfix, parsePrimary, type Reader } from './parse-primary.ts';
import type { TokenStream } from './token-stream.ts';

const COMPARISONS = new Set(['==', '!=', '<', '<=', '>', '>=']);
const SUMS = ['+', '-'] as const;
const PRODUCTS = ['*', '/', '//', '%'] as const;
type BinaryOperator = (typeof SUMS)[number] | (typeof PRODUCTS)[number] | '**';

function parseUnary(stream: TokenStream, withFilters = true): Expression {
	return stream.nested(() => {
		const { line } = stream.current;
		let node: Expression;
		if (stream.isOperator('-') || stream.isOperator('+')) {
			const sign = stream.next().value === '-' ? '-' : '+';
			node = { type: 'sign', sign, value: parseUnary(stream, false), line };
		} else {
			node = parsePrimary(stream, READER);
		}
		node = parsePostfix(stream, node, READER);
		return withFilters ? parseFilters(stream, node, READER) : node;
	});
}

function binary(
	stream: TokenStream,
	operators: readonly BinaryOperator[],
	parseSide: (stream: TokenStream) => Expression
): Expression {
	let left = parseSide(stream);
	for (;;) {
		const operator = operators.find((each) => stream.isOperator(each));
		if (operator === undefined) return left;
		const { line } = stream.next();
		left = { type: 'binary', operator, left, right: parseSide(stream), line };
	}
}

function parsePower(stream: TokenStream): Expression {
	return binary(stream, ['**'], (inner) => parseUnary(inner));
}

function parseProduct(stream: TokenStream): Expression {
	return binary(stream, PRODUCTS, parsePower);
}

function parseConcat(stream: TokenStream): Expression {
	const { line } = stream.current;
	const first = parseProduct(stream);
	const parts = [first];
	while (stream.skip('operator', '~')) parts.push(parseProduct(stream));
	return parts.length === 1 ? first : { type: 'concat', parts, line };
}

function parseSum(stream: TokenStream): Expression {
	return binary(stream, SUMS, parseConcat);
}

function comparison(stream: TokenStream): Comparison | null {
	const { current } = stream;
	if (current.type === 'operator' && COMPARISONS.has(current.value)) {
		return stream.next().value as Comparison;
	}
	if (stream.skip('name', 'in')) return 'in';
	if (!stream.isName('not') || stream.following.value !== 'in') return null;
	if (stream.following.type !== 'name') return null;
	stream.next();
	stream.next();
	return 'not in';
}

function parseCompare(stream: TokenStream): Expression {
	const { line } = stream.current;
	const first = parseSum(stream);
	const rest: (readonly [Comparison, Expression])[] = [];
	for (let operator = comparison(stream); operator !== null; operator = comparison(stream)) {
		rest.push([operator, parseSum(stream)]);
	}
	return rest.length === 0 ? first : { type: 'compare', first, rest, line };
}

function parseNot(stream: TokenStream): Expression {
	if (!stream.isName('not')) return parseCompare(stream);
	const { line } = stream.next();
	return { type: 'not', value: stream.nested(() => parseNot(stream)), line };
}

function logical(
	stream: TokenStream,
	type: 'and' | 'or',
	parseSide: (stream: TokenStream) => Expression
): Expression {
	let left = parseSide(stream);
	while (stream.isName(type)) {
		const { line } = stream.next();
		left = { type, left, right: parseSide(stream), line };
	}
	return left;
}

function parseOr(stream: TokenStream): Expression {
	return logical(stream, 'or', (outer) => logical(outer, 'and', parseNot));
}

function parseConditional(stream: TokenStream): Expression {
	let node = parseOr(stream);
	while (stream.isName('if')) {
		const { line } = stream.next();
		const test = parseOr(stream);
		const otherwise = stream.skip('name', 'else')
			? stream.nested(() => parseConditional(stream))
			: null;
		node = { type: 'conditional', test, then: node, otherwise, line };
	}
	return node;
}

/** @param withConditional whether `a if b else c` may stand here */
export function parseExpression(stream: TokenStream, withConditional = true): Expression {
	return stream.nested(() => (withConditional ? parseConditional(stream) : parseOr(stream)));
}

export interface TupleOptions {
	readonly withConditional?: boolean;
	/** Names that end the list, e.g. `in`. */
	readonly endNames?: readonly string[];
	/** Whether it is in brackets of its own, and may be empty. */
	readonly inBrackets?: boolean;
}

export function expectedExpression(stream: TokenStream): never {
	const { type, value } = stream.current;
	return stream.fail(`Expected an expression, got '${type === 'eof' ? 'end of template' : value}'`);
}

function tupleItems(
	stream: TokenStream,
	{ withConditional = true, endNames = [] }: TupleOptions
): { items: Expression[]; hasComma: boolean } {
	const items: Expression[] = [];
	let hasComma = false;
	for (;;) {
		if (items.length > 0) stream.expect('operator', ',');
		if (isTupleEnd(stream, endNames)) break;
		items.push(parseExpression(stream, withConditional));
		if (!stream.isOperator(',')) break;
		hasComma = true;
	}
	return { items, hasComma };
}

/** Reads one expression, or several parted by commas. */
export function parseTuple(stream: TokenStream, options: TupleOptions = {}): Expression {
	const { line } = stream.current;
	const { items, hasComma } = tupleItems(stream, options);
	const [only] = items;
	if (!hasComma && only !== undefined) return only;
	if (!hasComma && options.inBrackets !== true) expectedExpression(stream);
	return { type: 'tuple', items, line };
}

export function isTupleEnd(stream: TokenStream, endNames: readonly string[]): boolean {
	return (
		stream.is('variable_end') ||
		stream.is('block_end') ||
		stream.isOperator(')') ||
		stream.isName(...endNames)
	);
}

/** Handed down to what binds most, for what is in its brackets. */
const READER: Reader = { parseExpression, parseTuple };
