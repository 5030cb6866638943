/** Gives values to names, to attributes of namespaces, and to several of them at once. */
import { raise } from '../failure.ts';
import type { Expression, Target } from '../syntax/ast.ts';
import { Namespace } from '../values/dict.ts';
import { PyObject, PyTuple, typeName, type Value } from '../values/object.ts';
import { isIterable, toItems } from '../values/sequence.ts';
import { evaluate } from './evaluate.ts';
import { readName, variableOf, type Frame } from './scope.ts';

function unpack(value: Value, count: number): Value[] {
	if (!isIterable(value))
		raise('TypeError', `cannot unpack non-iterable ${typeName(value)} object`);
	const items = toItems(value);
	if (items.length > count) raise('ValueError', `too many values to unpack (expected ${count})`);
	if (items.length < count) {
		raise('ValueError', `not enough values to unpack (expected ${count}, got ${items.length})`);
	}
	return items;
}

/** Only a namespace takes attributes, and that is asked first. */
function checkNamespaces(target: Target, frame: Frame): void {
	if (target.type === 'target-tuple') {
		for (const item of target.items) checkNamespaces(item, frame);
	} else if (target.type === 'namespace-target') {
		if (readName(frame, target.name) instanceof Namespace) return;
		raise('TemplateRuntimeError', 'cannot assign attribute on non-namespace object');
	}
}

function put(target: Target, value: Value, frame: Frame): void {
	if (target.type === 'target-tuple') {
		const items = unpack(value, target.items.length);
		target.items.forEach((item, i) => {
			put(item, items[i] ?? null, frame);
		});
	} else if (target.type === 'namespace-target') {
		const namespace = readName(frame, target.name);
		if (namespace instanceof Namespace) namespace.set(target.attribute, value);
	} else {
		frame.scope.set(variableOf(frame, target.name), value);
		if (frame.isTop) frame.context.set(target.name, value);
	}
}

/** @param value a value, or an expression that is computed after its target was looked at */
export function assign(target: Target, value: Value | Expression, frame: Frame): void {
	checkNamespaces(target, frame);
	const isValue = value === null || typeof value !== 'object' || value instanceof PyObject;
	put(target, isValue ? value : evaluate(value, frame), frame);
}

/** What is in a target now. */
export function targetValue(target: Target, frame: Frame): Value {
	if (target.type === 'target-tuple') {
		return new PyTuple(target.items.map((item) => targetValue(item, frame)));
	}
	return target.type === 'name' ? readName(frame, target.name) : null;
}
