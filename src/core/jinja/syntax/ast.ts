/** The nodes of a template, as jinja2's parser makes them. */
import type { Value } from '../values/object.ts';

interface At {
	readonly line: number;
}

export interface NameNode extends At {
	readonly type: 'name';
	readonly name: string;
	/** `param` is set by a call, a loop or a `with`. */
	readonly use: 'load' | 'store' | 'param';
}

export interface NamespaceTarget extends At {
	readonly type: 'namespace-target';
	readonly name: string;
	readonly attribute: string;
}

export interface TupleNode extends At {
	readonly type: 'tuple';
	readonly items: readonly Expression[];
}

export interface TargetTuple extends At {
	readonly type: 'target-tuple';
	readonly items: readonly Target[];
}

export type Target = NameNode | NamespaceTarget | TargetTuple;

/** What is in the brackets of a call. */
export interface CallArguments {
	readonly args: readonly Expression[];
	readonly kwargs: readonly (readonly [string, Expression])[];
	readonly moreArgs: Expression | null;
	readonly moreKwargs: Expression | null;
}

export interface CallNode extends At, CallArguments {
	readonly type: 'call';
	readonly callee: Expression;
}

export interface FilterNode extends At, CallArguments {
	readonly type: 'filter';
	/** null: what the block around it wrote. */
	readonly value: Expression | null;
	readonly name: string;
}

export interface TestNode extends At, CallArguments {
	readonly type: 'test';
	readonly value: Expression;
	readonly name: string;
}

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in';

export interface SliceNode extends At {
	readonly type: 'slice';
	readonly value: Expression;
	readonly start: Expression | null;
	readonly stop: Expression | null;
	readonly step: Expression | null;
}

export type Expression =
	| NameNode
	| TupleNode
	| CallNode
	| FilterNode
	| TestNode
	| SliceNode
	| (At & { readonly type: 'constant'; readonly value: Value })
	| (At & { readonly type: 'list'; readonly items: readonly Expression[] })
	| (At & {
			readonly type: 'dict';
			readonly entries: readonly (readonly [Expression, Expression])[];
	  })
	| (At & { readonly type: 'attribute'; readonly value: Expression; readonly name: string })
	| (At & { readonly type: 'item'; readonly value: Expression; readonly key: Expression })
	| (At & {
			readonly type: 'binary';
			readonly operator: '+' | '-' | '*' | '/' | '//' | '%' | '**';
			readonly left: Expression;
			readonly right: Expression;
	  })
	| (At & { readonly type: 'and' | 'or'; readonly left: Expression; readonly right: Expression })
	| (At & { readonly type: 'not'; readonly value: Expression })
	| (At & { readonly type: 'sign'; readonly sign: '+' | '-'; readonly value: Expression })
	| (At & { readonly type: 'concat'; readonly parts: readonly Expression[] })
	| (At & {
			readonly type: 'compare';
			readonly first: Expression;
			readonly rest: readonly (readonly [Comparison, Expression])[];
	  })
	| (At & {
			readonly type: 'conditional';
			readonly test: Expression;
			readonly then: Expression;
			readonly otherwise: Expression | null;
	  });

export type Body = readonly Statement[];

export interface ForNode extends At {
	readonly type: 'for';
	readonly target: Target;
	readonly iterable: Expression;
	readonly test: Expression | null;
	readonly isRecursive: boolean;
	readonly body: Body;
	readonly otherwise: Body;
}

export interface IfNode extends At {
	readonly type: 'if';
	readonly test: Expression;
	readonly body: Body;
	readonly elifs: readonly IfNode[];
	readonly otherwise: Body;
}

/** Parameters and body of a macro or of what a macro is called with. */
export interface MacroParts {
	readonly params: readonly NameNode[];
	/** Of the last parameters. */
	readonly defaults: readonly Expression[];
	readonly body: Body;
}

export interface MacroNode extends At, MacroParts {
	readonly type: 'macro';
	readonly name: string;
}

export interface CallBlockNode extends At, MacroParts {
	readonly type: 'call-block';
	/** null: `generation`, which writes its body as it is. */
	readonly call: CallNode | null;
}

export interface BlockNode extends At {
	readonly type: 'block';
	readonly name: string;
	readonly isScoped: boolean;
	readonly isRequired: boolean;
	readonly body: Body;
}

export interface WithNode extends At {
	readonly type: 'with';
	readonly targets: readonly Target[];
	readonly values: readonly Expression[];
	readonly body: Body;
}

export interface SetBlockNode extends At {
	readonly type: 'set-block';
	readonly target: Target;
	readonly filter: FilterNode | null;
	readonly body: Body;
}

export interface FilterBlockNode extends At {
	readonly type: 'filter-block';
	readonly filter: FilterNode;
	readonly body: Body;
}

export type Statement =
	| ForNode
	| IfNode
	| MacroNode
	| CallBlockNode
	| BlockNode
	| WithNode
	| SetBlockNode
	| FilterBlockNode
	| (At & { readonly type: 'text'; readonly value: Value })
	| (At & { readonly type: 'output'; readonly value: Expression })
	| (At & { readonly type: 'set'; readonly target: Target; readonly value: Expression })
	| (At & { readonly type: 'break' | 'continue' })
	/** `extends` and `include`: there is nothing that they could name. */
	| (At & {
			readonly type: 'other-template';
			readonly tag: string;
			readonly template: Expression;
	  });
