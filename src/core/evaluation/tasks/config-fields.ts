/** Reads the fields of a task, one by one, and says which it is that cannot be read. */
import type { PyDict } from '#core/jinja/values/dict.ts';
import { PyList, typeName, type Value } from '#core/jinja/values/object.ts';
import { Str } from '#core/jinja/values/text.ts';
import { TaskRefused } from './task-refused.ts';
import { PythonFunction } from './yaml.ts';

export class Fields {
	readonly #values: ReadonlyMap<string, Value>;
	readonly #where: string;
	readonly #read = new Set<string>();

	/** @param where what precedes a field's name in messages, such as `fewshot_config.` */
	constructor(values: PyDict, where: string) {
		const named = Array.from(values.entries(), ([key, value]) => {
			if (key instanceof Str) return [key.text, value] as const;
			throw new TaskRefused(where === '' ? 'task' : where, 'the names of fields must be texts');
		});
		this.#values = new Map(named);
		this.#where = where;
	}

	refuse(name: string, reason: string): never {
		throw new TaskRefused(this.#where + name, reason);
	}

	has(name: string): boolean {
		return this.#values.has(name);
	}

	/** What is null counts as missing. @throws TaskRefused for Python, which is not run here */
	value(name: string): Value {
		this.#read.add(name);
		const value = this.#values.get(name) ?? null;
		if (value instanceof PythonFunction) {
			this.refuse(name, `it calls Python (${value.name}), which is not run here`);
		}
		return value;
	}

	#wrong(name: string, wanted: string, value: Value): never {
		return this.refuse(name, `it must be ${wanted}, not ${typeName(value)}`);
	}

	text(name: string): string | null {
		const value = this.value(name);
		if (value === null) return null;
		return value instanceof Str ? value.text : this.#wrong(name, 'a text', value);
	}

	flag(name: string): boolean {
		const value = this.value(name) ?? false;
		return typeof value === 'boolean' ? value : this.#wrong(name, 'true or false', value);
	}

	whole(name: string): number | null {
		const value = this.value(name);
		if (value === null) return null;
		if (typeof value !== 'bigint') return this.#wrong(name, 'a whole number', value);
		return value >= 0n && value <= 1_000_000n
			? Number(value)
			: this.refuse(name, 'it must be from 0 to 1,000,000');
	}

	list(name: string): readonly Value[] | null {
		const value = this.value(name);
		if (value === null) return null;
		return value instanceof PyList ? value.items : this.#wrong(name, 'a list', value);
	}

	/** Fields that are not run here: only what leaves them unused is taken. */
	unused(name: string, reason: string): void {
		const value = this.value(name);
		if (value !== null && value !== false) this.refuse(name, reason);
	}

	skip(...names: readonly string[]): void {
		for (const name of names) this.#read.add(name);
	}

	/** @throws TaskRefused when there are fields that nobody has read */
	end(): void {
		for (const name of this.#values.keys()) {
			if (!this.#read.has(name)) this.refuse(name, 'this field is not known here');
		}
	}

	/** All that were not read, in order. */
	rest(): [string, Value][] {
		return [...this.#values].filter(([name]) => !this.#read.has(name));
	}
}
