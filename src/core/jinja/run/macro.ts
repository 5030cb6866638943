/** Macros, and what a call block hands to them: values that can be called, and that give text. */
import { withCall } from '../budget.ts';
import { raise } from '../failure.ts';
import type { MacroParts, NameNode } from '../syntax/ast.ts';
import { Symbols, visitMacro } from '../syntax/symbols.ts';
import { findUndeclared } from '../syntax/undeclared.ts';
import { PyDict } from '../values/dict.ts';
import { PyFunction, PyTuple, Undefined, type Arguments, type Value } from '../values/object.ts';
import { Str, TextBuilder } from '../values/text.ts';
import { evaluate } from './evaluate.ts';
import { openScope, variableOf, type Frame } from './scope.ts';

const SPECIAL = ['caller', 'kwargs', 'varargs'] as const;

/** What is known of a macro before it is called. */
interface MacroPlan {
	readonly symbols: Symbols;
	/** Which of these its body reads. */
	readonly uses: ReadonlySet<string>;
}

const plans = new WeakMap<MacroParts, MacroPlan>();

function planOf(node: MacroParts, parent: Symbols): MacroPlan {
	const known = plans.get(node);
	if (known !== undefined) return known;
	const symbols = new Symbols(parent);
	visitMacro(symbols, node);
	const own = new Set(node.params.map(({ name }) => name));
	const uses = new Set([...findUndeclared(node.body, SPECIAL)].filter((name) => !own.has(name)));
	for (const name of uses) symbols.declare(name);
	const plan = { symbols, uses };
	plans.set(node, plan);
	return plan;
}

/** @returns the parameters' values, undefined for those left out; takes what it uses from `kwargs` */
function positional(
	params: readonly NameNode[],
	args: readonly Value[],
	kwargs: Map<string, Value>
): (Value | undefined)[] {
	return params.map(({ name }, i) => {
		if (i < args.length) return args[i];
		const value = kwargs.get(name);
		kwargs.delete(name);
		return value;
	});
}

function refuseRest(
	name: string | null,
	params: readonly NameNode[],
	{ kwargs, uses, extra }: { kwargs: Arguments; uses: ReadonlySet<string>; extra: number }
): void {
	const shown = name === null ? 'None' : `'${name}'`;
	const [key] = kwargs.keys();
	if (key !== undefined && !uses.has('kwargs')) {
		raise(
			'TypeError',
			kwargs.has('caller')
				? `macro ${shown} was invoked with two values for the special caller argument. This is most likely a bug.`
				: `macro ${shown} takes no keyword argument '${key}'`
		);
	}
	if (extra > 0 && !uses.has('varargs')) {
		raise('TypeError', `macro ${shown} takes not more than ${params.length} argument(s)`);
	}
}

/** Puts the arguments into the scope. Missing ones get their defaults, one after the other. */
function setParameters(
	{ params, defaults }: MacroParts,
	values: readonly (Value | undefined)[],
	frame: Frame
): void {
	params.forEach(({ name }, i) => {
		const given = values[i];
		if (given !== undefined) frame.scope.set(variableOf(frame, name), given);
	});
	params.forEach(({ name }, i) => {
		if (values[i] !== undefined) return;
		const fallback = defaults[i - (params.length - defaults.length)];
		const value =
			fallback === undefined
				? new Undefined(`parameter '${name}' was not provided`)
				: evaluate(fallback, frame);
		frame.scope.set(variableOf(frame, name), value);
	});
}

function setSpecial(
	uses: ReadonlySet<string>,
	special: {
		readonly caller: Value;
		readonly kwargs: Arguments;
		readonly varargs: readonly Value[];
	},
	frame: Frame
): void {
	const entries = Array.from(special.kwargs, ([name, value]) => [Str.of(name), value] as const);
	const values = {
		caller: special.caller,
		kwargs: new PyDict(entries),
		varargs: new PyTuple(special.varargs)
	};
	for (const name of SPECIAL) {
		if (uses.has(name)) frame.scope.set(variableOf(frame, name), values[name]);
	}
}

type RunBody = (body: MacroParts['body'], frame: Frame) => void;

/** @param name null for what is in a call block */
export function makeMacro(
	name: string | null,
	node: MacroParts,
	outer: Frame,
	runBody: RunBody
): PyFunction {
	const { symbols, uses } = planOf(node, outer.symbols);
	const { params } = node;
	const takesCaller = params.some((param) => param.name === 'caller');
	const call = (args: readonly Value[], given: Arguments) =>
		withCall(() => {
			outer.scope.check();
			const kwargs = new Map(given);
			const values = positional(params, args, kwargs);
			let caller: Value = new Undefined('No caller defined');
			if (uses.has('caller') && !takesCaller) {
				caller = kwargs.get('caller') ?? caller;
				kwargs.delete('caller');
			}
			const varargs = args.slice(params.length);
			refuseRest(name, params, { kwargs, uses, extra: varargs.length });
			const scope = openScope(symbols, outer.scope, outer.context);
			const frame: Frame = {
				symbols,
				scope,
				context: outer.context,
				out: new TextBuilder(),
				isTop: false
			};
			setSpecial(uses, { caller, kwargs, varargs }, frame);
			setParameters(node, values, frame);
			runBody(node.body, frame);
			return frame.out.build();
		});
	return new PyFunction(call, {
		typeName: 'Macro',
		printed: name === null ? '<Macro anonymous>' : `<Macro '${name}'>`,
		attributes: new Map<string, Value>([
			['name', name === null ? null : Str.of(name)],
			['arguments', new PyTuple(params.map((param) => Str.of(param.name)))],
			['catch_kwargs', uses.has('kwargs')],
			['catch_varargs', uses.has('varargs')],
			['caller', uses.has('caller')],
			['explicit_caller', takesCaller]
		])
	});
}
