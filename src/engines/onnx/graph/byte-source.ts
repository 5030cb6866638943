/** A file's bytes in any order, whether they are in memory or in the weights store. */
import { collectSoon } from '#core/collect-soon.ts';
import type { AnyModelFile } from '../../engine.ts';

export interface ByteSource {
	readonly size: number;
	/** A view or a copy, good until the next read; not to be written to. */
	read(start: number, end: number): Uint8Array<ArrayBuffer>;
	/** Lets go of what was read last. */
	letGo(): void;
}

/** Fetched at once: headers of a graph lie close to each other. */
const WINDOW_BYTES = 256 * 1024;
const PIECE_BYTES = 512 * 1024;
/** What readers leave behind until it is collected. */
const MOST_GARBAGE_BYTES = 4 * 1024 * 1024;

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
	/** The last one that did not fit into the window. */
	#large = new Uint8Array(0);
	#garbageBytes = 0;

	constructor(blob: Blob) {
		this.#blob = blob;
		this.size = blob.size;
	}

	read(start: number, end: number): Uint8Array<ArrayBuffer> {
		this.letGo();
		if (end - start > WINDOW_BYTES) return (this.#large = this.#readLarge(start, end));
		const windowEnd = this.#windowStart + this.#window.length;
		if (start < this.#windowStart || end > windowEnd) {
			this.#windowStart = start;
			this.#window = this.#fetch(start, Math.min(this.size, start + WINDOW_BYTES));
		}
		return this.#window.subarray(start - this.#windowStart, end - this.#windowStart);
	}

	/** At once, where the browser can; else it is collected some time. */
	letGo(): void {
		const { buffer } = this.#large as { buffer: { transfer?: (length: number) => ArrayBuffer } };
		buffer.transfer?.(0);
		this.#large = new Uint8Array(0);
	}

	/** The readers' own buffers stay in memory until they are collected, so they are small. */
	#readLarge(start: number, end: number): Uint8Array<ArrayBuffer> {
		const bytes = new Uint8Array(end - start);
		for (let at = start; at < end; at += PIECE_BYTES) {
			const piece = this.#fetch(at, Math.min(end, at + PIECE_BYTES));
			bytes.set(piece, at - start);
			this.#garbageBytes += piece.length;
			if (this.#garbageBytes > MOST_GARBAGE_BYTES && collectSoon()) this.#garbageBytes = 0;
		}
		return bytes;
	}

	#fetch(start: number, end: number): Uint8Array<ArrayBuffer> {
		return new Uint8Array(this.#reader.readAsArrayBuffer(this.#blob.slice(start, end)));
	}
}

export function byteSource(file: AnyModelFile): ByteSource {
	if ('blob' in file) return new BlobSource(file.blob);
	const { bytes } = file;
	return {
		size: bytes.length,
		read: (start, end) => bytes.subarray(start, end),
		letGo: () => undefined
	};
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

	letGo(): void {
		this.#source.letGo();
	}
}

/** To be called when the runtime has all that it wants of something `mountable`. */
export function letGo(data: Uint8Array): void {
	if (data instanceof LazyBytes) data.letGo();
}

/** What the runtime is given for a file: the bytes themselves, or something that reads them later. */
export function mountable(file: AnyModelFile): Uint8Array<ArrayBuffer> {
	return 'blob' in file ? new LazyBytes(byteSource(file)) : file.bytes;
}
