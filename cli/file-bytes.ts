/** A file on the disk as the source of an archive: what is passed over is never read. */
import type { ByteSource } from '#storage/weights/byte-reader.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** As much of a `FileHandle` as is needed. */
interface OpenFile {
	read(
		buffer: Bytes,
		offset: number,
		length: number,
		position: number
	): Promise<{ readonly bytesRead: number }>;
}

/** The kernel takes less than 2 GiB at once. */
const MOST_AT_ONCE = 256 * 1024 * 1024;
const PIECE_BYTES = 1024 * 1024;

/**
 * So many bytes of a file, from an offset; may be called several times at once.
 *
 * @param tooShort made when the file ends before that
 */
export async function readPart(
	handle: OpenFile,
	part: { readonly offset: number; readonly sizeBytes: number },
	tooShort: () => Error
): Promise<Bytes> {
	const bytes = new Uint8Array(part.sizeBytes);
	for (let at = 0; at < bytes.byteLength;) {
		const length = Math.min(bytes.byteLength - at, MOST_AT_ONCE);
		const { bytesRead } = await handle.read(bytes, at, length, part.offset + at);
		if (bytesRead === 0) throw tooShort();
		at += bytesRead;
	}
	return bytes;
}

export class FileBytes implements ByteSource {
	position = 0;
	readonly #handle: OpenFile;
	readonly #sizeBytes: number;
	readonly #tooShort: () => Error;

	/** @param handle stays open: `close` is its owner's */
	constructor(handle: OpenFile, sizeBytes: number, tooShort: () => Error) {
		this.#handle = handle;
		this.#sizeBytes = sizeBytes;
		this.#tooShort = tooShort;
	}

	async *bytesUntil(end: number): AsyncGenerator<Bytes> {
		while (this.position < end) {
			yield await this.take(Math.min(end - this.position, PIECE_BYTES));
		}
	}

	/** Nothing is allocated for bytes that the file does not have. */
	async take(byteCount: number): Promise<Bytes> {
		const offset = this.position;
		await this.skip(byteCount);
		return await readPart(this.#handle, { offset, sizeBytes: byteCount }, this.#tooShort);
	}

	skip(byteCount: number): Promise<void> {
		if (byteCount > this.#sizeBytes - this.position) return Promise.reject(this.#tooShort());
		this.position += byteCount;
		return Promise.resolve();
	}

	close(): Promise<void> {
		return Promise.resolve();
	}
}
