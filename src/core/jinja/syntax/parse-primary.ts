/** Reads names, literals, and what follows them: attributes, items, calls, filters, tests. */
import { raise } from '../failure.ts';
import { Str } from '../values/text.ts';
import type { CallArguments, Expression, FilterNode } from './ast.ts';
import type { Token } from './lexer.ts';
import type { TokenStream } from './token-stream.ts';

/** How to read what is in brackets. */
export interface Reader {
	readonly parseExpression: (stream: TokenStream) => Expression;
	readonly parseTuple: (
		stream: TokenStream,
		options: { readonly inBrackets: boolean }
	) => Expression;
}

const LITERALS = new Map<string, boolean | null>([
	['true', true],
	['True', true],
	['false', false],
	['False', false],
	['none', null],
	['None', null]
]);

export function isLiteral(name: string): boolean {
	return LITERALS.has(name);
}

const MOST_DIGITS = 4300;

function numberNode({ type, value, line }: Token): Expression {
	if (type === 'float') return { type: 'constant', value: Number(value), line };
	if (value.length > MOST_DIGITS) {
		raise('ValueError', 'Exceeds the limit (4300 digits) for integer string conversion');
	}
	return { type: 'constant', value: BigInt(value), line };
}

function stringNode(stream: TokenStream): Expression {
	const { line } = stream.current;
	let text = '';
	while (stream.is('string')) text += stream.next().value;
	return { type: 'constant', value: Str.of(text), line };
}

/** Comma-separated, up to a closing bracket; a comma may stand before it. */
function listUpTo<T>(stream: TokenStream, closing: string, read: () => T): T[] {
	const items: T[] = [];
	while (!stream.isOperator(closing)) {
		if (items.length > 0) stream.expect('operator', ',');
		if (stream.isOperator(closing)) break;
		items.push(read());
	}
	stream.expect('operator', closing);
	return items;
}

function nameNode({ value, line }: Token): Expression {
	const literal = LITERALS.get(value);
	if (literal !== undefined) return { type: 'constant', value: literal, line };
	return { type: 'name', name: value, use: 'load', line };
}

function bracketNode(stream: TokenStream, reader: Reader): Expression {
	const { value, line } = stream.next();
	if (value === '(') {
		const node = reader.parseTuple(stream, { inBrackets: true });
		stream.expect('operator', ')');
		return node;
	}
	if (value === '[') {
		return {
			type: 'list',
			items: listUpTo(stream, ']', () => reader.parseExpression(stream)),
			line
		};
	}
	const entries = listUpTo(stream, '}', () => {
		const key = reader.parseExpression(stream);
		stream.expect('operator', ':');
		return [key, reader.parseExpression(stream)] as const;
	});
	return { type: 'dict', entries, line };
}

export function parsePrimary(stream: TokenStream, reader: Reader): Expression {
	const { type, value } = stream.current;
	if (type === 'name') return nameNode(stream.next());
	if (type === 'string') return stringNode(stream);
	if (type === 'integer' || type === 'float') return numberNode(stream.next());
	if (type === 'operator' && '([{'.includes(value)) return bracketNode(stream, reader);
	return stream.unexpected();
}

function parseCallArgument(
	stream: TokenStream,
	call: {
		args: Expression[];
		kwargs: [string, Expression][];
		moreArgs: Expression | null;
		moreKwargs: Expression | null;
	},
	reader: Reader
): void {
	const ensure = (isRight: boolean) => {
		if (!isRight) stream.fail('invalid syntax for function call expression');
	};
	if (stream.skip('operator', '*')) {
		ensure(call.moreArgs === null && call.moreKwargs === null);
		call.moreArgs = reader.parseExpression(stream);
	} else if (stream.skip('operator', '**')) {
		ensure(call.moreKwargs === null);
		call.moreKwargs = reader.parseExpression(stream);
	} else if (
		stream.is('name') &&
		stream.following.type === 'operator' &&
		stream.following.value === '='
	) {
		ensure(call.moreKwargs === null);
		const name = stream.next().value;
		stream.next();
		if (call.kwargs.some(([other]) => other === name)) {
			raise('SyntaxError', `keyword argument repeated: ${name}`);
		}
		call.kwargs.push([name, reader.parseExpression(stream)]);
	} else {
		ensure(call.moreArgs === null && call.moreKwargs === null && call.kwargs.length === 0);
		call.args.push(reader.parseExpression(stream));
	}
}

function parseCallArguments(stream: TokenStream, reader: Reader): CallArguments {
	stream.expect('operator', '(');
	const call = { args: [], kwargs: [], moreArgs: null, moreKwargs: null };
	listUpTo(stream, ')', () => {
		parseCallArgument(stream, call, reader);
	});
	return call;
}

const NO_ARGUMENTS: CallArguments = { args: [], kwargs: [], moreArgs: null, moreKwargs: null };

interface Bounds {
	readonly start: Expression | null;
	readonly stop: Expression | null;
	readonly step: Expression | null;
}

function sliceBounds(stream: TokenStream, start: Expression | null, reader: Reader): Bounds {
	stream.expect('operator', ':');
	const part = () =>
		stream.isOperator(':') || stream.isOperator(']') || stream.isOperator(',')
			? null
			: reader.parseExpression(stream);
	const stop = part();
	return { start, stop, step: stream.skip('operator', ':') ? part() : null };
}

function parseBrackets(stream: TokenStream, value: Expression, reader: Reader): Expression {
	const { line } = stream.next();
	const keys: Expression[] = [];
	let bounds: Bounds | null = null;
	while (!stream.isOperator(']')) {
		if (keys.length > 0 || bounds !== null) stream.expect('operator', ',');
		if (bounds !== null) raise('SyntaxError', 'invalid syntax');
		const key = stream.isOperator(':') ? null : reader.parseExpression(stream);
		if (key === null || stream.isOperator(':')) bounds = sliceBounds(stream, key, reader);
		else keys.push(key);
	}
	stream.next();
	if (bounds !== null) {
		if (keys.length > 0) raise('SyntaxError', 'invalid syntax');
		return { type: 'slice', value, ...bounds, line };
	}
	const [only] = keys;
	const key: Expression =
		keys.length === 1 && only !== undefined ? only : { type: 'tuple', items: keys, line };
	return { type: 'item', value, key, line };
}

function parseDot(stream: TokenStream, value: Expression): Expression {
	const { line } = stream.next();
	const token = stream.next();
	if (token.type === 'name') return { type: 'attribute', value, name: token.value, line };
	if (token.type !== 'integer') stream.fail('expected name or number');
	return { type: 'item', value, key: numberNode(token), line };
}

export function parsePostfix(stream: TokenStream, node: Expression, reader: Reader): Expression {
	let value = node;
	for (;;) {
		if (stream.isOperator('.')) value = parseDot(stream, value);
		else if (stream.isOperator('[')) value = parseBrackets(stream, value, reader);
		else if (stream.isOperator('(')) value = parseCall(stream, value, reader);
		else return value;
	}
}

function parseCall(stream: TokenStream, callee: Expression, reader: Reader): Expression {
	const { line } = stream.current;
	return { type: 'call', callee, ...parseCallArguments(stream, reader), line };
}

function dottedName(stream: TokenStream): string {
	let { value } = stream.expect('name');
	while (stream.skip('operator', '.')) value += `.${stream.expect('name').value}`;
	return value;
}

/** One filter, without its bar. */
export function parseFilter(
	stream: TokenStream,
	value: Expression | null,
	reader: Reader
): FilterNode {
	const { line } = stream.current;
	const name = dottedName(stream);
	const call = stream.isOperator('(') ? parseCallArguments(stream, reader) : NO_ARGUMENTS;
	return { type: 'filter', value, name, ...call, line };
}

function testArgument(stream: TokenStream, reader: Reader): CallArguments {
	if (stream.isOperator('(')) return parseCallArguments(stream, reader);
	const { type, value } = stream.current;
	const starts =
		type === 'name' ||
		type === 'string' ||
		type === 'integer' ||
		type === 'float' ||
		(type === 'operator' && (value === '[' || value === '{'));
	if (!starts || stream.isName('else', 'or', 'and')) return NO_ARGUMENTS;
	if (stream.isName('is')) stream.fail('You cannot chain multiple tests with is');
	const argument = parsePostfix(stream, parsePrimary(stream, reader), reader);
	return { ...NO_ARGUMENTS, args: [argument] };
}

function parseTest(stream: TokenStream, value: Expression, reader: Reader): Expression {
	const { line } = stream.next();
	const isNegated = stream.skip('name', 'not');
	const name = dottedName(stream);
	const test: Expression = { type: 'test', value, name, ...testArgument(stream, reader), line };
	return isNegated ? { type: 'not', value: test, line } : test;
}

export function parseFilters(stream: TokenStream, node: Expression, reader: Reader): Expression {
	let value = node;
	for (;;) {
		if (stream.skip('operator', '|')) value = parseFilter(stream, value, reader);
		else if (stream.isName('is')) value = parseTest(stream, value, reader);
		else if (stream.isOperator('(')) value = parseCall(stream, value, reader);
		else return value;
	}
}
