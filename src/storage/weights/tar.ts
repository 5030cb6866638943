/**
 * Tar archives, as much as packs need: regular files, in the POSIX ustar form, with a pax header where a
 * name or a size does not fit. Reads what GNU tar and bsdtar write.
 *
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html
 */
import { AppError } from '#core/errors.ts';

import { ByteReader, type ByteSource } from './byte-reader.ts';

const BLOCK = 512;
/** Largest size in eleven octal digits. */
const USTAR_MAX_BYTES = 0o77777777777;
/** Longest pax header that is read: names, no contents. */
const MAX_PAX_BYTES = 1024 * 1024;

export interface TarEntry {
	/** Without `./` before it. */
	readonly name: string;
	readonly sizeBytes: number;
	/** Where its bytes begin in the archive. */
	readonly offset: number;
	/** Can be read once, and only before the next entry is asked for. */
	readonly body: () => AsyncGenerator<Uint8Array<ArrayBuffer>>;
}

function octal(value: number, digits: number): string {
	return `${value.toString(8).padStart(digits, '0')}\0`;
}

/** One header block. `type`: `0` a file, `x` a pax header for the next entry. */
function headerBlock(
	name: Uint8Array,
	sizeBytes: number,
	type: '0' | 'x'
): Uint8Array<ArrayBuffer> {
	const block = new Uint8Array(BLOCK);
	const ascii = (text: string, at: number): void => {
		block.set(new TextEncoder().encode(text), at);
	};
	block.set(name.subarray(0, 100), 0);
	ascii(octal(0o644, 7), 100);
	ascii(octal(0, 7), 108);
	ascii(octal(0, 7), 116);
	ascii(octal(Math.min(sizeBytes, USTAR_MAX_BYTES), 11), 124);
	// No date: the same model gives the same pack.
	ascii(octal(0, 11), 136);
	ascii('        ', 148);
	ascii(type, 156);
	ascii('ustar\x0000', 257);
	const sum = block.reduce((total, byte) => total + byte, 0);
	ascii(`${octal(sum, 6)} `, 148);
	return block;
}

/** `<length> <key>=<value>\n`, where the length counts itself. */
function paxRecord(key: string, value: string): Uint8Array {
	const rest = new TextEncoder().encode(` ${key}=${value}\n`);
	let length = rest.byteLength + 1;
	while (String(length).length + rest.byteLength !== length) {
		length = String(length).length + rest.byteLength;
	}
	const record = new Uint8Array(length);
	record.set(new TextEncoder().encode(String(length)));
	record.set(rest, length - rest.byteLength);
	return record;
}

/** Zeros that fill up the last block of a body. */
export function tarPadding(sizeBytes: number): Uint8Array<ArrayBuffer> {
	return new Uint8Array((BLOCK - (sizeBytes % BLOCK)) % BLOCK);
}

/** What comes before a file's bytes; `tarPadding` comes after them. */
export function tarHeader(name: string, sizeBytes: number): Uint8Array<ArrayBuffer>[] {
	const bytes = new TextEncoder().encode(name);
	const isPlain = bytes.byteLength === name.length && bytes.byteLength <= 100;
	if (isPlain && sizeBytes <= USTAR_MAX_BYTES) return [headerBlock(bytes, sizeBytes, '0')];
	const records = [paxRecord('path', name), paxRecord('size', String(sizeBytes))];
	const pax = new Uint8Array(records.reduce((sum, { byteLength }) => sum + byteLength, 0));
	records.reduce((at, record) => (pax.set(record, at), at + record.byteLength), 0);
	return [
		headerBlock(new TextEncoder().encode('pax-header'), pax.byteLength, 'x'),
		pax,
		tarPadding(pax.byteLength),
		headerBlock(bytes, sizeBytes, '0')
	];
}

/** What comes after the last file. */
export function tarEnd(): Uint8Array<ArrayBuffer> {
	return new Uint8Array(2 * BLOCK);
}

/** An archive of these files, in this order. Costs no memory: it points at their Blobs. */
export function tarOf(files: readonly { readonly name: string; readonly blob: Blob }[]): Blob {
	const parts = files.flatMap(({ name, blob }): BlobPart[] => [
		...tarHeader(name, blob.size),
		blob,
		tarPadding(blob.size)
	]);
	return new Blob([...parts, tarEnd()], { type: 'application/x-tar' });
}

function broken(reason: string): AppError {
	return new AppError('pack-invalid', `not a readable tar archive: ${reason}`, {
		details: { reason }
	});
}

function textAt(block: Uint8Array, at: number, length: number): string {
	const field = block.subarray(at, at + length);
	const end = field.indexOf(0);
	return new TextDecoder().decode(end === -1 ? field : field.subarray(0, end));
}

/** Octal digits, or (GNU, sizes of 8 GiB and more) a big-endian number behind a set top bit. */
function sizeAt(block: Uint8Array, at: number): number {
	const first = block[at] ?? 0;
	if (first < 0x80) {
		const text = textAt(block, at, 12).trim();
		if (!/^[0-7]*$/.test(text)) throw broken('size');
		return text === '' ? 0 : Number.parseInt(text, 8);
	}
	const value = block
		.subarray(at + 1, at + 12)
		.reduce((sum, byte) => sum * 256 + byte, first & 0x7f);
	if (!Number.isSafeInteger(value)) throw broken('size');
	return value;
}

function checkSum(block: Uint8Array): void {
	const expected = Number.parseInt(textAt(block, 148, 8).trim(), 8);
	const actual = block.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 0x20 : byte), 0);
	if (actual !== expected) throw broken('checksum');
}

function parsePax(bytes: Uint8Array): Map<string, string> {
	const records = new Map<string, string>();
	for (let at = 0; at < bytes.byteLength;) {
		const space = bytes.indexOf(0x20, at);
		const length = Number(new TextDecoder().decode(bytes.subarray(at, space)));
		if (space === -1 || !Number.isInteger(length) || length <= space - at) throw broken('pax');
		const record = new TextDecoder().decode(bytes.subarray(space + 1, at + length - 1));
		const equals = record.indexOf('=');
		records.set(record.slice(0, equals), record.slice(equals + 1));
		at += length;
	}
	return records;
}

function nameOf(block: Uint8Array): string {
	const isPosix = textAt(block, 257, 6) === 'ustar';
	const prefix = isPosix ? textAt(block, 345, 155) : '';
	return (prefix === '' ? '' : `${prefix}/`) + textAt(block, 0, 100);
}

/** `./a` is how `tar c .` names `a`. */
function plainName(name: string): string {
	return name.replace(/^(\.\/)+/, '');
}

/** What extension headers said of the entry that follows them. */
async function readExtension(
	reader: ByteSource,
	type: string,
	sizeBytes: number
): Promise<Map<string, string>> {
	if (sizeBytes > MAX_PAX_BYTES) throw broken('pax');
	const bytes = await reader.take(sizeBytes);
	await reader.skip(tarPadding(sizeBytes).byteLength);
	if (type === 'x') return parsePax(bytes);
	return new Map(type === 'L' ? [['path', textAt(bytes, 0, sizeBytes)]] : []);
}

/**
 * The regular files of an archive, in order; folders, links and devices are passed over.
 *
 * @throws AppError `pack-invalid` when it is damaged or ends early
 */
export function readTar(pieces: AsyncIterable<Uint8Array<ArrayBuffer>>): AsyncGenerator<TarEntry> {
	return readTarFrom((tooShort) => new ByteReader(pieces, tooShort));
}

/**
 * As `readTar`, from any source; bodies that nobody reads are skipped.
 *
 * @param open told what to throw when the source ends before the bytes that were asked for
 */
export async function* readTarFrom(
	open: (tooShort: () => Error) => ByteSource
): AsyncGenerator<TarEntry> {
	const reader = open(() => broken('it ends early'));
	try {
		let extension = new Map<string, string>();
		for (;;) {
			const block = await reader.take(BLOCK);
			if (block.every((byte) => byte === 0)) return;
			checkSum(block);
			const type = String.fromCharCode(block[156] ?? 0);
			const sizeBytes = Number(extension.get('size') ?? sizeAt(block, 124));
			if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 0) throw broken('size');
			if ('xgLK'.includes(type)) {
				extension = new Map([...extension, ...(await readExtension(reader, type, sizeBytes))]);
				continue;
			}
			const offset = reader.position;
			const end = offset + sizeBytes;
			if (type === '0' || type === '\0') {
				const name = plainName(extension.get('path') ?? nameOf(block));
				yield { name, sizeBytes, offset, body: () => reader.bytesUntil(end) };
			}
			await reader.skip(end - reader.position + tarPadding(sizeBytes).byteLength);
			extension = new Map();
		}
	} finally {
		await reader.close();
	}
}
