/** Runs statements, and gathers what they write. */
import { spend, withCall } from '../budget.ts';
import { raise } from '../failure.ts';
import type {
	BlockNode,
	Body,
	CallBlockNode,
	FilterBlockNode,
	ForNode,
	SetBlockNode,
	Statement,
	WithNode
} from '../syntax/ast.ts';
import { Symbols, visitBody, visitExpression, visitTarget } from '../syntax/symbols.ts';
import { isTrue } from '../values/compare.ts';
import { PyIterator, type Value } from '../values/object.ts';
import { print } from '../values/printing.ts';
import { itemsOf } from '../values/sequence.ts';
import { Str, TextBuilder } from '../values/text.ts';
import { assign, targetValue } from './assign.ts';
import { evaluate, evaluateCall } from './evaluate.ts';
import { Loop } from './loop.ts';
import { makeMacro } from './macro.ts';
import { openScope, variableOf, type Context, type Frame } from './scope.ts';

/** How a statement ends: what a loop does next. */
type End = 'next' | 'break' | 'continue';

const plans = new WeakMap<object, Symbols>();

/** The names of a scope are looked for once, when it is first entered. */
function plan(key: object, parent: Symbols | null, visit: (symbols: Symbols) => void): Symbols {
	const known = plans.get(key);
	if (known !== undefined) return known;
	const symbols = new Symbols(parent);
	visit(symbols);
	plans.set(key, symbols);
	return symbols;
}

function inner(frame: Frame, symbols: Symbols, out = frame.out): Frame {
	const { context } = frame;
	return { symbols, scope: openScope(symbols, frame.scope, context), context, out, isTop: false };
}

function* tested(node: ForNode, test: NonNullable<ForNode['test']>, items: Value, frame: Frame) {
	const symbols = plan(test, frame.symbols, (own) => {
		visitTarget(own, node.target, true);
		visitExpression(own, test);
	});
	const testFrame = inner(frame, symbols);
	for (const item of itemsOf(items)) {
		assign(node.target, item, testFrame);
		if (isTrue(evaluate(test, testFrame))) yield targetValue(node.target, testFrame);
	}
}

function loopSymbols(node: ForNode, parent: Symbols): Symbols {
	return plan(node, parent, (own) => {
		own.declare('loop');
		visitTarget(own, node.target, true);
		visitBody(own, node.body);
	});
}

/** Runs a loop over these items. @returns what ends a loop around it: nothing */
function runLoop(node: ForNode, items: Value, frame: Frame, depth: number): End {
	const { test } = node;
	const chosen = test === null ? items : new PyIterator(tested(node, test, items, frame));
	const recurse = node.isRecursive
		? (more: Value) => recursiveText(node, more, frame, depth + 1)
		: null;
	const loop = new Loop(chosen, recurse, depth);
	const symbols = loopSymbols(node, frame.symbols);
	let isElse = true;
	for (let item = loop.next(); item !== undefined; item = loop.next()) {
		spend(1);
		const own = inner(frame, symbols);
		own.scope.set(variableOf(own, 'loop'), loop);
		assign(node.target, item, own);
		const end = runBody(node.body, own);
		own.scope.end();
		if (end === 'break') break;
		// In jinja2, a pass that is cut short by `continue` does not keep `else` away.
		if (end === 'next') isElse = false;
	}
	if (!isElse || node.otherwise.length === 0) return 'next';
	const elseSymbols = plan(node.otherwise, frame.symbols, (own) => {
		visitBody(own, node.otherwise);
	});
	return runBody(node.otherwise, inner(frame, elseSymbols));
}

function recursiveText(node: ForNode, items: Value, frame: Frame, depth: number): Str {
	return withCall(() => {
		const out = new TextBuilder();
		runLoop(node, items, { ...frame, out }, depth);
		return out.build();
	});
}

function runFor(node: ForNode, frame: Frame): End {
	const items = evaluate(node.iterable, frame);
	if (!node.isRecursive) return runLoop(node, items, frame, 0);
	frame.out.add(recursiveText(node, items, frame, 0));
	return 'next';
}

function runIf(node: Extract<Statement, { type: 'if' }>, frame: Frame): End {
	for (const arm of [node, ...node.elifs]) {
		if (isTrue(evaluate(arm.test, frame))) return runBody(arm.body, frame);
	}
	return runBody(node.otherwise, frame);
}

function runWith(node: WithNode, frame: Frame): End {
	const symbols = plan(node, frame.symbols, (own) => {
		for (const target of node.targets) visitTarget(own, target);
		visitBody(own, node.body);
	});
	const own = inner(frame, symbols);
	node.targets.forEach((target, i) => {
		const value = node.values[i];
		if (value !== undefined) assign(target, evaluate(value, frame), own);
	});
	return runBody(node.body, own);
}

/** Runs a body whose text is kept. */
function capture(body: Body, symbols: Symbols, frame: Frame): { end: End; own: Frame } {
	const own = inner(frame, symbols, new TextBuilder());
	const end = runBody(body, own);
	return { end, own: { ...own, written: own.out.build() } };
}

function runSetBlock(node: SetBlockNode, frame: Frame): End {
	const symbols = plan(node, frame.symbols, (own) => {
		visitBody(own, node.body);
	});
	const { end, own } = capture(node.body, symbols, frame);
	if (end !== 'next') return end;
	const written = own.written ?? Str.of('');
	assign(node.target, node.filter === null ? written : evaluate(node.filter, own), frame);
	return 'next';
}

function runFilterBlock(node: FilterBlockNode, frame: Frame): End {
	const symbols = plan(node, frame.symbols, (own) => {
		visitBody(own, node.body);
		visitExpression(own, node.filter);
	});
	const { end, own } = capture(node.body, symbols, frame);
	if (end !== 'next') return end;
	frame.out.add(print(evaluate(node.filter, own)));
	return 'next';
}

function runCallBlock(node: CallBlockNode, frame: Frame): End {
	const caller = makeMacro(null, node, frame, runMacroBody);
	const text =
		node.call === null ? caller.call([], new Map()) : evaluateCall(node.call, frame, caller);
	frame.out.add(print(text));
	return 'next';
}

function runMacroBody(body: Body, frame: Frame): void {
	runBody(body, frame);
}

function blockContext(node: BlockNode, frame: Frame): Context {
	if (!node.isScoped) return frame.context;
	const names: (readonly [string, Value])[] = [];
	for (
		let { symbols }: { symbols: Symbols | null } = frame;
		symbols !== null;
		symbols = symbols.parent
	) {
		for (const name of symbols.stores) {
			const value = frame.scope.get(variableOf(frame, name));
			if (value !== undefined) names.push([name, value]);
		}
	}
	return frame.context.derive(names);
}

/** A block sees what the template was given and has set at its top, and nothing of what is around it. */
function runBlock(node: BlockNode, frame: Frame): End {
	if (node.isRequired) raise('TemplateRuntimeError', `Required block '${node.name}' not found`);
	const context = blockContext(node, frame);
	const symbols = plan(node, null, (own) => {
		visitBody(own, node.body);
	});
	const scope = openScope(symbols, null, context);
	return runBody(node.body, { symbols, scope, context, out: frame.out, isTop: false });
}

type Run<Type> = (node: Extract<Statement, { type: Type }>, frame: Frame) => End;

const RUN: { readonly [Type in Statement['type']]: Run<Type> } = {
	text: ({ value }, frame) => {
		if (value instanceof Str) frame.out.add(value);
		return 'next';
	},
	output: ({ value }, frame) => {
		frame.out.add(print(evaluate(value, frame)));
		return 'next';
	},
	set: ({ target, value }, frame) => {
		assign(target, value, frame);
		return 'next';
	},
	macro: (node, frame) => {
		const macro = makeMacro(node.name, node, frame, runMacroBody);
		frame.scope.set(variableOf(frame, node.name), macro);
		if (frame.isTop) frame.context.set(node.name, macro);
		return 'next';
	},
	for: runFor,
	if: runIf,
	with: runWith,
	'set-block': runSetBlock,
	'filter-block': runFilterBlock,
	'call-block': runCallBlock,
	block: runBlock,
	break: () => 'break',
	continue: () => 'continue',
	'other-template': ({ template }, frame) => {
		evaluate(template, frame);
		return raise('TypeError', 'no loader for this environment specified');
	}
};

function runBody(body: Body, frame: Frame): End {
	for (const node of body) {
		spend(1);
		const end = RUN[node.type](node as never, frame);
		if (end !== 'next') return end;
	}
	return 'next';
}

const tops = new WeakMap<Body, Symbols>();

/** Runs a whole template. @throws TemplateFailure */
export function runTemplate(body: Body, context: Context): Str {
	let symbols = tops.get(body);
	if (symbols === undefined) {
		symbols = new Symbols(null);
		visitBody(symbols, body);
		tops.set(body, symbols);
	}
	const scope = openScope(symbols, null, context);
	const out = new TextBuilder();
	runBody(body, { symbols, scope, context, out, isTop: true });
	return out.build();
}
