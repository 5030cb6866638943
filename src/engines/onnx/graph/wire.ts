/**
 * Protocol buffers on the wire, as much of them as reading and rewriting an ONNX file needs.
 *
 * @see https://protobuf.dev/programming-guides/encoding/
 */
import { AppError } from '#core/errors.ts';

export interface Field {
	readonly number: number;
	/** The number itself for a varint (of 53 bits at most), else 0. */
	readonly value: number;
	/** The payload of a length-delimited field, a view; empty for the other kinds. */
	readonly bytes: Uint8Array<ArrayBuffer>;
	/** The field as it is in the message, tag and all: a view. */
	readonly raw: Uint8Array<ArrayBuffer>;
}

const VARINT = 0;
const FIXED_64 = 1;
const DELIMITED = 2;
const FIXED_32 = 5;
const NOTHING = new Uint8Array(0);

function broken(): AppError {
	return new AppError('model-invalid', 'the weights file is no readable ONNX graph', {
		details: { problem: 'not a readable ONNX graph' }
	});
}

class Cursor {
	at = 0;
	readonly #bytes: Uint8Array<ArrayBuffer>;

	constructor(bytes: Uint8Array<ArrayBuffer>) {
		this.#bytes = bytes;
	}

	varint(): number {
		let value = 0;
		for (let shift = 0; shift < 10; shift++) {
			const byte = this.#bytes[this.at++];
			if (byte === undefined) throw broken();
			// Multiplied, not shifted: sizes and dimensions may need more than 32 bits.
			if (shift < 8) value += (byte & 0x7f) * 2 ** (7 * shift);
			if (byte < 0x80) return value;
		}
		throw broken();
	}

	take(length: number): Uint8Array<ArrayBuffer> {
		const end = this.at + length;
		if (end > this.#bytes.length) throw broken();
		const taken = this.#bytes.subarray(this.at, end);
		this.at = end;
		return taken;
	}
}

/** @throws AppError `model-invalid` when the bytes are no message */
export function readFields(message: Uint8Array<ArrayBuffer>): Field[] {
	const cursor = new Cursor(message);
	const fields: Field[] = [];
	while (cursor.at < message.length) {
		const start = cursor.at;
		const tag = cursor.varint();
		let value = 0;
		let bytes: Uint8Array<ArrayBuffer> = NOTHING;
		switch (tag % 8) {
			case VARINT:
				value = cursor.varint();
				break;
			case FIXED_64:
				cursor.take(8);
				break;
			case DELIMITED:
				bytes = cursor.take(cursor.varint());
				break;
			case FIXED_32:
				cursor.take(4);
				break;
			default:
				throw broken();
		}
		const raw = message.subarray(start, cursor.at);
		fields.push({ number: Math.floor(tag / 8), value, bytes, raw });
	}
	return fields;
}

/**
 * Numbers that stand in one field, without tags between them.
 *
 * @throws AppError `model-invalid` when the last one is cut off
 */
export function readPacked(bytes: Uint8Array<ArrayBuffer>): number[] {
	const cursor = new Cursor(bytes);
	const values: number[] = [];
	while (cursor.at < bytes.length) values.push(cursor.varint());
	return values;
}

export function readText(bytes: Uint8Array): string {
	return new TextDecoder().decode(bytes);
}

function varint(value: number): number[] {
	const bytes: number[] = [];
	let rest = value;
	while (rest >= 0x80) {
		bytes.push((rest % 0x80) + 0x80);
		rest = Math.floor(rest / 0x80);
	}
	return [...bytes, rest];
}

export function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
	const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		joined.set(part, at);
		at += part.length;
	}
	return joined;
}

/** A field that holds a number: `value` is an integer from 0. */
export function numberField(number: number, value: number): Uint8Array<ArrayBuffer> {
	return Uint8Array.from([...varint(number * 8 + VARINT), ...varint(value)]);
}

/** A field that holds a text or another message. */
export function bytesField(number: number, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
	const head = Uint8Array.from([...varint(number * 8 + DELIMITED), ...varint(bytes.length)]);
	return join([head, bytes]);
}

export function textField(number: number, text: string): Uint8Array<ArrayBuffer> {
	return bytesField(number, new TextEncoder().encode(text));
}
