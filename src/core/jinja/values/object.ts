/** What templates calculate with. Python's `None`, `bool`, `int` and `float` are null, boolean, bigint and number. */
import { environment } from '../environment.ts';
import { raise } from '../failure.ts';

export abstract class PyObject {
	/** Python's name of the type, as its messages say it. */
	abstract readonly typeName: string;
}

export type Value = null | boolean | bigint | number | PyObject;

export type Arguments = ReadonlyMap<string, Value>;

export class PyList extends PyObject {
	readonly typeName = 'list';
	readonly items: readonly Value[];

	constructor(items: readonly Value[]) {
		super();
		this.items = items;
	}
}

export class PyTuple extends PyObject {
	readonly typeName = 'tuple';
	readonly items: readonly Value[];
	/** Of `groupby`'s pairs: the names of the items. */
	readonly fields: readonly string[];

	constructor(items: readonly Value[], fields: readonly string[] = []) {
		super();
		this.items = items;
		this.fields = fields;
	}
}

export class PyRange extends PyObject {
	readonly typeName = 'range';
	readonly start: bigint;
	readonly stop: bigint;
	readonly step: bigint;
	readonly length: number;

	/** @param length how many numbers it has */
	constructor(start: bigint, stop: bigint, step: bigint, length: number) {
		super();
		this.start = start;
		this.stop = stop;
		this.step = step;
		this.length = length;
	}
}

/** What is used up by reading it: generators, and what `reversed` gives. */
export class PyIterator extends PyObject {
	readonly typeName: string;
	readonly iterator: Iterator<Value>;

	constructor(iterator: Iterator<Value>, typeName = 'generator') {
		super();
		this.iterator = iterator;
		this.typeName = typeName;
	}
}

export type Call = (args: readonly Value[], kwargs: Arguments) => Value;

/** Anything that can be called. */
export class PyFunction extends PyObject {
	readonly typeName: string;
	readonly call: Call;
	/** What Python prints for it; null when that has an address in memory. */
	readonly printed: string | null;
	readonly attributes: ReadonlyMap<string, Value>;

	constructor(
		call: Call,
		{
			typeName = 'function',
			printed = null,
			attributes = new Map()
		}: {
			typeName?: string;
			printed?: string | null;
			attributes?: ReadonlyMap<string, Value>;
		} = {}
	) {
		super();
		this.call = call;
		this.typeName = typeName;
		this.printed = printed;
		this.attributes = attributes;
	}
}

/** An object whose attributes may change, such as a loop. `attribute` gives undefined for names that it lacks. */
export abstract class PyInstance extends PyObject {
	/** null for what cannot be called. */
	readonly call: Call | null = null;
	abstract attribute(name: string): Value | undefined;
}

/** jinja2's `Undefined`: may be printed, tested and gone through, and nothing else; `StrictUndefined`: not even that. */
export class Undefined extends PyObject {
	readonly typeName: string;
	readonly isStrict: boolean;
	readonly message: string;
	readonly kind: 'UndefinedError' | 'SecurityError';

	constructor(
		message: string,
		kind: 'UndefinedError' | 'SecurityError' = 'UndefinedError',
		isStrict = environment().isStrict
	) {
		super();
		this.isStrict = isStrict;
		this.typeName = isStrict ? 'StrictUndefined' : 'Undefined';
		this.message = message;
		this.kind = kind;
	}

	/** @returns what a lenient one stands for. @throws TemplateFailure where it is strict */
	lenient<T>(value: T): T {
		return this.isStrict ? raise(this.kind, this.message) : value;
	}
}

export function isNumber(value: Value): value is boolean | bigint | number {
	return typeof value === 'boolean' || typeof value === 'bigint' || typeof value === 'number';
}

export function typeName(value: Value): string {
	if (value === null) return 'NoneType';
	if (value instanceof PyObject) return value.typeName;
	if (typeof value === 'bigint') return 'int';
	return typeof value === 'boolean' ? 'bool' : 'float';
}
