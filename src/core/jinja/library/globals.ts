/** What jinja2 and transformers put within reach of every template. */
import { environment } from '../environment.ts';
import { raise, TemplateFailure, unsupported } from '../failure.ts';
import { checkNamespaceName, Namespace, PyDict } from '../values/dict.ts';
import {
	PyFunction,
	PyInstance,
	PyRange,
	PyTuple,
	typeName,
	type Arguments,
	type Value
} from '../values/object.ts';
import { print } from '../values/printing.ts';
import { itemsOf, toItems } from '../values/sequence.ts';
import { EMPTY, Str } from '../values/text.ts';
import { callable, variadic, wholeNumber } from './arguments.ts';

/** The sandbox's own bound. */
const LONGEST_RANGE = 100_000n;

function refuseRange(): never {
	if (!environment().isSandboxed) unsupported('a range of more than 100,000 numbers');
	return raise(
		'OverflowError',
		'Range too big. The sandbox blocks ranges larger than MAX_RANGE (100000).'
	);
}

function range(args: readonly Value[]): Value {
	const numbers = args.map(wholeNumber);
	if (numbers.length === 0) raise('TypeError', 'range expected at least 1 argument, got 0');
	if (numbers.length > 3)
		raise('TypeError', `range expected at most 3 arguments, got ${numbers.length}`);
	const [start = 0n, stop = 0n, step = 1n] = numbers.length === 1 ? [0n, numbers[0]] : numbers;
	if (step === 0n) raise('ValueError', 'range() arg 3 must not be zero');
	const span = step > 0n ? stop - start : start - stop;
	const by = step > 0n ? step : -step;
	const length = span <= 0n ? 0n : (span + by - 1n) / by;
	if (length > LONGEST_RANGE) refuseRange();
	return new PyRange(start, stop, step, Number(length));
}

function pairs(value: Value): readonly (readonly [Value, Value])[] {
	if (value instanceof PyDict) return [...value.entries()];
	return Array.from(itemsOf(value), (item, i) => {
		const pair = toItems(item);
		const [key = null, content = null] = pair;
		if (pair.length !== 2) {
			raise(
				'ValueError',
				`dictionary update sequence element #${i} has length ${pair.length}; 2 is required`
			);
		}
		return [key, content] as const;
	});
}

function makeDict(args: readonly Value[], kwargs: Arguments): PyDict {
	if (args.length > 1) raise('TypeError', `dict expected at most 1 argument, got ${args.length}`);
	const [given] = args;
	const named = Array.from(kwargs, ([name, value]) => [Str.of(name), value] as const);
	return new PyDict([...(given === undefined ? [] : pairs(given)), ...named]);
}

function makeNamespace(args: readonly Value[], kwargs: Arguments): Namespace {
	const attributes = new Map<string, Value>();
	for (const [name, value] of makeDict(args, kwargs).entries()) {
		if (!(name instanceof Str)) unsupported('a namespace with names that are no texts');
		checkNamespaceName(name.text);
		attributes.set(name.text, value);
	}
	return new Namespace(attributes);
}

class Cycler extends PyInstance {
	readonly typeName = 'Cycler';
	readonly #items: readonly Value[];
	#position = 0;

	constructor(items: readonly Value[]) {
		super();
		if (items.length === 0) raise('RuntimeError', 'at least one item has to be provided');
		this.#items = items;
	}

	get #current(): Value {
		return this.#items[this.#position] ?? null;
	}

	attribute(name: string): Value | undefined {
		if (name === 'current') return this.#current;
		if (name === 'pos') return BigInt(this.#position);
		if (name === 'items') return new PyTuple(this.#items);
		if (name === 'reset') {
			return callable({ name, names: [] }, () => {
				this.#position = 0;
				return null;
			});
		}
		if (name !== 'next') return undefined;
		return callable({ name, names: [] }, () => {
			const current = this.#current;
			this.#position = (this.#position + 1) % this.#items.length;
			return current;
		});
	}
}

function makeJoiner(separator: Value): Value {
	let isUsed = false;
	return new PyFunction(
		() => {
			if (isUsed) return separator;
			isUsed = true;
			return EMPTY;
		},
		{ typeName: 'Joiner', attributes: new Map([['sep', separator]]) }
	);
}

function clock(now: (format: string) => string): Value {
	return callable({ name: 'strftime_now', names: ['format'] }, ([format = null]) => {
		if (!(format instanceof Str)) {
			raise('TypeError', `strftime() argument 1 must be str, not ${typeName(format)}`);
		}
		return Str.of(now(format.text));
	});
}

/** What jinja2 itself puts there. */
export function makeGlobals(): ReadonlyMap<string, Value> {
	return new Map<string, Value>([
		['range', variadic('range', range)],
		[
			'dict',
			new PyFunction(makeDict, {
				typeName: 'TemplateDict',
				attributes: new Map([
					['fromkeys', variadic('fromkeys', () => unsupported('the method fromkeys of dict'))]
				])
			})
		],
		['namespace', new PyFunction(makeNamespace, { typeName: 'type' })],
		['cycler', variadic('cycler', (items) => new Cycler(items))],
		[
			'joiner',
			callable({ name: 'joiner', names: ['sep?'] }, ([separator = Str.of(', ')]) =>
				makeJoiner(separator)
			)
		],
		['lipsum', new PyFunction(() => unsupported('lipsum, which is random'))]
	]);
}

/**
 * What transformers adds.
 *
 * @param now answers `strftime_now`: a format to the date as it is written in that format; null: there
 *   is no clock, and nothing of that name
 */
export function chatGlobals(now: ((format: string) => string) | null): ReadonlyMap<string, Value> {
	const raiseException = callable(
		{ name: 'raise_exception', names: ['message'] },
		([message = null]) => {
			throw new TemplateFailure('TemplateError', print(message).text);
		}
	);
	const globals = new Map<string, Value>([['raise_exception', raiseException]]);
	if (now !== null) globals.set('strftime_now', clock(now));
	return globals;
}
