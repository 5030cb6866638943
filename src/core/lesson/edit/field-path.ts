/** Fields of a lesson by where they stand, as forms and errors name them: `['steps', 2, 'title']`. */
export type FieldPath = readonly (string | number)[];

/** @returns what is there; undefined when nothing does */
export function valueAt(data: unknown, path: FieldPath): unknown {
	let value = data;
	for (const key of path) {
		if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
		value = (value as Readonly<Record<string | number, unknown>>)[key];
	}
	return value;
}

/**
 * @param data is not changed
 * @returns the same with `value` there; what the path does not touch is shared
 * @throws TypeError when the path leads through something that has no fields
 */
export function withValue<T>(data: T, path: FieldPath, value: unknown): T {
	const [key, ...rest] = path;
	if (key === undefined) return value as T;
	if (Array.isArray(data)) {
		const items: readonly unknown[] = data;
		return items.map((item, i) => (i === key ? withValue(item, rest, value) : item)) as T;
	}
	if (typeof data !== 'object' || data === null) throw new TypeError(`no field ${String(key)}`);
	const inner = (data as Readonly<Record<string | number, unknown>>)[key];
	return { ...data, [key]: withValue(inner, rest, value) };
}
