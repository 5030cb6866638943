/** Why a template gave no prompt: what Python would have raised, or what stops it here. */

/** Names of the exceptions of Python and jinja2 that templates can end in. */
export type PythonError =
	| 'AssertionError'
	| 'AttributeError'
	| 'FilterArgumentError'
	| 'IndexError'
	| 'KeyError'
	| 'OverflowError'
	| 'RuntimeError'
	| 'SecurityError'
	| 'SyntaxError'
	| 'TemplateAssertionError'
	| 'TemplateError'
	| 'TemplateRuntimeError'
	| 'TemplateSyntaxError'
	| 'TypeError'
	| 'UndefinedError'
	| 'ValueError'
	| 'ZeroDivisionError';

/** `limit`: it was stopped. `unsupported`: Python can do this, and we cannot do it exactly. */
export type FailureKind = PythonError | 'limit' | 'unsupported';

export class TemplateFailure extends Error {
	readonly kind: FailureKind;

	constructor(kind: FailureKind, message: string) {
		super(message);
		this.name = 'TemplateFailure';
		this.kind = kind;
	}

	/** For people: what the template itself says is alone, everything else has its kind before it. */
	get reason(): string {
		if (this.kind === 'TemplateError' || this.kind === 'limit') return this.message;
		if (this.kind === 'unsupported') return `not supported here: ${this.message}`;
		return `${this.kind}: ${this.message}`;
	}
}

export function raise(kind: PythonError, message: string): never {
	throw new TemplateFailure(kind, message);
}

export function unsupported(what: string): never {
	throw new TemplateFailure('unsupported', what);
}
