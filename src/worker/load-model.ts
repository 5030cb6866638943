/** Fetches a model's files and checks every byte before an engine sees it. */
import { Sha256Stream } from '#core/digest/sha256.ts';
import { AppError, isAbort } from '#core/errors.ts';
import type { RunResource } from '#core/run-file/schema.ts';
import { knownBytes } from '#core/total-bytes.ts';
import type { AnyModelFile, ModelFile } from '#engines/engine.ts';
import { STALL_MS, whileMoving } from '#storage/stall-watch.ts';
import type { CheckOptions } from '#storage/weights/later-checks.ts';
import type { LoadProgress, ModelFileRequest } from '#protocol/worker-api.ts';
import { paced } from './paced.ts';

export interface FetchedModel {
	readonly files: readonly AnyModelFile[];
	readonly resources: readonly RunResource[];
	/**
	 * Checks bytes that were given unchecked; called once, after the engine has read them.
	 *
	 * @throws AppError `model-digest-mismatch`, `model-file-lost`, `stalled`; the signal's reason
	 */
	readonly checkRest?: (options: CheckOptions) => Promise<void>;
}

class DownloadMeter {
	readonly #totalBytes: number;
	readonly #tell: (progress: LoadProgress, isLast: boolean) => void;
	#loadedBytes = 0;

	constructor(totalBytes: number, onProgress: (progress: LoadProgress) => void) {
		this.#totalBytes = totalBytes;
		this.#tell = paced(onProgress);
	}

	add(byteCount: number): void {
		this.#loadedBytes += byteCount;
		this.report(false);
	}

	/** @param atOnce whether it cannot wait */
	report(atOnce = true): void {
		const [loadedBytes, totalBytes] = [this.#loadedBytes, this.#totalBytes];
		this.#tell({ phase: 'download', loadedBytes, totalBytes }, atOnce);
	}
}

function unreachable(
	file: ModelFileRequest,
	message: string,
	extra: { status?: number; cause?: unknown } = {}
): AppError {
	return new AppError('model-unreachable', `${file.name}: ${message}`, {
		details: {
			file: file.name,
			url: file.url,
			host: URL.canParse(file.url) ? new URL(file.url).host : '',
			status: extra.status ?? null
		},
		cause: extra.cause
	});
}

async function openFile(
	file: ModelFileRequest,
	signal: AbortSignal
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
	let response: Response;
	try {
		response = await fetch(file.url, { signal });
	} catch (cause) {
		if (signal.aborted) throw cause;
		throw unreachable(file, 'the server cannot be reached', { cause });
	}
	const { status } = response;
	if (!response.ok) throw unreachable(file, `the server answers ${status}`, { status });
	if (response.headers.get('content-type')?.startsWith('text/html') === true) {
		throw unreachable(file, 'the server sends a web page in place of the file', { status });
	}
	if (response.body === null) throw unreachable(file, 'the answer is empty', { status });
	return response.body;
}

function wrongLength(file: ModelFileRequest, actualBytes: number): AppError {
	return new AppError('model-digest-mismatch', `${file.name}: not the expected length`, {
		details: { file: file.name, expectedBytes: file.sizeBytes, actualBytes }
	});
}

function bufferFor({ name, sizeBytes }: ModelFileRequest): Uint8Array<ArrayBuffer> {
	try {
		return new Uint8Array(sizeBytes);
	} catch (cause) {
		throw new AppError('engine-out-of-memory', `no room for ${name}`, {
			details: { file: name },
			cause
		});
	}
}

/**
 * Reads into one buffer of the expected size and hashes on the way.
 *
 * @throws AppError `engine-out-of-memory`, `model-digest-mismatch`; with a wrong length, `actualBytes` is at least what came
 */
async function readChecked(
	file: ModelFileRequest,
	body: ReadableStream<Uint8Array<ArrayBuffer>>,
	onBytes: (byteCount: number) => void
): Promise<{ bytes: Uint8Array<ArrayBuffer>; digest: string }> {
	const bytes = bufferFor(file);
	const hash = new Sha256Stream();
	let length = 0;
	for await (const chunk of body) {
		if (length + chunk.length > bytes.length) throw wrongLength(file, length + chunk.length);
		bytes.set(chunk, length);
		hash.update(chunk);
		length += chunk.length;
		onBytes(chunk.length);
	}
	if (length !== bytes.length) throw wrongLength(file, length);
	return { bytes, digest: `sha256:${hash.hex()}` };
}

async function fetchFile(
	file: ModelFileRequest,
	signal: AbortSignal,
	onBytes: (byteCount: number) => void
): Promise<{ file: ModelFile; resource: RunResource }> {
	const body = await openFile(file, signal);
	let read: Awaited<ReturnType<typeof readChecked>>;
	try {
		read = await readChecked(file, body, onBytes);
	} catch (cause) {
		if (signal.aborted || cause instanceof AppError) throw cause;
		throw unreachable(file, 'the connection broke off', { cause });
	}
	const { bytes, digest } = read;
	if (file.digest !== null && digest !== file.digest) {
		throw new AppError('model-digest-mismatch', `${file.name}: not the expected content`, {
			details: { file: file.name, expected: file.digest, actual: digest }
		});
	}
	return {
		file: { name: file.name, bytes },
		resource: { name: file.name, size_bytes: bytes.length, digest }
	};
}

/**
 * Fetches all files at once; the first failure stops the others.
 *
 * @param onProgress called at most ten times a second, and once with everything loaded
 * @param stallMs a host that sends nothing for so long is not waited for
 * @throws AppError `model-unreachable` (details: file, url, host, status), `model-digest-mismatch`
 *   (details: file and expected/actual digest or length), `engine-out-of-memory`, `stalled`, `aborted`
 */
export async function fetchModel(
	requests: readonly ModelFileRequest[],
	signal: AbortSignal,
	onProgress: (progress: LoadProgress) => void,
	stallMs = STALL_MS
): Promise<FetchedModel> {
	const totalBytes = knownBytes(requests);
	const meter = new DownloadMeter(totalBytes, onProgress);
	const failed = new AbortController();
	const either = AbortSignal.any([signal, failed.signal]);
	try {
		const fetched = await Promise.all(
			requests.map((file) =>
				whileMoving(
					'app-host',
					(moved) =>
						fetchFile(file, either, (byteCount) => {
							moved();
							meter.add(byteCount);
						}),
					{ stallMs, details: { file: file.name } }
				)
			)
		);
		meter.report();
		return {
			files: fetched.map(({ file }) => file),
			resources: fetched.map(({ resource }) => resource)
		};
	} catch (error) {
		failed.abort();
		if (signal.aborted || isAbort(error)) {
			throw new AppError('aborted', 'the download was cancelled', { cause: error });
		}
		throw error;
	}
}
