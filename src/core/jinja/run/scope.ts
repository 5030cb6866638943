/** Where variables live while a template runs. */
import { unsupported } from '../failure.ts';
import type { Symbols } from '../syntax/symbols.ts';
import { Undefined, type Value } from '../values/object.ts';
import type { Str, TextBuilder } from '../values/text.ts';

/** What the template was given, and what it has set at its top. */
export class Context {
	readonly #given: ReadonlyMap<string, Value>;
	readonly #set: Map<string, Value>;

	constructor(given: ReadonlyMap<string, Value>, set: Iterable<readonly [string, Value]> = []) {
		this.#given = given;
		this.#set = new Map(set);
	}

	resolve(name: string): Value | undefined {
		return this.#set.has(name) ? this.#set.get(name) : this.#given.get(name);
	}

	set(name: string, value: Value): void {
		this.#set.set(name, value);
	}

	/** As it is, with some more names. */
	derive(names: Iterable<readonly [string, Value]>): Context {
		return new Context(this.#given, [...this.#set, ...names]);
	}
}

/** The variables of one pass through a scope; variables that are missing have no value yet. */
export class Scope {
	readonly #values = new Map<string, Value>();
	readonly #parent: Scope | null;
	#isOver = false;

	constructor(parent: Scope | null) {
		this.#parent = parent;
	}

	get(variable: string): Value | undefined {
		const value = this.#values.get(variable);
		return value === undefined && this.#parent !== null ? this.#parent.get(variable) : value;
	}

	set(variable: string, value: Value): void {
		this.#values.set(variable, value);
	}

	/** From here on, a macro that was made in it would see other values in Python. */
	end(): void {
		this.#isOver = true;
	}

	/** @throws TemplateFailure when it, or one around it, has ended */
	check(): void {
		if (this.#isOver) unsupported('a macro that is called outside of the loop it was made in');
		this.#parent?.check();
	}
}

/** Where a statement runs. */
export interface Frame {
	readonly symbols: Symbols;
	readonly scope: Scope;
	readonly context: Context;
	readonly out: TextBuilder;
	/** Whether what is set here is seen in blocks. */
	readonly isTop: boolean;
	/** For the filters of a block: what the block wrote. */
	readonly written?: Str;
}

/** Begins a scope: each of its variables is what it is until it is set. */
export function openScope(symbols: Symbols, parent: Scope | null, context: Context): Scope {
	const scope = new Scope(parent);
	for (const [variable, load] of symbols.loads) {
		if (load.from === 'parameter' || load.from === 'nothing') continue;
		const value = load.from === 'context' ? context.resolve(load.name) : parent?.get(load.variable);
		if (value !== undefined) scope.set(variable, value);
	}
	return scope;
}

/** @throws TemplateFailure for a name that jinja2's analysis misses */
export function variableOf({ symbols }: Frame, name: string): string {
	return symbols.find(name) ?? unsupported(`the name ${name} in such a place`);
}

export function readName(frame: Frame, name: string): Value {
	return frame.scope.get(variableOf(frame, name)) ?? missing(frame, name);
}

/** None is a value, too. */
function missing(frame: Frame, name: string): Value {
	const value = frame.scope.get(variableOf(frame, name));
	return value === undefined ? new Undefined(`'${name}' is undefined`) : value;
}
