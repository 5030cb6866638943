/** The thread that hashes: page and engines hand it chunks and go on with their own work. */
import { createLocalHash } from './streaming-hash.ts';
import type { StreamingHash } from './streaming-hash.ts';

/** One call of one of the hashes; a hash begins with its first call. */
export type HashRequest = { readonly call: number; readonly hash: number } & (
	| { readonly kind: 'update'; readonly buffer: ArrayBuffer; readonly byteCount: number }
	| { readonly kind: 'update-from-blob'; readonly blob: Blob }
	| { readonly kind: 'finish' }
	| { readonly kind: 'close' }
);

/** `call` 0: the thread is there. */
export interface HashAnswer {
	readonly call: number;
	/** A buffer on its way back, or the digest. */
	readonly result?: ArrayBuffer | string;
	/** Why the call failed. */
	readonly error?: string;
}

const hashes = new Map<number, Promise<StreamingHash>>();

function hashOf(id: number): Promise<StreamingHash> {
	const hash = hashes.get(id) ?? createLocalHash();
	hashes.set(id, hash);
	return hash;
}

async function answer(request: HashRequest): Promise<ArrayBuffer | string | undefined> {
	const hash = await hashOf(request.hash);
	if (request.kind === 'update') return await hash.update(request.buffer, request.byteCount);
	if (request.kind === 'finish') return await hash.finish();
	if (request.kind === 'update-from-blob') await hash.updateFromBlob(request.blob);
	else hashes.delete(request.hash);
	return undefined;
}

function send(message: HashAnswer): void {
	const transfer = message.result instanceof ArrayBuffer ? [message.result] : [];
	globalThis.postMessage(message, { transfer });
}

globalThis.addEventListener('message', ({ data }: MessageEvent<HashRequest>) => {
	const { call } = data;
	answer(data).then(
		(result) => send(result === undefined ? { call } : { call, result }),
		(error: unknown) => send({ call, error: String(error) })
	);
});
send({ call: 0 });
