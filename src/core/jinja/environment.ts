/**
 * How jinja2 is set up: for chat templates as transformers does, for evaluation tasks as the harness
 * does. One render runs at a time and never waits, so the environment it runs in is in this module.
 */
import type { Arguments, Value } from './values/object.ts';

export type ApplyFilter = (value: Value, args: readonly Value[], kwargs: Arguments) => Value;

export interface Environment {
	/** `trim_blocks` and `lstrip_blocks`: a tag on a line of its own leaves no empty line. */
	readonly trimsBlocks: boolean;
	/** `keep_trailing_newline`. */
	readonly keepsLastNewline: boolean;
	/** `StrictUndefined`: what is not defined may be asked for whether it is, and nothing else. */
	readonly isStrict: boolean;
	/** The immutable sandbox, which forbids what would change a value or look behind it. */
	readonly isSandboxed: boolean;
	/** Of jinja2's extensions and of transformers: `break`, `continue`, `generation`. */
	readonly extraTags: ReadonlySet<string>;
	/** Beside jinja2's own, or in their place. */
	readonly filters: ReadonlyMap<string, ApplyFilter>;
}

export const CHAT_TEMPLATES: Environment = {
	trimsBlocks: true,
	keepsLastNewline: false,
	isStrict: false,
	isSandboxed: true,
	extraTags: new Set(['break', 'continue', 'generation']),
	filters: new Map()
};

const current = { environment: CHAT_TEMPLATES };

export function environment(): Environment {
	return current.environment;
}

export function withEnvironment<T>(own: Environment, run: () => T): T {
	const before = current.environment;
	current.environment = own;
	try {
		return run();
	} finally {
		current.environment = before;
	}
}
