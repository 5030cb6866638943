/** Messages as tables of fields: what a field is called, its number, its kind, and when it is left out. */
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';

import { malformed, WireReader, WireWriter } from './wire-format.ts';
import type { WireType } from './wire-format.ts';

/** How one value goes over the wire. What `read` gives still has to be checked by a schema. */
export interface Codec {
	readonly wireType: WireType;
	write(writer: WireWriter, value: unknown): void;
	read(reader: WireReader): unknown;
}

export interface Field {
	readonly number: number;
	readonly key: string;
	readonly codec: Codec;
	/** The value that is left out when writing, and taken when the field is missing. */
	readonly absent: unknown;
	/** For lists: most entries; 0 for a single value. */
	readonly most: number;
}

export const count: Codec = {
	wireType: 0,
	write: (writer, value) => writer.varint(value as number),
	read: (reader) => reader.varint()
};

/** A seed: 0 to 2^64 − 1 as decimal digits. */
export const decimal: Codec = {
	wireType: 0,
	write: (writer, value) => writer.varint(BigInt(value as string)),
	read: (reader) => reader.bigVarint().toString()
};

export const real: Codec = {
	wireType: 1,
	write: (writer, value) => writer.double(value as number),
	read: (reader) => reader.double()
};

export const text: Codec = {
	wireType: 2,
	write: (writer, value) => writer.delimited(new TextEncoder().encode(value as string)),
	read: (reader) => decodeText(reader.delimited())
};

function decodeText(bytes: Uint8Array): string {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		throw malformed('a text is not UTF-8');
	}
}

/** `sha256:<64 hex digits>` as 32 bytes. */
export const digest: Codec = {
	wireType: 2,
	write: (writer, value) => writer.delimited(hexToBytes((value as string).slice('sha256:'.length))),
	read: (reader) => `sha256:${bytesToHex(reader.delimited())}`
};

/** The beginning of a digest: hex digits, two to a byte. */
export const shortDigest: Codec = {
	wireType: 2,
	write: (writer, value) => writer.delimited(hexToBytes(value as string)),
	read: (reader) => bytesToHex(reader.delimited())
};

/** A time in ISO 8601, as whole milliseconds since 1970. */
export const time: Codec = {
	wireType: 0,
	write: (writer, value) => writer.varint(Date.parse(value as string)),
	read: (reader) => {
		const year9999 = 253_402_300_799_999;
		return new Date(Math.min(reader.varint(), year9999)).toISOString();
	}
};

/** One of a few words, as its place in the list: new ones are appended, none is ever removed. */
export function oneOf(words: readonly string[]): Codec {
	return {
		wireType: 0,
		write: (writer, value) => writer.varint(words.indexOf(value as string)),
		read: (reader) => words[reader.varint()]
	};
}

/** Token ids, packed: one length, then a varint each. */
export function tokenIds(most: number): Codec {
	return {
		wireType: 2,
		write: (writer, value) => {
			const inner = new WireWriter();
			for (const id of value as readonly number[]) inner.varint(id);
			writer.delimited(inner.finish());
		},
		read: (reader) => {
			const inner = new WireReader(reader.delimited());
			const ids: number[] = [];
			while (!inner.done) {
				if (ids.length === most) throw malformed('too many tokens');
				ids.push(inner.varint());
			}
			return ids;
		}
	};
}

/** An object with free keys, as protobuf writes maps: a message of key (1) and value (2) for each. */
export function entries(key: Codec, value: Codec): Codec {
	const pair = message([
		field(1, 'key', key, zeroOf(key)),
		field(2, 'value', value, zeroOf(value))
	]);
	return {
		wireType: 2,
		write: (writer, item) => pair.write(writer, item),
		read: (reader) => pair.read(reader)
	};
}

/** What protobuf leaves out. */
function zeroOf(codec: Codec): unknown {
	return codec === text ? '' : 0;
}

export function field(number: number, key: string, codec: Codec, absent: unknown): Field {
	return { number, key, codec, absent, most: 0 };
}

/** A field that may come any number of times, up to `most`. */
export function list(number: number, key: string, codec: Codec, most: number): Field {
	return { number, key, codec, absent: [], most };
}

function isLeftOut(value: unknown, { absent }: Field): boolean {
	if (value === absent) return true;
	return Array.isArray(value) && value.length === 0 && Array.isArray(absent);
}

export interface MessageCodec extends Codec {
	encode(value: object): Uint8Array;
	/** @throws AppError `link-malformed`: fields that this version does not have are refused, too */
	decode(bytes: Uint8Array): Record<string, unknown>;
	/** Name and number of every field, inner messages included. */
	allFields(): { readonly name: string; readonly number: number }[];
}

export function message(fields: readonly Field[]): MessageCodec {
	const byNumber = new Map(fields.map((each) => [each.number, each]));
	const encode = (value: object): Uint8Array => {
		const writer = new WireWriter();
		for (const each of fields) writeField(writer, each, Reflect.get(value, each.key));
		return writer.finish();
	};
	const decode = (bytes: Uint8Array): Record<string, unknown> => {
		const values: Record<string, unknown> = {};
		const reader = new WireReader(bytes);
		while (!reader.done) {
			const { fieldNumber, wireType } = reader.tag();
			const known = byNumber.get(fieldNumber);
			if (known?.codec.wireType !== wireType) throw malformed(`unknown field ${fieldNumber}`);
			readField(reader, known, values);
		}
		for (const { key, absent, most } of fields) {
			if (!(key in values)) values[key] = most > 0 ? [] : absent;
		}
		return values;
	};
	return {
		wireType: 2,
		encode,
		decode,
		allFields: () =>
			fields.flatMap(({ key, number, codec }) => [
				{ name: key, number },
				...('allFields' in codec ? (codec as MessageCodec).allFields() : [])
			]),
		write: (writer, value) => writer.delimited(encode(value as object)),
		read: (reader) => decode(reader.delimited())
	};
}

function writeField(writer: WireWriter, each: Field, value: unknown): void {
	if (isLeftOut(value, each)) return;
	const items: readonly unknown[] = each.most > 0 ? (value as readonly unknown[]) : [value];
	for (const item of items) {
		writer.tag(each.number, each.codec.wireType);
		each.codec.write(writer, item);
	}
}

function readField(reader: WireReader, each: Field, values: Record<string, unknown>): void {
	const { key, codec, most } = each;
	if (most === 0) {
		if (key in values) throw malformed('a field comes twice', key);
		values[key] = codec.read(reader);
		return;
	}
	const items = (values[key] ??= []) as unknown[];
	if (items.length === most) throw malformed('too many entries', key);
	items.push(codec.read(reader));
}
