/** The compiled library of an MLC model, where it lies apart from the weights. */
import type { ModelProblem } from '#catalog/custom-model.ts';
import { AppError } from '#core/errors.ts';
import { bodyReader } from '#storage/weights/body-reader.ts';
import { askHub } from '#storage/weights/hub-client.ts';
import type { ModelFile } from '#storage/weights/weights-schema.ts';
import type { Hub } from './hub-repository.ts';

/** WebAssembly modules begin with `\0asm` and a version. */
const MAGIC = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0] as const;

export interface LibraryLook {
	readonly problems: readonly ModelProblem[];
	/** Null when the server does not say. */
	readonly sizeBytes: number | null;
}

function urlOf(library: ModelFile): string {
	return library.url ?? '';
}

/** Of the whole file, from the answer to a part of it or to all of it. */
function sizeOf(response: Response): number | null {
	const [, total] = /\/(\d+)$/.exec(response.headers.get('content-range') ?? '') ?? [];
	const whole = response.status === 200 ? response.headers.get('content-length') : null;
	const size = Number(total ?? whole ?? NaN);
	return Number.isSafeInteger(size) ? size : null;
}

async function firstBytes(response: Response): Promise<Uint8Array> {
	const reader = bodyReader(response);
	try {
		return (await reader.read())?.slice() ?? new Uint8Array();
	} finally {
		// A server that ignores ranges would send all of it.
		reader.close();
	}
}

function problemsOf(bytes: Uint8Array): ModelProblem[] {
	if (MAGIC.every((byte, i) => bytes[i] === byte)) return [];
	// No more than its first word was asked for.
	if (new TextDecoder().decode(bytes).startsWith('version ')) {
		return [{ code: 'lfs-pointer', file: 'Model library' }];
	}
	const expected = 'the address of a compiled library, a WebAssembly file';
	return [{ code: 'field-invalid', file: 'Model library', field: '', expected }];
}

/**
 * Reads its first bytes, and no more.
 *
 * @throws AppError as `resolveCommit`
 */
export async function lookAtLibrary(library: ModelFile, hub: Hub): Promise<LibraryLook> {
	const headers = { Range: 'bytes=0-7' };
	const response = await askHub(urlOf(library), library.name, { ...hub, headers });
	const sizeBytes = sizeOf(response);
	return { problems: problemsOf(await firstBytes(response)), sizeBytes };
}

/** The ones that exist have a few megabytes. */
const MOST_BYTES = 200e6;
const FETCH_MS = 10 * 60_000;

/**
 * Fetches it, for a folder that lacks it; its first bytes have been looked at.
 *
 * @throws AppError as `resolveCommit`, `model-invalid` for more than any library has
 */
export async function fetchLibrary(library: ModelFile, hub: Hub): Promise<Blob> {
	const response = await askHub(urlOf(library), library.name, { ...hub, timeoutMs: FETCH_MS });
	// What is declared may be the size of compressed bytes.
	const blob = (sizeOf(response) ?? 0) <= MOST_BYTES ? await response.blob() : null;
	if (blob !== null && blob.size <= MOST_BYTES) return blob;
	void response.body?.cancel().catch(() => undefined);
	// @wc-ignore
	const details = { file: library.name, problem: 'larger than any compiled library' };
	throw new AppError('model-invalid', `${library.name} is too large`, { details });
}
