/** The variable `loop`. */
import { raise, unsupported } from '../failure.ts';
import { NO_ARGUMENTS, variadic } from '../library/arguments.ts';
import { isEqual } from '../values/compare.ts';
import { PyTuple, Undefined, type Call, type Value } from '../values/object.ts';
import { iterate, lengthOf, PyCountable } from '../values/sequence.ts';

export class Loop extends PyCountable {
	readonly typeName = 'LoopContext';
	readonly #iterable: Value;
	#iterator: Iterator<Value>;
	readonly #recurse: ((items: Value) => Value) | null;
	readonly #depth: number;
	#index = -1;
	#length: number | null = null;
	/** Read ahead: whether there is a next item decides `loop.last`. */
	#after: Value | undefined;
	#before: Value | undefined;
	#current: Value | undefined;
	#changed: Value | undefined;

	/** @param recurse renders the loop's body for inner items; null unless it is `recursive` */
	constructor(iterable: Value, recurse: ((items: Value) => Value) | null, depth: number) {
		super();
		this.#iterable = iterable;
		this.#iterator = iterate(iterable);
		this.#recurse = recurse;
		this.#depth = depth;
	}

	/** @returns undefined at the end */
	next(): Value | undefined {
		const item = this.#peek();
		if (item === undefined) return undefined;
		this.#after = undefined;
		this.#index += 1;
		this.#before = this.#current;
		this.#current = item;
		return item;
	}

	#peek(): Value | undefined {
		if (this.#after !== undefined) return this.#after;
		const next = this.#iterator.next();
		this.#after = next.done === true ? undefined : next.value;
		return this.#after;
	}

	get count(): number {
		if (this.#length !== null) return this.#length;
		const known = lengthOf(this.#iterable);
		if (known !== null) return (this.#length = known);
		const rest: Value[] = [];
		for (let next = this.#iterator.next(); next.done !== true; next = this.#iterator.next()) {
			rest.push(next.value);
		}
		this.#iterator = rest[Symbol.iterator]();
		const ahead = this.#after === undefined ? 0 : 1;
		return (this.#length = rest.length + this.#index + 1 + ahead);
	}

	get position(): number {
		return this.#index + 1;
	}

	get iterator(): Iterator<Value> {
		return unsupported('a loop over the variable loop');
	}

	override readonly call: Call = (args, kwargs) => {
		if (this.#recurse === null) {
			raise('TypeError', "The loop must have the 'recursive' marker to be called recursively.");
		}
		const [items] = args;
		if (items === undefined || args.length > 1 || (kwargs !== NO_ARGUMENTS && kwargs.size > 0)) {
			return raise('TypeError', 'loop() takes one positional argument');
		}
		return this.#recurse(items);
	};

	#cycle(items: readonly Value[]): Value {
		if (items.length === 0) raise('TypeError', 'no items for cycling given');
		return items[this.#index % items.length] ?? null;
	}

	#hasChanged(values: readonly Value[]): boolean {
		const now = new PyTuple(values);
		if (this.#changed !== undefined && isEqual(this.#changed, now)) return false;
		this.#changed = now;
		return true;
	}

	attribute(name: string): Value | undefined {
		switch (name) {
			case 'first':
				return this.#index === 0;
			case 'last':
				return this.#peek() === undefined;
			case 'previtem':
				if (this.#index === 0) return new Undefined('there is no previous item');
				return this.#before;
			case 'nextitem':
				return this.#peek() ?? this.#noNext();
			case 'cycle':
				return variadic(name, (items) => this.#cycle(items));
			case 'changed':
				return variadic(name, (values) => this.#hasChanged(values));
			default:
				return this.#number(name);
		}
	}

	#noNext(): Value {
		return this.#after === undefined ? new Undefined('there is no next item') : null;
	}

	#number(name: string): Value | undefined {
		const numbers: Readonly<Record<string, () => number>> = {
			index0: () => this.#index,
			index: () => this.#index + 1,
			length: () => this.count,
			revindex0: () => this.count - this.#index - 1,
			revindex: () => this.count - this.#index,
			depth0: () => this.#depth,
			depth: () => this.#depth + 1
		};
		const number = numbers[name];
		return number === undefined ? undefined : BigInt(number());
	}
}
