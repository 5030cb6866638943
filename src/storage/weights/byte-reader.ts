/** What an archive is read from, front to back: a stream, or a file of which parts are passed over. */
export interface ByteSource {
	/** Bytes taken or passed over so far. */
	readonly position: number;
	/** The next bytes up to `end`, as they come. */
	bytesUntil(end: number): AsyncGenerator<Uint8Array<ArrayBuffer>>;
	/** Exactly so many bytes in one array: for small counts. */
	take(byteCount: number): Promise<Uint8Array<ArrayBuffer>>;
	skip(byteCount: number): Promise<void>;
	/** The rest is not wanted. */
	close(): Promise<void>;
}

/** Reads a file or stream by counts of bytes; holds one piece of it at a time. */
export class ByteReader implements ByteSource {
	position = 0;
	readonly #pieces: AsyncIterator<Uint8Array<ArrayBuffer>>;
	readonly #tooShort: () => Error;
	#piece: Uint8Array<ArrayBuffer> = new Uint8Array();

	/** @param tooShort made when the bytes end before the bytes that were asked for */
	constructor(pieces: AsyncIterable<Uint8Array<ArrayBuffer>>, tooShort: () => Error) {
		this.#pieces = pieces[Symbol.asyncIterator]();
		this.#tooShort = tooShort;
	}

	async *bytesUntil(end: number): AsyncGenerator<Uint8Array<ArrayBuffer>> {
		while (this.position < end) {
			if (this.#piece.byteLength === 0) {
				const next = await this.#pieces.next();
				if (next.done === true) throw this.#tooShort();
				this.#piece = next.value;
			}
			const bytes = this.#piece.subarray(0, end - this.position);
			this.#piece = this.#piece.subarray(bytes.byteLength);
			this.position += bytes.byteLength;
			if (bytes.byteLength > 0) yield bytes;
		}
	}

	async take(byteCount: number): Promise<Uint8Array<ArrayBuffer>> {
		const taken = new Uint8Array(byteCount);
		let at = 0;
		for await (const bytes of this.bytesUntil(this.position + byteCount)) {
			taken.set(bytes, at);
			at += bytes.byteLength;
		}
		return taken;
	}

	async skip(byteCount: number): Promise<void> {
		for await (const _ of this.bytesUntil(this.position + byteCount));
	}

	async close(): Promise<void> {
		await this.#pieces.return?.().catch(() => undefined);
	}
}
