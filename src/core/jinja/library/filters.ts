/** All filters and tests, and those among the filters that apply others: map, select, reject. */
import { environment, type ApplyFilter } from '../environment.ts';
import { raise } from '../failure.ts';
import { isTrue } from '../values/compare.ts';
import { PyIterator, type Arguments, type Value } from '../values/object.ts';
import { represent } from '../values/printing.ts';
import { itemsOf } from '../values/sequence.ts';
import { Str } from '../values/text.ts';
import { bind, NO_ARGUMENTS } from './arguments.ts';
import { attributeGetter } from './attribute-path.ts';
import { LIST_FILTERS } from './filters-list.ts';
import { VALUE_FILTERS } from './filters-number.ts';
import { formatFilter, TEXT_FILTERS } from './filters-text.ts';
import { makeTests, noSuch, type Routine } from './tests.ts';

function bound(routine: Routine): ApplyFilter {
	return (value, args, kwargs) => routine.run(bind(routine, [value, ...args], kwargs));
}

function calledName(name: Value | undefined): string {
	return name instanceof Str ? name.text : noSuch('filter', represent(name ?? null).text);
}

function mapping(args: readonly Value[], kwargs: Arguments): (item: Value) => Value {
	if (args.length === 0 && kwargs.has('attribute')) {
		const { attribute = null, default: missing = null, ...others } = Object.fromEntries(kwargs);
		const [other] = Object.keys(others);
		if (other !== undefined) raise('FilterArgumentError', `Unexpected keyword argument '${other}'`);
		return attributeGetter(attribute, missing);
	}
	if (args.length === 0) raise('FilterArgumentError', 'map requires a filter argument');
	const [name, ...rest] = args;
	return (item) => callFilter(calledName(name), item, rest, kwargs);
}

function* mapped(value: Value, args: readonly Value[], kwargs: Arguments): Generator<Value> {
	if (!isTrue(value)) return;
	const apply = mapping(args, kwargs);
	for (const item of itemsOf(value)) yield apply(item);
}

interface Choice {
	/** Whether those that fail the test are taken. */
	readonly rejects: boolean;
	/** Whether an attribute of the items is tested, and not they. */
	readonly byAttribute: boolean;
}

function choosing(
	args: readonly Value[],
	kwargs: Arguments,
	{ rejects, byAttribute }: Choice
): (item: Value) => boolean {
	if (byAttribute && args.length === 0) {
		raise('FilterArgumentError', 'Missing parameter for attribute name');
	}
	const pick = byAttribute ? attributeGetter(args[0] ?? null) : (item: Value) => item;
	const [name, ...rest] = byAttribute ? args.slice(1) : args;
	if (name === undefined) return (item) => isTrue(pick(item)) !== rejects;
	const test = name instanceof Str ? name.text : noSuch('test', represent(name).text);
	return (item) => isTrue(callTest(test, pick(item), rest, kwargs)) !== rejects;
}

const chooser =
	(choice: Choice): ApplyFilter =>
	(value, args, kwargs) => {
		function* run(): Generator<Value> {
			if (!isTrue(value)) return;
			const isChosen = choosing(args, kwargs, choice);
			for (const item of itemsOf(value)) if (isChosen(item)) yield item;
		}
		return new PyIterator(run());
	};

const FILTERS: ReadonlyMap<string, ApplyFilter> = new Map<string, ApplyFilter>([
	...Object.entries({ ...TEXT_FILTERS, ...LIST_FILTERS, ...VALUE_FILTERS }).map(
		([name, routine]) => [name, bound(routine)] as const
	),
	['format', formatFilter],
	['map', (value, args, kwargs) => new PyIterator(mapped(value, args, kwargs))],
	['reject', chooser({ rejects: true, byAttribute: false })],
	['rejectattr', chooser({ rejects: true, byAttribute: true })],
	['select', chooser({ rejects: false, byAttribute: false })],
	['selectattr', chooser({ rejects: false, byAttribute: true })]
]);

const TESTS = makeTests(new Set(FILTERS.keys()));

export function hasFilter(name: string): boolean {
	return FILTERS.has(name) || environment().filters.has(name);
}

export function hasTest(name: string): boolean {
	return TESTS.has(name);
}

export function callFilter(
	name: string,
	value: Value,
	args: readonly Value[] = [],
	kwargs: Arguments = NO_ARGUMENTS
): Value {
	const filter = environment().filters.get(name) ?? FILTERS.get(name) ?? noSuch('filter', name);
	return filter(value, args, kwargs);
}

export function callTest(
	name: string,
	value: Value,
	args: readonly Value[] = [],
	kwargs: Arguments = NO_ARGUMENTS
): Value {
	const test = TESTS.get(name) ?? noSuch('test', name);
	return test.run(bind(test, [value, ...args], kwargs));
}
