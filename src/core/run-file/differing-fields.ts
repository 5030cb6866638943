/** Which fields of two records differ: of an altered run file, against the sound one of the same id. */
export interface DifferingField {
	/** E.g. `output.tokens[3].logprob`. */
	readonly path: string;
	/** As JSON, shortened; null where that side has no such field. */
	readonly before: string | null;
	readonly after: string | null;
}

interface Walk {
	readonly found: DifferingField[];
	readonly most: number;
}

/**
 * Lists are compared place by place; the notes and the id are left out, which anybody may change.
 *
 * @param most as many are named
 */
export function differingFields(before: object, after: object, most = 50): DifferingField[] {
	const walk: Walk = { found: [], most };
	compare(content(before), content(after), '', walk);
	return walk.found;
}

function content(run: object): object {
	const { id: _id, notes: _notes, ...rest } = run as Record<string, unknown>;
	return rest;
}

function compare(before: unknown, after: unknown, path: string, walk: Walk): void {
	if (walk.found.length >= walk.most || Object.is(before, after)) return;
	if (isPlain(before) && isPlain(after) && Array.isArray(before) === Array.isArray(after)) {
		const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
		for (const key of keys) {
			const place = Array.isArray(before)
				? `${path}[${key}]`
				: path === ''
					? key
					: `${path}.${key}`;
			compare(own(before, key), own(after, key), place, walk);
		}
		return;
	}
	walk.found.push({ path, before: shortened(before), after: shortened(after) });
}

function isPlain(value: unknown): value is object {
	return typeof value === 'object' && value !== null;
}

function own(value: object, key: string): unknown {
	return Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}

const SHOWN = 100;

/** A value for a person: lists and objects by their size alone. */
export function shortened(value: unknown): string | null {
	if (value === undefined) return null;
	if (Array.isArray(value)) return `[${value.length}]`;
	const text = typeof value === 'object' && value !== null ? '{…}' : JSON.stringify(value);
	return text.length > SHOWN ? `${text.slice(0, SHOWN - 1)}…` : text;
}
