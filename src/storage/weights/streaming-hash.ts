/** SHA-256 at the pace of a download: WebAssembly, 4 to 5 times as fast as plain JavaScript. */
import { createSHA256 } from 'hash-wasm';

import { blobPieces } from './body-reader.ts';

/** What is hashed follows the order of the calls, also while earlier ones are still under way. */
export interface StreamingHash {
	/**
	 * Hashes the first bytes of a buffer, which must not be touched until it comes back.
	 *
	 * @returns the buffer; another object when it has been to another thread
	 */
	update(buffer: ArrayBuffer, byteCount: number): Promise<ArrayBuffer>;
	/** Hashes a Blob's bytes, few of them at a time. Rejects when it cannot be read. */
	updateFromBlob(blob: Blob): Promise<void>;
	/** The digest of all bytes, `sha256:<64 hex digits>`; the last call but `close`. */
	finish(): Promise<string>;
	/** Lets go of whatever it holds, finished or not. */
	close(): void;
}

/** Computes where it is called. */
export async function createLocalHash(): Promise<StreamingHash> {
	const hash = await createSHA256();
	hash.init();
	let earlier: Promise<unknown> = Promise.resolve();
	const inTurn = <Result>(work: () => Promise<Result> | Result): Promise<Result> => {
		const turn = earlier.then(work);
		earlier = turn.catch(() => undefined);
		return turn;
	};
	return {
		update: (buffer, byteCount) =>
			inTurn(() => {
				hash.update(new Uint8Array(buffer, 0, byteCount));
				return buffer;
			}),
		updateFromBlob: (blob) =>
			inTurn(async () => {
				for await (const bytes of blobPieces(blob)) hash.update(bytes);
			}),
		finish: () => inTurn(() => `sha256:${hash.digest('hex')}`),
		close: () => undefined
	};
}

/** For progress, and for a signal that is heard soon. */
const PIECE_BYTES = 4 * 1024 * 1024;

/**
 * Hashes a Blob of any size.
 *
 * @param onBytes told the length of every piece
 * @throws whatever reading the Blob throws, and the signal's reason
 */
export async function hashBlob(
	blob: Blob,
	hash: StreamingHash,
	signal: AbortSignal,
	onBytes: (byteCount: number) => void = () => undefined
): Promise<void> {
	for (let at = 0; at < blob.size; at += PIECE_BYTES) {
		signal.throwIfAborted();
		const piece = blob.slice(at, at + PIECE_BYTES);
		await hash.updateFromBlob(piece);
		onBytes(piece.size);
	}
	signal.throwIfAborted();
}
