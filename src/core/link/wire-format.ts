/**
 * The part of the Protocol Buffers wire format that links use: varints, 64-bit doubles and
 * length-delimited bytes. Any protobuf library can read what this writes.
 *
 * @see https://protobuf.dev/programming-guides/encoding/
 */
import { AppError } from '../errors.ts';

/** 0: varint, 1: eight bytes, 2: length and bytes. */
export type WireType = 0 | 1 | 2;

const VARINT_MAX_BYTES = 10;
const UINT64_MAX = 2n ** 64n - 1n;

export function malformed(problem: string, path = ''): AppError {
	return new AppError('link-malformed', path === '' ? problem : `${path}: ${problem}`, {
		details: { problem: problem.slice(0, 300), path: path.slice(0, 300) }
	});
}

export class WireWriter {
	#bytes = new Uint8Array(256);
	#length = 0;

	/** @param value 0 to 2^64 − 1 */
	varint(value: number | bigint): void {
		let rest = BigInt(value);
		while (rest > 127n) {
			this.#push(Number(rest & 127n) | 128);
			rest >>= 7n;
		}
		this.#push(Number(rest));
	}

	double(value: number): void {
		const bytes = new Uint8Array(8);
		new DataView(bytes.buffer).setFloat64(0, value, true);
		this.#append(bytes);
	}

	/** Length, then the bytes. */
	delimited(bytes: Uint8Array): void {
		this.varint(bytes.length);
		this.#append(bytes);
	}

	tag(fieldNumber: number, wireType: WireType): void {
		this.varint(fieldNumber * 8 + wireType);
	}

	finish(): Uint8Array {
		return this.#bytes.slice(0, this.#length);
	}

	#push(byte: number): void {
		this.#reserve(1);
		this.#bytes[this.#length++] = byte;
	}

	#append(bytes: Uint8Array): void {
		this.#reserve(bytes.length);
		this.#bytes.set(bytes, this.#length);
		this.#length += bytes.length;
	}

	#reserve(count: number): void {
		if (this.#length + count <= this.#bytes.length) return;
		const larger = new Uint8Array(2 * (this.#length + count));
		larger.set(this.#bytes);
		this.#bytes = larger;
	}
}

/** Every method throws AppError `link-malformed` where the bytes end too early or make no sense. */
export class WireReader {
	readonly #bytes: Uint8Array;
	#at = 0;

	constructor(bytes: Uint8Array) {
		this.#bytes = bytes;
	}

	get done(): boolean {
		return this.#at >= this.#bytes.length;
	}

	/** @returns 0 to 2^53 − 1 */
	varint(): number {
		// Most numbers are small: only long ones need a bigint.
		let value = 0;
		let scale = 1;
		for (let i = 0; i < 7; i++) {
			const byte = this.#next();
			value += (byte & 127) * scale;
			if (byte < 128) return value;
			scale *= 128;
		}
		this.#at -= 7;
		const large = this.bigVarint();
		if (large > BigInt(Number.MAX_SAFE_INTEGER)) throw malformed('a number is too large');
		return Number(large);
	}

	/** @returns 0 to 2^64 − 1 */
	bigVarint(): bigint {
		let value = 0n;
		for (let i = 0; i < VARINT_MAX_BYTES; i++) {
			const byte = this.#next();
			value |= BigInt(byte & 127) << BigInt(7 * i);
			if (byte >= 128) continue;
			if (value > UINT64_MAX) break;
			return value;
		}
		throw malformed('a number is too large');
	}

	double(): number {
		const bytes = this.#take(8);
		return new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0, true);
	}

	/** A view, not a copy. */
	delimited(): Uint8Array {
		return this.#take(this.varint());
	}

	tag(): { fieldNumber: number; wireType: number } {
		const tag = this.varint();
		return { fieldNumber: Math.floor(tag / 8), wireType: tag % 8 };
	}

	#next(): number {
		const byte = this.#bytes[this.#at++];
		if (byte === undefined) throw malformed('it ends too early');
		return byte;
	}

	#take(count: number): Uint8Array {
		if (this.#at + count > this.#bytes.length) throw malformed('it ends too early');
		this.#at += count;
		return this.#bytes.subarray(this.#at - count, this.#at);
	}
}
