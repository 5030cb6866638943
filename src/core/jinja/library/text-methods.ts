/** All attributes of `str` but `format`: those that templates use, and those that are refused by name. */
import { unsupported } from '../failure.ts';
import { PyFunction, type Value } from '../values/object.ts';
import type { Str } from '../values/text.ts';
import { bind, type Bound } from './arguments.ts';
import * as search from './text-search.ts';
import * as shape from './text-shape.ts';
import * as cuts from './text-split.ts';

interface Method {
	readonly names: readonly string[];
	readonly byName?: boolean;
	readonly run: (self: Str, bound: Bound) => Value;
}

const WHERE = ['sub', 'start?', 'end?'];
const PADDING = ['width', 'fillchar?'];
const SPLIT = { names: ['sep?', 'maxsplit?'], byName: true };

const METHODS: Readonly<Record<string, Method>> = {
	capitalize: { names: [], run: shape.capitalize },
	center: { names: PADDING, run: shape.center },
	count: { names: WHERE, run: search.count },
	endswith: { names: WHERE, run: search.endswith },
	find: { names: WHERE, run: search.find },
	index: { names: WHERE, run: search.index },
	join: { names: ['iterable'], run: cuts.join },
	ljust: { names: PADDING, run: shape.ljust },
	lower: { names: [], run: shape.lower },
	lstrip: { names: ['chars?'], run: (self, [chars]) => shape.stripText(self, chars, 'left') },
	partition: { names: ['sep'], run: cuts.partition },
	removeprefix: { names: ['prefix'], run: shape.removeprefix },
	removesuffix: { names: ['suffix'], run: shape.removesuffix },
	replace: { names: ['old', 'new', 'count?'], run: cuts.replace },
	rfind: { names: WHERE, run: search.rfind },
	rindex: { names: WHERE, run: search.rindex },
	rjust: { names: PADDING, run: shape.rjust },
	rpartition: { names: ['sep'], run: cuts.rpartition },
	rsplit: { ...SPLIT, run: cuts.rsplit },
	rstrip: { names: ['chars?'], run: (self, [chars]) => shape.stripText(self, chars, 'right') },
	split: { ...SPLIT, run: cuts.split },
	splitlines: { names: ['keepends?'], byName: true, run: cuts.splitlines },
	startswith: { names: WHERE, run: search.startswith },
	strip: { names: ['chars?'], run: (self, [chars]) => shape.stripText(self, chars, 'both') },
	swapcase: { names: [], run: shape.swapcase },
	title: { names: [], run: shape.title },
	upper: { names: [], run: shape.upper },
	zfill: { names: ['width'], run: shape.zfill }
};

const REFUSED = new Set(
	'casefold encode expandtabs format_map isidentifier isprintable istitle maketrans translate'.split(
		' '
	)
);
const REFUSED_OF_MARKUP = new Set(['escape', 'striptags', 'unescape']);

/** @returns the attribute of that name; undefined when a text has none */
export function textAttribute(self: Str, name: string): Value | undefined {
	const known = METHODS[name];
	const question = shape.QUESTIONS[name];
	const isRefused = REFUSED.has(name) || (self.isMarkup && REFUSED_OF_MARKUP.has(name));
	if (isRefused) unsupported(`the method ${name} of texts`);
	if (known === undefined && question === undefined) return undefined;
	return new PyFunction(
		(args, kwargs) => {
			if (self.isMarkup) unsupported(`the method ${name} of escaped text`);
			const {
				names,
				byName = false,
				run
			} = known ?? {
				names: [],
				run: () => question?.(self.text) ?? false
			};
			return run(self, bind({ name, names, byName }, args, kwargs));
		},
		{ typeName: 'builtin_function_or_method' }
	);
}
