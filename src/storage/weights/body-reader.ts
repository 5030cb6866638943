/** Reads a Blob or an answer into one buffer again and again, where the browser can: no garbage to collect. */

export interface BodyReader {
	/** The next bytes, valid until the next call; null at the end. */
	read(): Promise<Uint8Array<ArrayBuffer> | null>;
	/** The rest is not wanted. */
	close(): void;
}

type Bytes = Uint8Array<ArrayBuffer>;
type Source = Blob | Response;

const BUFFER_BYTES = 256 * 1024;

/**
 * Everything that is being read. Chromium does not count a pending read as a use of its stream: unless something
 * else refers to Blob, stream and reader, it may collect them, and the read never ends. (Seen in Chromium 156
 * with readers that bring their own buffer, after some 850 MB; never while they were held.)
 */
const held = new Set<readonly object[]>();

async function holding<Result>(parts: readonly object[], read: Promise<Result>): Promise<Result> {
	held.add(parts);
	try {
		return await read;
	} finally {
		held.delete(parts);
	}
}

function closeReader(reader: ReadableStreamBYOBReader | ReadableStreamDefaultReader): void {
	reader.cancel().catch(() => undefined);
}

function reusingReader(source: Source, reader: ReadableStreamBYOBReader, body: object): BodyReader {
	const parts = [source, body, reader];
	let buffer = new ArrayBuffer(BUFFER_BYTES);
	return {
		async read() {
			const { done, value } = await holding(parts, reader.read(new Uint8Array(buffer)));
			if (done) return null;
			buffer = value.buffer;
			return value;
		},
		close: () => closeReader(reader)
	};
}

function plainReader(
	source: Source,
	reader: ReadableStreamDefaultReader<Bytes>,
	body: object
): BodyReader {
	const parts = [source, body, reader];
	return {
		async read() {
			const { done, value } = await holding(parts, reader.read());
			return done ? null : value;
		},
		close: () => closeReader(reader)
	};
}

const EMPTY: BodyReader = { read: () => Promise.resolve(null), close: () => undefined };

/** The only way in which streams of Blobs and answers are read. */
export function bodyReader(source: Source): BodyReader {
	/* eslint-disable no-restricted-syntax -- here they are held */
	const body = source instanceof Response ? source.body : source.stream();
	if (body === null) return EMPTY;
	let reader: ReadableStreamBYOBReader;
	try {
		reader = body.getReader({ mode: 'byob' });
	} catch {
		return plainReader(source, body.getReader(), body);
	}
	/* eslint-enable no-restricted-syntax */
	return reusingReader(source, reader, body);
}

/**
 * A Blob's bytes in order.
 *
 * @returns pieces that are valid until the next one is asked for
 * @throws DOMException `NotReadableError` when the browser has deleted them
 */
export async function* blobPieces(blob: Blob): AsyncGenerator<Bytes, undefined, undefined> {
	const reader = bodyReader(blob);
	try {
		for (let bytes = await reader.read(); bytes !== null; bytes = await reader.read()) yield bytes;
	} finally {
		reader.close();
	}
}
