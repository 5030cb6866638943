/** `value.name` and `value[key]`, as jinja2's immutable sandbox looks them up. */
import { environment } from '../environment.ts';
import { raise, unsupported } from '../failure.ts';
import { isEqual } from '../values/compare.ts';
import { DictView, Namespace, PyDict } from '../values/dict.ts';
import {
	PyFunction,
	PyInstance,
	PyIterator,
	PyList,
	PyRange,
	PyTuple,
	typeName,
	Undefined,
	type Value
} from '../values/object.ts';
import { represent } from '../values/printing.ts';
import { itemAt } from '../values/sequence.ts';
import { Str } from '../values/text.ts';
import { callable } from './arguments.ts';
import { formatBraces } from './brace-format.ts';
import { textAttribute } from './text-methods.ts';

/** What would change a value. */
const CHANGING: Readonly<Record<string, ReadonlySet<string>>> = {
	list: new Set(['append', 'clear', 'pop', 'reverse', 'insert', 'sort', 'extend', 'remove']),
	dict: new Set(['clear', 'pop', 'popitem', 'setdefault', 'update'])
};

/** What Python's types have, and templates do not need. */
const REFUSED: Readonly<Record<string, ReadonlySet<string>>> = {
	list: new Set(['copy']),
	dict: new Set(['fromkeys']),
	tuple: new Set(),
	int: new Set(
		'as_integer_ratio bit_count bit_length conjugate denominator from_bytes imag numerator real to_bytes'.split(
			' '
		)
	),
	float: new Set('as_integer_ratio conjugate fromhex hex imag is_integer real'.split(' ')),
	range: new Set(['count', 'index', 'start', 'step', 'stop']),
	dict_keys: new Set(['isdisjoint', 'mapping']),
	dict_items: new Set(['isdisjoint', 'mapping']),
	dict_values: new Set(['mapping']),
	generator: new Set(
		'close gi_code gi_frame gi_running gi_suspended gi_yieldfrom send throw'.split(' ')
	)
};

function unsafe(value: Value, name: string): Undefined {
	if (!environment().isSandboxed) unsupported(`the attribute ${name} of ${typeName(value)}`);
	return new Undefined(
		`access to attribute '${name}' of '${typeName(value)}' object is unsafe.`,
		'SecurityError'
	);
}

function dictMethod(dict: PyDict, name: string): Value | undefined {
	switch (name) {
		case 'get':
			return callable(
				{ name, names: ['key', 'default?'], byName: false },
				([key = null, missing = null]) => (dict.has(key) ? (dict.get(key) ?? null) : missing)
			);
		case 'items':
		case 'keys':
		case 'values':
			return callable({ name, names: [] }, () => new DictView(dict, name));
		case 'copy':
			return callable({ name, names: [] }, () => new PyDict(dict.entries()));
		default:
			return undefined;
	}
}

function sequenceMethod(items: readonly Value[], name: string): Value | undefined {
	if (name === 'count') {
		return callable({ name, names: ['value'], byName: false }, ([wanted = null]) =>
			BigInt(items.filter((item) => isEqual(item, wanted)).length)
		);
	}
	if (name !== 'index') return undefined;
	return callable({ name, names: ['value'], byName: false }, ([wanted = null]) => {
		const index = items.findIndex((item) => isEqual(item, wanted));
		return index === -1
			? raise('ValueError', `${represent(wanted).text} is not in list`)
			: BigInt(index);
	});
}

function tupleAttribute(tuple: PyTuple, name: string): Value | undefined {
	const field = tuple.fields.indexOf(name);
	return field === -1 ? sequenceMethod(tuple.items, name) : tuple.items[field];
}

function formatMethod(format: Str): Value {
	if (format.isMarkup) unsupported('the method format of escaped text');
	const lookup = { attribute: getAttribute, item: getItem };
	return new PyFunction((args, kwargs) => formatBraces(format, args, kwargs, lookup));
}

/** @returns undefined when Python would raise an `AttributeError` */
function ownAttribute(value: Value, name: string): Value | undefined {
	if (value instanceof Str)
		return name === 'format' ? formatMethod(value) : textAttribute(value, name);
	if (value instanceof PyDict) return dictMethod(value, name);
	if (value instanceof Namespace) return value.attributes.get(name);
	if (value instanceof PyInstance) return value.attribute(name);
	if (value instanceof PyFunction) return value.attributes.get(name);
	if (value instanceof PyTuple) return tupleAttribute(value, name);
	if (value instanceof PyList) return sequenceMethod(value.items, name);
	return undefined;
}

function isKnown(value: Value): boolean {
	return !(value instanceof PyRange || value instanceof DictView || value instanceof PyIterator);
}

/** @throws TemplateFailure where Python has the attribute and we do not */
function refuseUnknown(value: Value, name: string): void {
	const type = typeName(value);
	const refused = REFUSED[type === 'bool' ? 'int' : type];
	if (refused?.has(name) === true) unsupported(`the attribute ${name} of ${type}`);
	if (refused === undefined && !isKnown(value)) unsupported(`attributes of ${type}`);
}

/**
 * @returns the attribute; `Undefined` where the sandbox forbids it; undefined if missing
 * @throws TemplateFailure where Python has one and we do not
 */
function attributeOf(value: Value, name: string): Value | undefined {
	if (value instanceof Undefined && !name.startsWith('__')) raise(value.kind, value.message);
	if (name.startsWith('__') && !(value instanceof Namespace)) return unsafe(value, name);
	const type = typeName(value);
	if (CHANGING[type]?.has(name) === true) return unsafe(value, name);
	const own = ownAttribute(value, name);
	if (own !== undefined) return own;
	refuseUnknown(value, name);
	return undefined;
}

export function missingElement(value: Value, key: Value): Undefined {
	const owner = value === null ? 'None' : `${typeName(value)} object`;
	if (!(key instanceof Str)) {
		return new Undefined(`${owner} has no element ${represent(key).text}`);
	}
	return new Undefined(`'${owner}' has no attribute '${key.text}'`);
}

/** As `value.name`: the attribute first, then the item. */
export function getAttribute(value: Value, name: string): Value {
	const attribute = attributeOf(value, name);
	if (attribute !== undefined) return attribute;
	const key = Str.of(name);
	return itemAt(value, key) ?? lookUp(value, key);
}

/** As `value[key]`: the item first, then the attribute. */
export function getItem(value: Value, key: Value): Value {
	const item = itemAt(value, key);
	if (item !== undefined) return item;
	if (key instanceof Str) {
		const attribute = attributeOf(value, key.text);
		if (attribute !== undefined) return attribute;
	}
	return lookUp(value, key);
}

/** Items may be None, which `??` cannot tell from none. */
function lookUp(value: Value, key: Value): Value {
	const item = itemAt(value, key);
	return item === undefined ? missingElement(value, key) : item;
}

/** As the filter `attr`: the attribute alone. */
export function onlyAttribute(value: Value, name: string): Value {
	const found = attributeOf(value, name);
	return found === undefined ? missingElement(value, Str.of(name)) : found;
}
