/** Valid examples, changed: what is far from valid never gets past a parser's first line. */
import { ODD_KEYS, ODD_TEXTS, ODD_VALUES } from './odd-values.ts';
import type { Random } from '../seeded-random.ts';

const MARKS = Array.from('"\\{}[](),:;.=+-*/%&?#@<>|~^$!\'` \t\n0a');
const JSON_SCRAPS = [
	'"',
	'\\',
	'{',
	'}',
	'[',
	']',
	',',
	':',
	'1e999',
	'-0',
	'null',
	'\\u',
	'\\ud800'
];

/** How many changes in a row: mostly one or two. */
function times(random: Random): number {
	return random.chance(0.5) ? 1 : 1 + random.int(5);
}

/** Somewhere in a length, and a stretch that is mostly short. */
function stretch(random: Random, length: number): { from: number; to: number } {
	const from = random.int(length + 1);
	const most = random.chance(0.8) ? 12 : length;
	return { from, to: Math.min(length, from + random.int(most + 1)) };
}

function insertedText(random: Random, text: string): string {
	switch (random.int(4)) {
		case 0:
			return random.pick(MARKS).repeat(random.chance(0.9) ? 1 : 1 + random.int(2000));
		case 1:
			return random.pick(JSON_SCRAPS);
		case 2:
			return random.pick(ODD_TEXTS);
		default: {
			const { from, to } = stretch(random, text.length);
			return text.slice(from, to);
		}
	}
}

/** The text with stretches cut, doubled, overwritten or moved. @param most length of what comes out */
export function mutateText(random: Random, text: string, most = 20_000): string {
	let changed = text;
	for (let left = times(random); left > 0; left--) {
		const { from, to } = stretch(random, changed.length);
		// Cut short, now and then.
		const end = random.chance(0.05) ? changed.length : random.chance(0.5) ? from : to;
		changed = changed.slice(0, from) + insertedText(random, changed) + changed.slice(end);
	}
	return changed.slice(0, most);
}

const ODD_BYTES = [0, 1, 0x7f, 0x80, 0xff, 0x0a, 0x12, 0x1a, 0x22, 0x20];

function oddBytes(random: Random, bytes: Uint8Array): Uint8Array {
	switch (random.int(4)) {
		case 0:
			return Uint8Array.of(random.int(256));
		case 1:
			return new Uint8Array(1 + random.int(12)).fill(random.pick(ODD_BYTES));
		case 2: // a length of many bytes, as protobuf writes it
			return Uint8Array.of(0xff, 0xff, 0xff, 0xff, random.int(256), random.int(128));
		default: {
			const { from, to } = stretch(random, bytes.length);
			return bytes.slice(from, to);
		}
	}
}

function spliced(
	bytes: Uint8Array,
	from: number,
	to: number,
	put: Uint8Array
): Uint8Array<ArrayBuffer> {
	const whole = new Uint8Array(from + put.length + bytes.length - to);
	whole.set(bytes.subarray(0, from));
	whole.set(put, from);
	whole.set(bytes.subarray(to), from + put.length);
	return whole;
}

/** The bytes with some changed, cut, doubled or moved. */
export function mutateBytes(random: Random, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
	let changed = bytes.slice();
	for (let left = times(random); left > 0; left--) {
		const { from, to } = stretch(random, changed.length);
		if (random.chance(0.5) && changed.length > 0) {
			const at = random.int(changed.length);
			changed[at] = random.chance(0.5)
				? random.pick(ODD_BYTES)
				: (changed[at] ?? 0) ^ (1 << random.int(8));
		} else if (random.chance(0.1)) changed = changed.slice(0, from);
		else
			changed = spliced(changed, from, random.chance(0.5) ? from : to, oddBytes(random, changed));
	}
	return changed;
}

type Entries = [string, unknown][];

/** By `defineProperty`: a key named `__proto__` is one like any other. */
function objectOf(entries: Entries): object {
	const made = {};
	for (const [key, value] of entries) {
		Object.defineProperty(made, key, {
			value,
			enumerable: true,
			configurable: true,
			writable: true
		});
	}
	return made;
}

function oddValue(random: Random, old: unknown, root: unknown): unknown {
	if (typeof old === 'string' && random.chance(0.5)) return mutateText(random, old, 6000);
	if (typeof old === 'number' && random.chance(0.4))
		return old + random.pick([1, -1, 0.5, 2 ** 32]);
	switch (random.int(8)) {
		case 0:
			// A large one in itself takes long to write, again and again.
			return random.chance(0.2) ? root : null;
		case 1:
			return [old];
		case 2:
			return { [random.pick(ODD_KEYS)]: old };
		case 3:
			return Array.from({ length: typeof old === 'object' ? 3 : random.pick([2, 300]) }, () => old);
		case 4:
			return nested(random, old);
		default:
			return random.pick(ODD_VALUES);
	}
}

function nested(random: Random, value: unknown): unknown {
	let outer = value;
	for (let left = random.pick([3, 30, 200]); left > 0; left--) {
		outer = random.chance(0.5) ? [outer] : { a: outer };
	}
	return outer;
}

function changedEntries(random: Random, entries: Entries): Entries {
	const at = random.int(entries.length + 1);
	switch (random.int(3)) {
		case 0: // one less
			return entries.filter((_, i) => i !== at);
		case 1: // one more
			return [...entries, [random.pick(ODD_KEYS), random.pick(ODD_VALUES)]];
		default: // one under another's name
			return entries.map(([key, value], i) => [i === at ? random.pick(ODD_KEYS) : key, value]);
	}
}

function changedList(random: Random, list: readonly unknown[]): unknown[] {
	const at = random.int(list.length + 1);
	switch (random.int(3)) {
		case 0:
			return list.filter((_, i) => i !== at);
		case 1:
			return [...list.slice(0, at), list[at] ?? random.pick(ODD_VALUES), ...list.slice(at)];
		default:
			return [...list].reverse();
	}
}

/** The value with one place changed; what is not on the way to it is shared with the original. */
function changedOnce(random: Random, value: unknown, root: unknown): unknown {
	if (typeof value !== 'object' || value === null || random.chance(0.12)) {
		return oddValue(random, value, root);
	}
	if (Array.isArray(value)) {
		if (value.length === 0 || random.chance(0.2)) return changedList(random, value);
		const at = random.int(value.length);
		return value.map((item: unknown, i) => (i === at ? changedOnce(random, item, root) : item));
	}
	const entries = Object.entries(value);
	if (entries.length === 0 || random.chance(0.2)) return objectOf(changedEntries(random, entries));
	const at = random.int(entries.length);
	return objectOf(
		entries.map(([key, item], i) => [key, i === at ? changedOnce(random, item, root) : item])
	);
}

/** A value of JSON with some places changed: other types, numbers, names, deeper, longer, missing. */
export function mutateJson(random: Random, value: unknown): unknown {
	let changed = value;
	for (let left = times(random); left > 0; left--) changed = changedOnce(random, changed, value);
	return changed;
}
