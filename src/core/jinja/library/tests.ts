/** jinja2's tests: `value is name(arguments)`. */
import { raise, unsupported } from '../failure.ts';
import { isEqual, isInOrder, type OrderOperator } from '../values/compare.ts';
import { PyDict } from '../values/dict.ts';
import { isNumber, PyFunction, Undefined, type Value } from '../values/object.ts';
import { contains, operate } from '../values/operators.ts';
import { print } from '../values/printing.ts';
import { isIndexable, isIterable } from '../values/sequence.ts';
import { Str } from '../values/text.ts';
import type { Bound, Parameters } from './arguments.ts';
import { QUESTIONS } from './text-shape.ts';

export interface Routine extends Parameters {
	readonly run: (bound: Bound) => Value;
}

type Question = (value: Value, other: Value) => boolean;

function modulo(value: Value, by: Value, rest: bigint): boolean {
	return isEqual(operate('%', value, by), rest);
}

function isIdentical(value: Value, other: Value): boolean {
	if (value === other && !(typeof value === 'bigint' && (value < -5n || value > 256n))) {
		return true;
	}
	if (value instanceof Undefined || typeof value !== typeof other) return false;
	const bothSimple = value instanceof Str || isNumber(value);
	if (bothSimple && isEqual(value, other))
		unsupported('whether equal texts or numbers are one object');
	return false;
}

function isSequence(value: Value): boolean {
	const isLenient = value instanceof Undefined && !value.isStrict;
	return isIndexable(value) || value instanceof PyDict || isLenient;
}

const ONE: Readonly<Record<string, (value: Value) => boolean>> = {
	odd: (value) => modulo(value, 2n, 1n),
	even: (value) => modulo(value, 2n, 0n),
	defined: (value) => !(value instanceof Undefined),
	undefined: (value) => value instanceof Undefined,
	none: (value) => value === null,
	boolean: (value) => typeof value === 'boolean',
	false: (value) => value === false,
	true: (value) => value === true,
	integer: (value) => typeof value === 'bigint',
	float: (value) => typeof value === 'number',
	lower: (value) => QUESTIONS.islower?.(print(value).text) ?? false,
	upper: (value) => QUESTIONS.isupper?.(print(value).text) ?? false,
	string: (value) => value instanceof Str,
	mapping: (value) => value instanceof PyDict,
	number: isNumber,
	sequence: isSequence,
	iterable: isIterable,
	callable: (value) => value instanceof PyFunction || value instanceof Undefined,
	escaped: (value) => value instanceof Str && value.isMarkup
};

const ordered =
	(operator: OrderOperator): Question =>
	(value, other) =>
		isInOrder(operator, value, other);

const equal: Question = isEqual;
const unequal: Question = (value, other) => !isEqual(value, other);

const TWO: Readonly<Record<string, Question>> = {
	divisibleby: (value, by) => modulo(value, by, 0n),
	sameas: isIdentical,
	in: (value, container) => contains(container, value),
	'==': equal,
	eq: equal,
	equalto: equal,
	'!=': unequal,
	ne: unequal,
	'>': ordered('>'),
	gt: ordered('>'),
	greaterthan: ordered('>'),
	ge: ordered('>='),
	'>=': ordered('>='),
	'<': ordered('<'),
	lt: ordered('<'),
	lessthan: ordered('<'),
	'<=': ordered('<='),
	le: ordered('<=')
};

const SECOND_NAMES: Readonly<Record<string, string>> = {
	divisibleby: 'num',
	sameas: 'other',
	in: 'seq'
};

function named(value: Value): string {
	return value instanceof Str ? value.text : unsupported('a test for such a name');
}

/** @param filterNames of all filters, for the test `filter` */
export function makeTests(filterNames: ReadonlySet<string>): ReadonlyMap<string, Routine> {
	const tests = new Map<string, Routine>();
	for (const [name, ask] of Object.entries(ONE)) {
		tests.set(name, {
			name: `test_${name}`,
			names: ['value'],
			run: ([value = null]) => ask(value)
		});
	}
	for (const [name, ask] of Object.entries(TWO)) {
		const names = ['value', SECOND_NAMES[name] ?? 'other'];
		const byName = name in SECOND_NAMES;
		const run = ([value = null, other = null]: Bound) => ask(value, other);
		tests.set(name, { name: `test_${name}`, names, byName, run });
	}
	const names = ['value'];
	tests.set('filter', {
		name: 'test_filter',
		names,
		run: ([value = null]) => filterNames.has(named(value))
	});
	tests.set('test', { name: 'test_test', names, run: ([value = null]) => tests.has(named(value)) });
	return tests;
}

export function noSuch(kind: 'filter' | 'test', name: string): never {
	raise('TemplateRuntimeError', `No ${kind} named '${name}'.`);
}
