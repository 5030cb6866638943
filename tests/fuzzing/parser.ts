/** A parser that a stranger's bytes can reach, and how its inputs are made. */
import { mutateBytes, mutateJson, mutateText } from './mutate.ts';
import type { Random } from '../seeded-random.ts';

export type Input =
	| { readonly kind: 'text'; readonly text: string }
	| { readonly kind: 'bytes'; readonly bytes: Uint8Array<ArrayBuffer> }
	/** A value of JSON that was read by others, or cloned into the page. */
	| { readonly kind: 'value'; readonly value: unknown };

export interface FuzzedParser {
	readonly name: string;
	/** The functions of the app that it calls, as `path of the module: name`. */
	readonly covers: readonly string[];
	/** How many of the cases it tries, where each takes long; all when left out. */
	readonly share?: number;
	readonly make: (random: Random) => Input;
	/** Reads the input as the app does. */
	readonly read: (input: Input) => unknown;
}

/** Texts, each near one of the examples. */
export function textParser(
	name: string,
	covers: readonly string[],
	examples: readonly string[],
	read: (text: string) => unknown
): FuzzedParser {
	return {
		name,
		covers,
		make: (random) => ({ kind: 'text', text: mutateText(random, random.pick(examples)) }),
		read: (input) => read(textOf(input))
	};
}

/** Texts of JSON, each near one of the examples: mostly still JSON. */
export function jsonParser(
	name: string,
	covers: readonly string[],
	examples: readonly unknown[],
	read: (text: string) => unknown
): FuzzedParser {
	return {
		name,
		covers,
		make(random) {
			const text = JSON.stringify(mutateJson(random, random.pick(examples)));
			return { kind: 'text', text: random.chance(0.2) ? mutateText(random, text, 200_000) : text };
		},
		read: (input) => read(textOf(input))
	};
}

/** Values, each near one of the examples. */
export function valueParser(
	name: string,
	covers: readonly string[],
	examples: readonly unknown[],
	read: (value: unknown) => unknown
): FuzzedParser {
	return {
		name,
		covers,
		make: (random) => ({ kind: 'value', value: mutateJson(random, random.pick(examples)) }),
		read: (input) => read(input.kind === 'value' ? input.value : undefined)
	};
}

/** Bytes, each near one of the examples. */
export function bytesParser(
	name: string,
	covers: readonly string[],
	examples: readonly Uint8Array[],
	read: (bytes: Uint8Array<ArrayBuffer>) => unknown
): FuzzedParser {
	return {
		name,
		covers,
		make: (random) => ({ kind: 'bytes', bytes: mutateBytes(random, random.pick(examples)) }),
		read: (input) => read(input.kind === 'bytes' ? input.bytes : new Uint8Array())
	};
}

function textOf(input: Input): string {
	return input.kind === 'text' ? input.text : '';
}

/** An input as it stands in the corpus. */
export interface WrittenInput {
	readonly text?: string;
	/** How often the text comes, one after the other; once when left out. What stands around comes once. */
	readonly times?: number;
	readonly before?: string;
	readonly after?: string;
	readonly base64?: string;
	readonly json?: string;
}

export function writeInput(input: Input): WrittenInput {
	switch (input.kind) {
		case 'text':
			return { text: input.text };
		case 'bytes':
			return { base64: Buffer.from(input.bytes).toString('base64') };
		case 'value':
			return { json: JSON.stringify(input.value) };
	}
}

export function readInput(written: WrittenInput): Input {
	const { text, times = 1, before = '', after = '', base64, json } = written;
	if (text !== undefined) return { kind: 'text', text: before + text.repeat(times) + after };
	if (base64 !== undefined)
		return { kind: 'bytes', bytes: Uint8Array.from(Buffer.from(base64, 'base64')) };
	return { kind: 'value', value: JSON.parse(json ?? 'null') as unknown };
}
