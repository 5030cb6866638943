/** How arguments find their parameters, as Python binds them. */
import { raise } from '../failure.ts';
import { PyFunction, typeName, Undefined, type Arguments, type Value } from '../values/object.ts';
import { Str } from '../values/text.ts';

/** By position; undefined for what was left out. */
export type Bound = readonly (Value | undefined)[];

export interface Parameters {
	readonly name: string;
	/** Names in order. `?` behind one: may be left out. */
	readonly names: readonly string[];
	/** Whether they may be given by name. */
	readonly byName?: boolean;
}

export const NO_ARGUMENTS: Arguments = new Map();

/** @throws TemplateFailure when they do not fit */
export function bind(
	{ name, names, byName = true }: Parameters,
	args: readonly Value[],
	kwargs: Arguments
): Bound {
	const plain = names.map((each) => each.replace('?', ''));
	if (args.length > names.length) {
		raise(
			'TypeError',
			`${name}() takes ${names.length} positional arguments but ${args.length} were given`
		);
	}
	const bound: (Value | undefined)[] = [...args];
	for (const [key, value] of kwargs) {
		const place = byName ? plain.indexOf(key) : -1;
		if (place === -1) raise('TypeError', `${name}() got an unexpected keyword argument '${key}'`);
		if (bound[place] !== undefined)
			raise('TypeError', `${name}() got multiple values for argument '${key}'`);
		bound[place] = value;
	}
	const missing = names.findIndex((each, i) => !each.endsWith('?') && bound[i] === undefined);
	if (missing !== -1) {
		raise(
			'TypeError',
			`${name}() missing 1 required positional argument: '${plain[missing] ?? ''}'`
		);
	}
	return bound;
}

/** A function with parameters, bound before it is called. */
export function callable(parameters: Parameters, run: (bound: Bound) => Value): PyFunction {
	return new PyFunction((args, kwargs) => run(bind(parameters, args, kwargs)));
}

/** A function that takes any positional arguments. */
export function variadic(name: string, run: (args: readonly Value[]) => Value): PyFunction {
	return new PyFunction((args, kwargs) => {
		for (const key of kwargs.keys()) {
			raise('TypeError', `${name}() got an unexpected keyword argument '${key}'`);
		}
		return run(args);
	});
}

/** As Python's `__index__`. */
export function wholeNumber(value: Value): bigint {
	if (typeof value === 'bigint') return value;
	if (typeof value === 'boolean') return BigInt(value);
	if (value instanceof Undefined) raise(value.kind, value.message);
	return raise('TypeError', `'${typeName(value)}' object cannot be interpreted as an integer`);
}

/** Cut to what a list or a text can be long. */
export function size(value: Value): number {
	const number = wholeNumber(value);
	if (number > 0x7fff_ffffn) return 0x7fff_ffff;
	return number < -0x7fff_ffffn ? -0x7fff_ffff : Number(number);
}

export function textOf(value: Value | undefined, where: string): Str {
	if (value instanceof Str) return value;
	return raise('TypeError', `${where} must be str, not ${typeName(value ?? null)}`);
}
