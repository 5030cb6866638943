/** Reads an answer's body into one buffer again and again, where the browser can: no garbage to collect. */

export interface BodyReader {
	/** The next bytes, valid until the next call; null at the end. */
	read(): Promise<Uint8Array<ArrayBuffer> | null>;
}

const BUFFER_BYTES = 256 * 1024;

function reusingReader(reader: ReadableStreamBYOBReader): BodyReader {
	let buffer = new ArrayBuffer(BUFFER_BYTES);
	return {
		async read() {
			const { done, value } = await reader.read(new Uint8Array(buffer));
			if (done) return null;
			buffer = value.buffer;
			return value;
		}
	};
}

function plainReader(reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>): BodyReader {
	return {
		async read() {
			const { done, value } = await reader.read();
			return done ? null : value;
		}
	};
}

export function bodyReader(body: ReadableStream<Uint8Array<ArrayBuffer>>): BodyReader {
	let reader: ReadableStreamBYOBReader;
	try {
		reader = body.getReader({ mode: 'byob' });
	} catch {
		return plainReader(body.getReader());
	}
	return reusingReader(reader);
}
