/** A file's bytes in any order, whether they are in memory or in the weights store. */
import type { AnyModelFile } from '../../engine.ts';

export interface ByteSource {
	readonly size: number;
	/** A view or a copy; not to be written to. */
	read(start: number, end: number): Uint8Array<ArrayBuffer>;
}

/** Fetched at once: headers of a graph lie close to each other. */
const WINDOW_BYTES = 256 * 1024;

/** `FileReaderSync`, which the types of pages do not know. */
interface SyncReader {
	readAsArrayBuffer(blob: Blob): ArrayBuffer;
}

function createSyncReader(): SyncReader {
	const { FileReaderSync } = globalThis as unknown as { FileReaderSync: new () => SyncReader };
	return new FileReaderSync();
}

/** Reads parts of a Blob without waiting, which browsers allow in workers only. */
class BlobSource implements ByteSource {
	readonly size: number;
	readonly #blob: Blob;
	readonly #reader = createSyncReader();
	#window = new Uint8Array(0);
	#windowStart = 0;

	constructor(blob: Blob) {
		this.#blob = blob;
		this.size = blob.size;
	}

	read(start: number, end: number): Uint8Array<ArrayBuffer> {
		if (end - start > WINDOW_BYTES) return this.#fetch(start, end);
		const windowEnd = this.#windowStart + this.#window.length;
		if (start < this.#windowStart || end > windowEnd) {
			this.#windowStart = start;
			this.#window = this.#fetch(start, Math.min(this.size, start + WINDOW_BYTES));
		}
		return this.#window.subarray(start - this.#windowStart, end - this.#windowStart);
	}

	#fetch(start: number, end: number): Uint8Array<ArrayBuffer> {
		return new Uint8Array(this.#reader.readAsArrayBuffer(this.#blob.slice(start, end)));
	}
}

export function byteSource(file: AnyModelFile): ByteSource {
	if ('blob' in file) return new BlobSource(file.blob);
	const { bytes } = file;
	return { size: bytes.length, read: (start, end) => bytes.subarray(start, end) };
}

/**
 * Looks to ONNX Runtime like a file in memory, and reads each tensor when it is asked for. The runtime
 * takes any `Uint8Array` as external data and uses two things of it, which are replaced here.
 *
 * @see onnxruntime/core/framework/external_data_loader.cc, `LoadWebAssemblyExternalData`
 */
class LazyBytes extends Uint8Array<ArrayBuffer> {
	readonly #source: ByteSource;

	constructor(source: ByteSource) {
		super(new ArrayBuffer(0));
		this.#source = source;
	}

	override get byteLength(): number {
		return this.#source.size;
	}

	override subarray(start = 0, end = this.#source.size): Uint8Array<ArrayBuffer> {
		return this.#source.read(start, end);
	}
}

/** What the runtime is given for a file: the bytes themselves, or something that reads them later. */
export function mountable(file: AnyModelFile): Uint8Array<ArrayBuffer> {
	return 'blob' in file ? new LazyBytes(byteSource(file)) : file.bytes;
}
