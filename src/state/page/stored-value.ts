/** Small readers of plain data from storage: they give the value, or throw a TypeError. */

type Fields = Readonly<Record<string, unknown>>;

export function fields(value: unknown): Fields {
	if (typeof value === 'object' && value !== null) return value as Fields;
	throw new TypeError('not an object');
}

export function text(value: unknown): string {
	if (typeof value === 'string') return value;
	throw new TypeError('not a text');
}

export function list<T>(value: unknown, read: (item: unknown) => T): T[] {
	if (Array.isArray(value)) return value.map(read);
	throw new TypeError('not a list');
}

export function oneOf<T extends string>(value: unknown, allowed: readonly T[]): T {
	const found = allowed.find((option) => option === value);
	if (found !== undefined) return found;
	throw new TypeError(`not one of ${allowed.join(', ')}`);
}

export function number(value: unknown): number {
	if (typeof value === 'number' && Number.isFinite(value)) return value;
	throw new TypeError('not a number');
}

export function orNull<T>(value: unknown, read: (value: unknown) => T): T | null {
	return value === null ? null : read(value);
}
