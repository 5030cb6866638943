/**
 * Which variable a name means: jinja2's `idtracking`. Each scope knows before it runs which names it
 * will set, and what they are until then: the outer one's value, the context's, or nothing.
 */
import type { Expression, MacroParts, Statement, Target } from './ast.ts';
import { childrenOf } from './children.ts';

export type Load =
	| { readonly from: 'parameter' }
	| { readonly from: 'context'; readonly name: string }
	| { readonly from: 'outer'; readonly variable: string }
	| { readonly from: 'nothing' };

export class Symbols {
	readonly parent: Symbols | null;
	readonly level: number;
	#variables: Map<string, string>;
	#loads: Map<string, Load>;
	#stores: Set<string>;

	constructor(parent: Symbols | null) {
		this.parent = parent;
		this.level = parent === null ? 0 : parent.level + 1;
		this.#variables = new Map();
		this.#loads = new Map();
		this.#stores = new Set();
	}

	/** What this scope's variables are when it begins. */
	get loads(): ReadonlyMap<string, Load> {
		return this.#loads;
	}

	get stores(): ReadonlySet<string> {
		return this.#stores;
	}

	#define(name: string, load: Load): string {
		const variable = `${this.level} ${name}`;
		this.#variables.set(name, variable);
		this.#loads.set(variable, load);
		return variable;
	}

	/** @returns null for a name that nothing in sight mentions */
	find(name: string): string | null {
		return this.#variables.get(name) ?? this.parent?.find(name) ?? null;
	}

	declare(name: string): string {
		this.#stores.add(name);
		return this.#define(name, { from: 'parameter' });
	}

	load(name: string): void {
		if (this.find(name) === null) this.#define(name, { from: 'context', name });
	}

	store(name: string): void {
		this.#stores.add(name);
		if (this.#variables.has(name)) return;
		const outer = this.parent?.find(name) ?? null;
		this.#define(name, outer === null ? { from: 'nothing' } : { from: 'outer', variable: outer });
	}

	#copy(): Symbols {
		const copy = new Symbols(this.parent);
		copy.#variables = new Map(this.#variables);
		copy.#loads = new Map(this.#loads);
		copy.#stores = new Set(this.#stores);
		return copy;
	}

	/** Looks at branches of which one will run: what only some of them set is there before. */
	branches(visits: readonly ((symbols: Symbols) => void)[]): void {
		const copies = visits.map((visit) => {
			const copy = this.#copy();
			visit(copy);
			return copy;
		});
		const set = new Set(copies.flatMap((copy) => [...copy.#stores]));
		for (const name of this.#stores) set.delete(name);
		for (const copy of copies) {
			for (const [name, variable] of copy.#variables) this.#variables.set(name, variable);
			for (const [variable, load] of copy.#loads) this.#loads.set(variable, load);
			for (const name of copy.#stores) this.#stores.add(name);
		}
		for (const name of set) {
			const outer = this.parent?.find(name) ?? null;
			this.#define(
				name,
				outer === null ? { from: 'context', name } : { from: 'outer', variable: outer }
			);
		}
	}
}

export function visitExpression(symbols: Symbols, node: Expression): void {
	if (node.type === 'name') symbols.load(node.name);
	else for (const child of childrenOf(node)) visitExpression(symbols, child);
}

export function visitTarget(symbols: Symbols, target: Target, asParameter = false): void {
	if (target.type === 'target-tuple') {
		for (const item of target.items) visitTarget(symbols, item, asParameter);
	} else if (target.type === 'namespace-target') {
		symbols.load(target.name);
	} else if (asParameter || target.use === 'param') {
		symbols.declare(target.name);
	} else {
		symbols.store(target.name);
	}
}

export function visitBody(symbols: Symbols, body: readonly Statement[]): void {
	for (const statement of body) visitStatement(symbols, statement);
}

function visitIf(symbols: Symbols, node: Extract<Statement, { type: 'if' }>): void {
	visitExpression(symbols, node.test);
	symbols.branches([
		(copy) => {
			visitBody(copy, node.body);
		},
		(copy) => {
			visitBody(copy, node.elifs);
		},
		(copy) => {
			visitBody(copy, node.otherwise);
		}
	]);
}

type Visit<Type> = (symbols: Symbols, node: Extract<Statement, { type: Type }>) => void;

const nothing = () => undefined;

/** What a statement means to the scope that it is in; scopes inside of it look after themselves. */
const VISITS: { readonly [Type in Statement['type']]: Visit<Type> } = {
	text: nothing,
	break: nothing,
	continue: nothing,
	block: nothing,
	if: visitIf,
	output: (symbols, { value }) => {
		visitExpression(symbols, value);
	},
	set: (symbols, { value, target }) => {
		visitExpression(symbols, value);
		visitTarget(symbols, target);
	},
	for: (symbols, { iterable }) => {
		visitExpression(symbols, iterable);
	},
	macro: (symbols, { name }) => {
		symbols.store(name);
	},
	'call-block': (symbols, { call }) => {
		if (call !== null) visitExpression(symbols, call);
	},
	with: (symbols, { values }) => {
		for (const value of values) visitExpression(symbols, value);
	},
	'set-block': (symbols, { target }) => {
		visitTarget(symbols, target);
	},
	'filter-block': (symbols, { filter }) => {
		visitExpression(symbols, filter);
	},
	'other-template': (symbols, { template }) => {
		visitExpression(symbols, template);
	}
};

function visitStatement(symbols: Symbols, node: Statement): void {
	VISITS[node.type](symbols, node as never);
}

/** Parameters, their defaults, and the body. */
export function visitMacro(symbols: Symbols, { params, defaults, body }: MacroParts): void {
	for (const param of params) symbols.declare(param.name);
	for (const value of defaults) visitExpression(symbols, value);
	visitBody(symbols, body);
}
