/** What an expression comes to. */
import { spend } from '../budget.ts';
import { raise } from '../failure.ts';
import { getAttribute, getItem } from '../library/attributes.ts';
import { callFilter, callTest } from '../library/filters.ts';
import type { CallArguments, CallNode, Comparison, Expression } from '../syntax/ast.ts';
import { isEqual, isInOrder, isTrue } from '../values/compare.ts';
import { PyDict } from '../values/dict.ts';
import {
	PyFunction,
	PyInstance,
	PyList,
	PyTuple,
	typeName,
	Undefined,
	type Value
} from '../values/object.ts';
import { contains, negate, operate } from '../values/operators.ts';
import { print } from '../values/printing.ts';
import { itemsOf } from '../values/sequence.ts';
import { slice } from '../values/slice.ts';
import { EMPTY, Str } from '../values/text.ts';
import { readName, type Frame } from './scope.ts';

interface Evaluated {
	readonly args: Value[];
	readonly kwargs: Map<string, Value>;
}

function addKwargs(kwargs: Map<string, Value>, more: Value): void {
	if (more instanceof Undefined) raise(more.kind, more.message);
	if (!(more instanceof PyDict)) {
		raise('TypeError', `argument after ** must be a mapping, not ${typeName(more)}`);
	}
	for (const [name, value] of more.entries()) {
		if (!(name instanceof Str)) raise('TypeError', 'keywords must be strings');
		if (kwargs.has(name.text)) {
			raise('TypeError', `got multiple values for keyword argument '${name.text}'`);
		}
		kwargs.set(name.text, value);
	}
}

function evaluateArguments(node: CallArguments, frame: Frame): Evaluated {
	const args = node.args.map((argument) => evaluate(argument, frame));
	if (node.moreArgs !== null) args.push(...itemsOf(evaluate(node.moreArgs, frame)));
	const kwargs = new Map<string, Value>();
	for (const [name, value] of node.kwargs) kwargs.set(name, evaluate(value, frame));
	if (node.moreKwargs !== null) addKwargs(kwargs, evaluate(node.moreKwargs, frame));
	return { args, kwargs };
}

/** @param caller what a call block hands over */
export function evaluateCall(node: CallNode, frame: Frame, caller: Value | null = null): Value {
	const callee = evaluate(node.callee, frame);
	const { args, kwargs } = evaluateArguments(node, frame);
	if (caller !== null) addKwargs(kwargs, PyDict.of({ caller }));
	if (callee instanceof PyFunction) return callee.call(args, kwargs);
	if (callee instanceof Undefined) raise(callee.kind, callee.message);
	const call = callee instanceof PyInstance ? callee.call : null;
	if (call !== null) return call(args, kwargs);
	return raise('TypeError', `'${typeName(callee)}' object is not callable`);
}

function holds(operator: Comparison, left: Value, right: Value): boolean {
	if (operator === '==') return isEqual(left, right);
	if (operator === '!=') return !isEqual(left, right);
	if (operator === 'in') return contains(right, left);
	if (operator === 'not in') return !contains(right, left);
	return isInOrder(operator, left, right);
}

/** `1 < x < 5`: each side is computed once, and no further than needed. */
function evaluateCompare(node: Extract<Expression, { type: 'compare' }>, frame: Frame): Value {
	let left = evaluate(node.first, frame);
	for (const [operator, expression] of node.rest) {
		const right = evaluate(expression, frame);
		if (!holds(operator, left, right)) return false;
		left = right;
	}
	return true;
}

function evaluateSlice(node: Extract<Expression, { type: 'slice' }>, frame: Frame): Value {
	const value = evaluate(node.value, frame);
	const part = (expression: Expression | null) =>
		expression === null ? null : evaluate(expression, frame);
	return slice(value, { start: part(node.start), stop: part(node.stop), step: part(node.step) });
}

function evaluateConditional(
	node: Extract<Expression, { type: 'conditional' }>,
	frame: Frame
): Value {
	if (isTrue(evaluate(node.test, frame))) return evaluate(node.then, frame);
	if (node.otherwise !== null) return evaluate(node.otherwise, frame);
	return new Undefined(
		`the inline if-expression on line ${node.line} evaluated to false and no else section was defined.`,
		'UndefinedError',
		// In every environment.
		false
	);
}

type Evaluate<Type> = (node: Extract<Expression, { type: Type }>, frame: Frame) => Value;

const EVALUATE: { readonly [Type in Expression['type']]: Evaluate<Type> } = {
	name: ({ name }, frame) => readName(frame, name),
	constant: ({ value }) => value,
	tuple: ({ items }, frame) => new PyTuple(items.map((item) => evaluate(item, frame))),
	list: ({ items }, frame) => new PyList(items.map((item) => evaluate(item, frame))),
	dict: ({ entries }, frame) =>
		new PyDict(
			entries.map(([key, value]) => [evaluate(key, frame), evaluate(value, frame)] as const)
		),
	call: (node, frame) => evaluateCall(node, frame),
	filter: (node, frame) => {
		const value = node.value === null ? (frame.written ?? EMPTY) : evaluate(node.value, frame);
		const { args, kwargs } = evaluateArguments(node, frame);
		return callFilter(node.name, value, args, kwargs);
	},
	test: (node, frame) => {
		const value = evaluate(node.value, frame);
		const { args, kwargs } = evaluateArguments(node, frame);
		return callTest(node.name, value, args, kwargs);
	},
	attribute: ({ value, name }, frame) => getAttribute(evaluate(value, frame), name),
	item: ({ value, key }, frame) => getItem(evaluate(value, frame), evaluate(key, frame)),
	slice: evaluateSlice,
	binary: ({ operator, left, right }, frame) =>
		operate(operator, evaluate(left, frame), evaluate(right, frame)),
	and: ({ left, right }, frame) => {
		const value = evaluate(left, frame);
		return isTrue(value) ? evaluate(right, frame) : value;
	},
	or: ({ left, right }, frame) => {
		const value = evaluate(left, frame);
		return isTrue(value) ? value : evaluate(right, frame);
	},
	not: ({ value }, frame) => !isTrue(evaluate(value, frame)),
	sign: ({ sign, value }, frame) => negate(evaluate(value, frame), sign),
	concat: ({ parts }, frame) => Str.concat(parts.map((part) => print(evaluate(part, frame)))),
	compare: evaluateCompare,
	conditional: evaluateConditional
};

/** @throws TemplateFailure as Python raises, and for what is not done here */
export function evaluate(node: Expression, frame: Frame): Value {
	spend(1);
	return EVALUATE[node.type](node as never, frame);
}
