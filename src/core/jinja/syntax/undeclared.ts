/** Which of some names a body reads without setting them before: as jinja2's `find_undeclared`. */
import type { Expression, Statement, Target } from './ast.ts';
import { childrenOf, expressionsOf, statementsOf } from './children.ts';

class Search {
	readonly found = new Set<string>();
	readonly #wanted: Set<string>;

	constructor(names: readonly string[]) {
		this.#wanted = new Set(names);
	}

	expression(node: Expression): void {
		if (node.type !== 'name') for (const child of childrenOf(node)) this.expression(child);
		else if (this.#wanted.has(node.name)) this.found.add(node.name);
	}

	#target(target: Target): void {
		if (target.type === 'target-tuple')
			target.items.forEach((item) => {
				this.#target(item);
			});
		else if (target.type === 'name') this.#wanted.delete(target.name);
	}

	statement(node: Statement): void {
		// A block has names of its own.
		if (node.type === 'block') return;
		if ('target' in node) this.#target(node.target);
		if ('targets' in node) for (const target of node.targets) this.#target(target);
		if ('params' in node) for (const param of node.params) this.#wanted.delete(param.name);
		for (const expression of expressionsOf(node)) this.expression(expression);
		for (const statement of statementsOf(node)) this.statement(statement);
	}
}

export function findUndeclared(
	body: readonly Statement[],
	names: readonly string[]
): ReadonlySet<string> {
	const search = new Search(names);
	for (const statement of body) search.statement(statement);
	return search.found;
}
