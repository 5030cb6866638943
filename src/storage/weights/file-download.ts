/** Downloads one file into the store, through cuts, stalls and servers that misbehave. */
import type { AppError } from '#core/errors.ts';

import { bodyReader } from './body-reader.ts';
import type { BodyReader } from './body-reader.ts';
import { DownloadFault, networkFault, requestError } from './download-fault.ts';
import { DownloadRecovery } from './download-recovery.ts';
import { checkAnswer } from './file-answer.ts';
import type { FileQuestion } from './file-answer.ts';
import type { FileJob } from './file-job.ts';
import { isLfsPointer, POINTER_HEAD_BYTES } from './lfs-pointer.ts';
import { PartialFile } from './partial-file.ts';
import { partialKey } from './weights-schema.ts';
import { withLock } from './with-lock.ts';

type Bytes = Uint8Array<ArrayBuffer>;

function fileDigestMismatch(file: FileJob['file'], actual: string): AppError {
	const details = { expected: file.digest, actual };
	return requestError('model-digest-mismatch', file.name, file.url, 'not the expected bytes', {
		details
	});
}

class FileDownload {
	readonly #job: FileJob;
	readonly #part: PartialFile;
	readonly #recovery: DownloadRecovery;

	constructor(job: FileJob, part: PartialFile) {
		this.#job = job;
		this.#part = part;
		this.#recovery = new DownloadRecovery(job, part);
	}

	/** @returns the digest of the file's bytes, all of them stored */
	async run(): Promise<string> {
		for (let round = 1; ; round++) {
			while (!this.#hasAllBytes()) {
				try {
					await this.#receive();
					break;
				} catch (error) {
					await this.#recovery.after(error);
				}
			}
			const digest = await this.#part.finish();
			const { file } = this.#job;
			if (file.digest === null || file.digest === digest) {
				await this.#part.publish(digest);
				return digest;
			}
			await this.#part.restart(null);
			if (round === 2) throw fileDigestMismatch(file, digest);
		}
	}

	#hasAllBytes(): boolean {
		const { offset } = this.#part;
		return offset > 0 && offset === this.#job.file.sizeBytes;
	}

	async #receive(): Promise<void> {
		const { file, environment, signal } = this.#job;
		const attempt = new AbortController();
		const both = AbortSignal.any([signal, attempt.signal]);
		const { offset, etag } = this.#part;
		const question = { name: file.name, url: file.url, sizeBytes: file.sizeBytes, offset, etag };
		try {
			const response = await this.#inTime(this.#ask(question, both));
			const answer = checkAnswer(response, question, environment.epochMs());
			if (offset === 0 && answer.etag !== etag) await this.#part.restart(answer.etag);
			this.#job.onWaiting(null);
			await this.#readBody(response, answer.skipBytes);
		} finally {
			attempt.abort();
		}
		if (file.sizeBytes !== null && this.#part.offset !== file.sizeBytes) throw this.#wrongLength();
	}

	async #ask(question: FileQuestion, signal: AbortSignal): Promise<Response> {
		const { environment, file } = this.#job;
		const headers: HeadersInit =
			question.offset > 0 && !this.#recovery.isPlain ? { Range: `bytes=${question.offset}-` } : {};
		try {
			return await environment.fetch(question.url, {
				headers,
				signal,
				// The store is the cache: the browser's own would keep everything twice.
				cache: 'no-store',
				credentials: 'omit',
				referrerPolicy: 'no-referrer'
			});
		} catch (cause) {
			signal.throwIfAborted();
			throw await networkFault(file.name, file.url, cause, environment, signal);
		}
	}

	async #readBody(response: Response, skipBytes: number): Promise<void> {
		const reader = bodyReader(response);
		let skip = skipBytes;
		if (this.#part.offset === 0 && !(await this.#readHead(reader))) return;
		for (;;) {
			const bytes = await this.#inTime(this.#read(reader));
			if (bytes === null) return;
			const fresh = bytes.subarray(Math.min(skip, bytes.byteLength));
			skip -= bytes.byteLength - fresh.byteLength;
			if (fresh.byteLength > 0) await this.#write(fresh);
		}
	}

	/** Nothing is stored before it is known to be no pointer to the file. @returns whether there may be more */
	async #readHead(reader: BodyReader): Promise<boolean> {
		let head = new Uint8Array();
		let mayHaveMore = true;
		while (head.byteLength < POINTER_HEAD_BYTES) {
			const bytes = await this.#inTime(this.#read(reader));
			mayHaveMore = bytes !== null;
			if (bytes === null) break;
			const longer = new Uint8Array(head.byteLength + bytes.byteLength);
			longer.set(head);
			longer.set(bytes, head.byteLength);
			head = longer;
		}
		const { file } = this.#job;
		if (!isLfsPointer(head)) {
			await this.#write(head);
			return mayHaveMore;
		}
		const message = 'a Git LFS pointer in place of the file';
		const details = { reason: 'lfs-pointer' };
		const error = requestError('model-not-a-file', file.name, file.url, message, { details });
		throw new DownloadFault(error, 'never');
	}

	async #read(reader: BodyReader): Promise<Bytes | null> {
		const { environment, file, signal } = this.#job;
		try {
			return await reader.read();
		} catch (cause) {
			signal.throwIfAborted();
			const code = environment.isOnline() ? 'model-unreachable' : 'offline';
			const error = requestError(code, file.name, file.url, 'the connection was cut', { cause });
			throw new DownloadFault(error, 'backoff');
		}
	}

	async #write(bytes: Bytes): Promise<void> {
		if (bytes.byteLength === 0) return;
		const { file } = this.#job;
		const end = this.#part.offset + bytes.byteLength;
		if (file.sizeBytes !== null && end > file.sizeBytes) throw this.#wrongLength(end);
		await this.#part.write(bytes);
	}

	#wrongLength(actualBytes = this.#part.offset): DownloadFault {
		const { file } = this.#job;
		const details = { reason: 'length', expectedBytes: file.sizeBytes, actualBytes };
		const message = 'not the expected length';
		const error = requestError('model-not-a-file', file.name, file.url, message, { details });
		return new DownloadFault(error, 'restart');
	}

	/** Only the wait for the network is limited: storing may take its time. */
	async #inTime<Result>(promise: Promise<Result>): Promise<Result> {
		const { file, settings } = this.#job;
		let timer: ReturnType<typeof setTimeout> | undefined;
		const stalled = new Promise<never>((_, reject) => {
			timer = setTimeout(() => {
				const details = { stallMs: settings.stallMs };
				const error = requestError('model-stalled', file.name, file.url, 'nothing comes', {
					details
				});
				reject(new DownloadFault(error, 'backoff'));
			}, settings.stallMs);
		});
		try {
			return await Promise.race([promise, stalled]);
		} finally {
			clearTimeout(timer);
			promise.catch(() => undefined);
		}
	}

	/** Keeps what was received, before an error ends the download. */
	async keep(): Promise<void> {
		await this.#part.flush().catch(() => undefined);
	}
}

/**
 * Downloads a file that the store's model lists; resumes where an earlier attempt stopped. Fetches
 * nothing when the bytes are there already, from another tab or another model.
 *
 * @returns the file's digest, `sha256:<hex>`
 * @throws AppError `offline`, `model-unreachable`, `model-cors-blocked`, `model-access-denied`,
 *   `model-file-missing`, `model-rate-limited`, `model-stalled`, `model-not-a-file`,
 *   `model-digest-mismatch`, `storage-full`, `storage-failed`, `model-unknown`; the signal's reason
 */
export function downloadFile(job: FileJob): Promise<string> {
	const { store, modelId, file, environment, settings, signal } = job;
	const key = partialKey(modelId, file);
	return withLock(environment.locks, `glasshouse-weights-file:${key}`, signal, async () => {
		const model = await store.expect(modelId);
		const stored = model.files.find(({ name }) => name === file.name);
		if (stored?.state === 'stored' && stored.digest !== null) {
			job.onStored(stored.storedBytes);
			return stored.digest;
		}
		const part = await PartialFile.open({
			store: store.partials,
			key,
			signal,
			onStored: job.onStored,
			now: environment.now,
			...(settings.chunkBytes === undefined ? {} : { chunkBytes: settings.chunkBytes }),
			...(settings.createHash === undefined ? {} : { createHash: settings.createHash })
		});
		const download = new FileDownload(job, part);
		try {
			return await download.run();
		} catch (error) {
			await download.keep();
			throw error instanceof DownloadFault ? error.error : error;
		} finally {
			part.close();
		}
	});
}
