/** What a filter's options are as plain values. */
import { PyDict } from '#core/jinja/values/dict.ts';
import { PyList, typeName, type Value } from '#core/jinja/values/object.ts';
import { Str } from '#core/jinja/values/text.ts';
import { TaskRefused } from './task-refused.ts';
import { PythonFunction } from './yaml.ts';

/** Texts, numbers and lists as they are, a mapping as a Map. @throws TaskRefused for Python */
export function plainOption(value: Value, where: string): unknown {
	if (value instanceof Str) return value.text;
	if (value instanceof PyList) return value.items.map((item) => plainOption(item, where));
	if (value instanceof PyDict) {
		const entries = Array.from(value.entries(), ([key, item]) => [key, item] as const);
		return new Map(
			entries.map(([key, item]) => [plainOption(key, where), plainOption(item, where)] as const)
		);
	}
	if (value instanceof PythonFunction) {
		throw new TaskRefused(where, `it calls Python (${value.name}), which is not run here`);
	}
	if (value === null || typeof value !== 'object') return value;
	throw new TaskRefused(where, `an option cannot be ${typeName(value)}`);
}
