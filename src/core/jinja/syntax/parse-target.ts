/** Reads what is assigned to: names, attributes of namespaces, several of them. */
import type { NameNode, Target } from './ast.ts';
import { expectedExpression, isTupleEnd } from './parse-expression.ts';
import { isLiteral } from './parse-primary.ts';
import type { TokenStream } from './token-stream.ts';

export interface TargetOptions {
	/** Names that end the targets, e.g. `in`. */
	readonly endNames?: readonly string[];
	readonly withNamespace?: boolean;
	readonly use?: 'store' | 'param';
}

/** Not even True may be set. */
export function parseName(stream: TokenStream, use: 'store' | 'param'): NameNode {
	const { value, line } = stream.expect('name');
	if (isLiteral(value)) stream.fail(`can't assign to 'const'`);
	return { type: 'name', name: value, use, line };
}

function parseOne(
	stream: TokenStream,
	{ withNamespace = false, use = 'store' }: TargetOptions
): Target {
	if (stream.skip('operator', '(')) {
		const inside = parseTarget(stream, { use });
		stream.expect('operator', ')');
		return inside;
	}
	if (!stream.is('name')) stream.unexpected();
	const name = parseName(stream, use);
	if (!withNamespace || !stream.skip('operator', '.')) return name;
	const attribute = stream.expect('name').value;
	return { type: 'namespace-target', name: name.name, attribute, line: name.line };
}

/** One target, or several parted by commas. */
export function parseTarget(stream: TokenStream, options: TargetOptions = {}): Target {
	const { line } = stream.current;
	const items: Target[] = [];
	let isTuple = false;
	for (;;) {
		if (items.length > 0) stream.expect('operator', ',');
		if (isTupleEnd(stream, options.endNames ?? [])) break;
		items.push(stream.nested(() => parseOne(stream, options)));
		if (!stream.isOperator(',')) break;
		isTuple = true;
	}
	const [only] = items;
	if (!isTuple && only !== undefined) return only;
	if (!isTuple) expectedExpression(stream);
	return { type: 'target-tuple', items, line };
}
