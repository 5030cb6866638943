/** One file on its way into the store: collects bytes into chunks, hashes them, survives crashes. */
import { AppError } from '#core/errors.ts';

import { makePassingBlob } from './blob-garbage.ts';
import { closeBuffer, exchangeBuffer, openBuffer } from './chunk-buffers.ts';
import { createStreamingHash } from './hash-thread.ts';
import type { PartialStore } from './partial-store.ts';
import { hashBlob } from './streaming-hash.ts';
import type { StreamingHash } from './streaming-hash.ts';
import type { PartialRow } from './weights-schema.ts';

/** Large enough for fast reading back; some five of them are in memory during a download. */
export const CHUNK_BYTES = 8 * 1024 * 1024;
/** On slow lines a chunk is stored after this time even when it is small. */
const FLUSH_AFTER_MS = 5_000;
const SMALLEST_EARLY_CHUNK_BYTES = 256 * 1024;

export interface PartialFileOptions {
	readonly store: PartialStore;
	readonly key: string;
	readonly signal: AbortSignal;
	/** Told whenever the number of stored bytes has changed. */
	readonly onStored: (storedBytes: number) => void;
	/** Milliseconds, for the age of a chunk. */
	readonly now: () => number;
	/** For tests and benchmarks; else SHA-256. */
	readonly createHash?: () => Promise<StreamingHash>;
	readonly chunkBytes?: number;
}

/**
 * Bytes go in by `write`, in order. At most two chunks are in memory: the one that fills, and the one
 * that is stored and hashed, both at once. `write` saves nothing of the array that it is given.
 */
export class PartialFile {
	readonly #options: PartialFileOptions;
	#row: PartialRow;
	#hash: StreamingHash;
	#offset: number;
	/** The chunk that fills; null after `close`. */
	#buffer: ArrayBuffer | null;
	#bufferedBytes = 0;
	#bufferedSince = 0;
	#storing: Promise<void> = Promise.resolve();

	/** Takes up what an earlier attempt has stored; its bytes are hashed again from the store. */
	static async open(options: PartialFileOptions): Promise<PartialFile> {
		const createHash = options.createHash ?? createStreamingHash;
		const row = await options.store.get(options.key);
		const blob = row === null ? null : await options.store.read(row);
		if (row !== null && blob !== null) {
			const hash = await createHash();
			// The bytes may be damaged or gone (a crash of the machine): then the file starts over.
			const failure = await hashBlob(blob, hash, options.signal).then(
				() => null,
				(error: unknown) => ({ error })
			);
			if (failure === null) return new PartialFile(options, row, hash);
			hash.close();
			options.signal.throwIfAborted();
			// A thread that does not answer says nothing of the bytes.
			if (failure.error instanceof AppError) throw failure.error;
		}
		const fresh = await options.store.start(options.key, null);
		return new PartialFile(options, fresh, await createHash());
	}

	private constructor(options: PartialFileOptions, row: PartialRow, hash: StreamingHash) {
		this.#options = options;
		this.#row = row;
		this.#hash = hash;
		this.#offset = row.storedBytes;
		this.#buffer = openBuffer(options.chunkBytes ?? CHUNK_BYTES);
		options.onStored(row.storedBytes);
	}

	/** Where the next byte goes: all bytes received so far, stored or about to be. */
	get offset(): number {
		return this.#offset;
	}

	/** The server's name for the content that these bytes are of. */
	get etag(): string | null {
		return this.#row.etag;
	}

	/** Forgets everything and begins at the first byte. */
	async restart(etag: string | null): Promise<void> {
		await this.#storing.catch(() => undefined);
		this.#storing = Promise.resolve();
		this.#bufferedBytes = 0;
		this.#offset = 0;
		this.#row = await this.#options.store.start(this.#options.key, etag);
		this.#hash.close();
		this.#hash = await (this.#options.createHash ?? createStreamingHash)();
		this.#options.onStored(0);
	}

	/** @throws AppError `storage-full`, `storage-failed`, of this chunk or of the one before it */
	async write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
		for (let at = 0; at < bytes.byteLength;) {
			if (this.#buffer === null) throw new Error('written after close');
			if (this.#bufferedBytes === 0) this.#bufferedSince = this.#options.now();
			const room = this.#buffer.byteLength - this.#bufferedBytes;
			const piece = bytes.subarray(at, at + room);
			new Uint8Array(this.#buffer).set(piece, this.#bufferedBytes);
			this.#bufferedBytes += piece.byteLength;
			this.#offset += piece.byteLength;
			at += piece.byteLength;
			if (this.#isDue(this.#buffer)) await this.#storeBuffered();
		}
	}

	/** Stores what is buffered, so that nothing received has to be fetched again. */
	async flush(): Promise<void> {
		if (this.#bufferedBytes > 0) await this.#storeBuffered();
		await this.#storing;
	}

	/**
	 * Ends the file.
	 *
	 * @returns the digest of all bytes; nothing is complete before `publish`
	 */
	async finish(): Promise<string> {
		await this.flush();
		return await this.#hash.finish();
	}

	/** Makes the finished file readable under its digest. */
	publish(digest: string): Promise<void> {
		return this.#options.store.complete(this.#row, digest);
	}

	/** Gives its memory back; nothing can be written after this. */
	close(): void {
		this.#hash.close();
		if (this.#buffer !== null) closeBuffer(this.#buffer);
		this.#buffer = null;
	}

	#isDue(buffer: ArrayBuffer): boolean {
		if (this.#bufferedBytes === buffer.byteLength) return true;
		const age = this.#options.now() - this.#bufferedSince;
		return age >= FLUSH_AFTER_MS && this.#bufferedBytes >= SMALLEST_EARLY_CHUNK_BYTES;
	}

	/** Waits for the chunk before, then stores this one while the next one fills. */
	async #storeBuffered(): Promise<void> {
		await this.#storing;
		if (this.#buffer === null) return;
		const byteCount = this.#bufferedBytes;
		this.#bufferedBytes = 0;
		const { buffer, moved } = await exchangeBuffer(this.#buffer, (full) =>
			this.#store(full, byteCount)
		);
		this.#buffer = buffer;
		this.#storing = moved;
		// Its failure is thrown by the next write or flush.
		moved.catch(() => undefined);
	}

	/** Storing and hashing need different threads: together they take as long as the slower one. */
	async #store(full: ArrayBuffer, byteCount: number): Promise<ArrayBuffer> {
		const chunk = await makePassingBlob(new Uint8Array(full, 0, byteCount));
		const [row, buffer] = await Promise.all([
			this.#options.store.append(this.#row, chunk),
			this.#hash.update(full, byteCount)
		]);
		this.#row = row;
		this.#options.onStored(row.storedBytes);
		return buffer;
	}
}
