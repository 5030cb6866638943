/** jinja2's filters for lists and dictionaries. */
import { spend } from '../budget.ts';
import { raise, unsupported } from '../failure.ts';
import { isEqual, isInOrder, isTrue, sortBy, ValueSet } from '../values/compare.ts';
import { PyDict } from '../values/dict.ts';
import { PyIterator, PyList, PyTuple, typeName, Undefined, type Value } from '../values/object.ts';
import { operate } from '../values/operators.ts';
import { iterate, itemsOf, len, reversedItems, toItems } from '../values/sequence.ts';
import { Str } from '../values/text.ts';
import { size, type Bound } from './arguments.ts';
import { attributeGetter, ignoreCase } from './attribute-path.ts';
import type { Routine } from './tests.ts';

function first([seq]: Bound): Value {
	const next = iterate(seq ?? null).next();
	return next.done === true ? new Undefined('No first item, sequence was empty.') : next.value;
}

function last([seq]: Bound): Value {
	const value = seq ?? null;
	const items =
		reversedItems(value) ?? raise('TypeError', `'${typeName(value)}' object is not reversible`);
	return items.length === 0
		? new Undefined('No last item, sequence was empty.')
		: (items[0] ?? null);
}

function reverse([seq]: Bound): Value {
	const value = seq ?? null;
	if (value instanceof Str) return Str.concat([...value.characters()].reverse());
	const turned = reversedItems(value);
	if (turned === null) return new PyList(toItems(value).reverse());
	return new PyIterator(turned[Symbol.iterator](), 'list_reverseiterator');
}

function caseKey(attribute: Value | undefined, caseSensitive: Value | undefined, missing?: Value) {
	const get = attributeGetter(attribute ?? null, missing);
	const keepsCase = isTrue(caseSensitive ?? false);
	return (item: Value) => (keepsCase ? get(item) : ignoreCase(get(item)));
}

/** Several attributes, parted by commas, make a list to sort by. */
function sort([seq, reversed, caseSensitive, attribute]: Bound): Value {
	const names =
		attribute instanceof Str ? attribute.text.split(',').map((name) => Str.of(name)) : [attribute];
	const keys = names.map((name) => caseKey(name, caseSensitive));
	const items = toItems(seq ?? null);
	const key = (item: Value) => new PyList(keys.map((each) => each(item)));
	return new PyList(sortBy(items, key, isTrue(reversed ?? false)));
}

function dictsort([value, caseSensitive, by, reversed]: Bound): Value {
	const dict = value ?? null;
	const place = by === undefined ? 'key' : by instanceof Str ? by.text : '';
	if (place !== 'key' && place !== 'value') {
		raise('FilterArgumentError', 'You can only sort by either "key" or "value"');
	}
	if (!(dict instanceof PyDict)) return unsupported('dictsort of what is no dictionary');
	const pairs = Array.from(dict.entries(), (pair) => new PyTuple(pair));
	const keepsCase = isTrue(caseSensitive ?? false);
	const key = (pair: Value) => {
		const part = (pair as PyTuple).items[place === 'key' ? 0 : 1] ?? null;
		return keepsCase ? part : ignoreCase(part);
	};
	return new PyList(sortBy(pairs, key, isTrue(reversed ?? false)));
}

function unique([seq, caseSensitive, attribute]: Bound): Value {
	const key = caseKey(attribute, caseSensitive);
	const seen = new ValueSet();
	function* run(): Generator<Value> {
		for (const item of itemsOf(seq ?? null)) if (seen.add(key(item))) yield item;
	}
	return new PyIterator(run());
}

const extreme =
	(operator: '<' | '>') =>
	([seq, caseSensitive, attribute]: Bound): Value => {
		const key = caseKey(attribute, caseSensitive);
		let best: { item: Value; key: Value } | null = null;
		for (const item of itemsOf(seq ?? null)) {
			const candidate = { item, key: key(item) };
			if (best === null || isInOrder(operator, candidate.key, best.key)) best = candidate;
		}
		return best === null ? new Undefined('No aggregated item, sequence was empty.') : best.item;
	};

function groupby([seq, attribute, missing, caseSensitive]: Bound): Value {
	const key = caseKey(attribute, caseSensitive, missing ?? null);
	const name = attributeGetter(attribute ?? null, missing ?? null);
	const groups: { key: Value; items: Value[] }[] = [];
	for (const item of sortBy(toItems(seq ?? null), key, false)) {
		const own = key(item);
		const group = groups.at(-1);
		if (group !== undefined && isEqual(group.key, own)) group.items.push(item);
		else groups.push({ key: own, items: [item] });
	}
	return new PyList(
		groups.map(
			({ items }) => new PyTuple([name(items[0] ?? null), new PyList(items)], ['grouper', 'list'])
		)
	);
}

function sum([seq, attribute, start]: Bound): Value {
	const get = attributeGetter(attribute ?? null);
	let total: Value = start ?? 0n;
	if (total instanceof Str)
		raise('TypeError', "sum() can't sum strings [use ''.join(seq) instead]");
	for (const item of itemsOf(seq ?? null)) total = operate('+', total, get(item));
	return total;
}

function batch([seq, count, fill]: Bound): Value {
	const width = size(count ?? null);
	function* run(): Generator<Value> {
		let row: Value[] = [];
		for (const item of itemsOf(seq ?? null)) {
			if (row.length === width) {
				yield new PyList(row);
				row = [];
			}
			row.push(item);
		}
		if (row.length === 0) return;
		spend(width - row.length);
		if (fill !== undefined && fill !== null) while (row.length < width) row.push(fill);
		yield new PyList(row);
	}
	return new PyIterator(run());
}

function slices([seq, count, fill]: Bound): Value {
	const parts = size(count ?? null);
	function* run(): Generator<Value> {
		const items = toItems(seq ?? null);
		if (parts === 0) raise('ZeroDivisionError', 'integer division or modulo by zero');
		const each = Math.floor(items.length / parts);
		const longer = items.length - each * parts;
		let at = 0;
		for (let i = 0; i < parts; i++) {
			const end = at + each + (i < longer ? 1 : 0);
			const row = items.slice(at, end);
			at = end;
			spend(1);
			if (fill !== undefined && fill !== null && i >= longer) row.push(fill);
			yield new PyList(row);
		}
	}
	return new PyIterator(run());
}

function items([value]: Bound): Value {
	const dict = value ?? null;
	function* run(): Generator<Value> {
		if (dict instanceof Undefined) return;
		if (!(dict instanceof PyDict)) raise('TypeError', 'Can only get item pairs from a mapping.');
		for (const pair of dict.entries()) yield new PyTuple(pair);
	}
	return new PyIterator(run());
}

const length: Routine['run'] = ([value]) => BigInt(len(value ?? null));
const ORDER = ['value', 'case_sensitive?', 'attribute?'];

export const LIST_FILTERS: Readonly<Record<string, Routine>> = {
	batch: { name: 'do_batch', names: ['value', 'linecount', 'fill_with?'], run: batch },
	count: { name: 'len', names: ['obj'], byName: false, run: length },
	dictsort: {
		name: 'do_dictsort',
		names: ['value', 'case_sensitive?', 'by?', 'reverse?'],
		run: dictsort
	},
	first: { name: 'do_first', names: ['seq'], run: first },
	groupby: {
		name: 'do_groupby',
		names: ['value', 'attribute', 'default?', 'case_sensitive?'],
		run: groupby
	},
	items: { name: 'do_items', names: ['value'], run: items },
	last: { name: 'do_last', names: ['seq'], run: last },
	length: { name: 'len', names: ['obj'], byName: false, run: length },
	list: { name: 'do_list', names: ['value'], run: ([value]) => new PyList(toItems(value ?? null)) },
	max: { name: 'do_max', names: ORDER, run: extreme('>') },
	min: { name: 'do_min', names: ORDER, run: extreme('<') },
	reverse: { name: 'do_reverse', names: ['value'], run: reverse },
	slice: { name: 'do_slice', names: ['value', 'slices', 'fill_with?'], run: slices },
	sort: {
		name: 'do_sort',
		names: ['value', 'reverse?', 'case_sensitive?', 'attribute?'],
		run: sort
	},
	sum: { name: 'do_sum', names: ['iterable', 'attribute?', 'start?'], run: sum },
	unique: { name: 'do_unique', names: ORDER, run: unique },
	random: { name: 'do_random', names: ['seq'], run: () => unsupported('the filter random') }
};
