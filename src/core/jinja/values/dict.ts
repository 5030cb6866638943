/** Python's `dict`, its views, and the keys that tell values apart as Python's hashes do. */
import { environment } from '../environment.ts';
import { raise, unsupported } from '../failure.ts';
import { PyObject, PyTuple, typeName, Undefined, type Value } from './object.ts';
import { Str } from './text.ts';

const identities = new WeakMap<PyObject, number>();
let lastIdentity = 0;

function identity(value: PyObject): string {
	let number = identities.get(value);
	if (number === undefined) {
		number = ++lastIdentity;
		identities.set(value, number);
	}
	return `o${number}`;
}

function numberKey(value: number): string {
	return Number.isInteger(value) ? `n${BigInt(value)}` : `f${value}`;
}

const UNHASHABLE = new Set(['list', 'dict', 'dict_keys', 'dict_items']);

/**
 * Equal keys for what Python takes for the same key: 1, 1.0 and True are.
 *
 * @throws TemplateFailure for what has no hash
 */
export function hashKey(value: Value): string {
	if (value === null) return '-';
	if (value instanceof Str) return `s${value.text}`;
	if (typeof value === 'bigint') return `n${value}`;
	if (typeof value === 'boolean') return value ? 'n1' : 'n0';
	if (typeof value === 'number') {
		if (Number.isNaN(value)) unsupported('NaN as a key');
		return numberKey(value);
	}
	if (value instanceof Undefined) return value.lenient('u');
	if (value instanceof PyTuple) {
		return `t${value.items
			.map(hashKey)
			.map((key) => `${key.length}:${key}`)
			.join()}`;
	}
	if (UNHASHABLE.has(value.typeName)) raise('TypeError', `unhashable type: '${typeName(value)}'`);
	return identity(value);
}

export function isHashable(value: Value): boolean {
	if (value instanceof PyTuple) return value.items.every(isHashable);
	return !(value instanceof PyObject && UNHASHABLE.has(value.typeName));
}

export class PyDict extends PyObject {
	readonly typeName = 'dict';
	readonly #entries = new Map<string, readonly [Value, Value]>();

	constructor(entries: Iterable<readonly [Value, Value]> = []) {
		super();
		for (const [key, value] of entries) this.#set(key, value);
	}

	static of(entries: Readonly<Record<string, Value>>): PyDict {
		return new PyDict(Object.entries(entries).map(([name, value]) => [Str.of(name), value]));
	}

	/** Of two equal keys the first stays, with the last value, as in Python. */
	#set(key: Value, value: Value): void {
		const hash = hashKey(key);
		this.#entries.set(hash, [this.#entries.get(hash)?.[0] ?? key, value]);
	}

	get size(): number {
		return this.#entries.size;
	}

	has(key: Value): boolean {
		return this.#entries.has(hashKey(key));
	}

	get(key: Value): Value | undefined {
		return this.#entries.get(hashKey(key))?.[1];
	}

	getNamed(name: string): Value | undefined {
		return this.#entries.get(`s${name}`)?.[1];
	}

	entries(): IterableIterator<readonly [Value, Value]> {
		return this.#entries.values();
	}
}

export class DictView extends PyObject {
	readonly typeName: string;
	readonly dict: PyDict;
	readonly kind: 'keys' | 'values' | 'items';

	constructor(dict: PyDict, kind: 'keys' | 'values' | 'items') {
		super();
		this.dict = dict;
		this.kind = kind;
		this.typeName = `dict_${kind}`;
	}

	*items(): Generator<Value> {
		for (const [key, value] of this.dict.entries()) {
			if (this.kind === 'items') yield new PyTuple([key, value]);
			else yield this.kind === 'keys' ? key : value;
		}
	}
}

/** What templates keep values in across loops. */
export class Namespace extends PyObject {
	readonly typeName = 'TemplateNamespace';
	readonly attributes: Map<string, Value>;

	constructor(attributes: Map<string, Value>) {
		super();
		this.attributes = attributes;
	}

	set(name: string, value: Value): void {
		checkNamespaceName(name);
		this.attributes.set(name, value);
	}
}

/** @throws TemplateFailure for names that transformers does not let a namespace have */
export function checkNamespaceName(name: string): void {
	if (!name.startsWith('_') || !environment().isSandboxed) return;
	raise(
		'SecurityError',
		`Chat templates cannot store underscore-prefixed attributes on a namespace, but got '${name}'. Please rename the attribute.`
	);
}
