/** Asks a model hub what a repository holds. Sends no token, no cookie and no referrer. */
import * as v from 'valibot';

import { AppError } from '#core/errors.ts';

import type { DownloadEnvironment } from './download-environment.ts';
import { DownloadFault, networkFault, requestError, statusFault } from './download-fault.ts';
import { hubFileUrl, hubRevisionUrl, hubTreeUrl, isCommit } from './hub-address.ts';
import type { HubRepository } from './hub-address.ts';
import { DEFAULT_RETRY, backoffMs } from './retry.ts';
import type { ModelFile } from './weights-schema.ts';

export interface HubOptions {
	readonly environment: DownloadEnvironment;
	readonly signal: AbortSignal;
}

export interface HubRequest extends HubOptions {
	readonly headers?: Readonly<Record<string, string>>;
	/** For the whole answer. */
	readonly timeoutMs?: number;
}

const Revision = v.object({ sha: v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/)) });

const Size = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const Tree = v.array(
	v.object({
		type: v.string(),
		path: v.string(),
		size: v.optional(Size, 0),
		/** Large files: `oid` is the SHA-256 of their bytes. */
		lfs: v.optional(v.object({ oid: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)), size: Size }))
	})
);

const ATTEMPTS = 3;
/** No repository is so large; a server that never ends its pages is. */
const MAX_PAGES = 100;

async function askOnce(url: string, what: string, options: HubRequest): Promise<Response> {
	const { environment, signal, headers, timeoutMs = 30_000 } = options;
	const timeout = AbortSignal.timeout(timeoutMs);
	let response: Response;
	try {
		response = await environment.fetch(url, {
			signal: AbortSignal.any([signal, timeout]),
			cache: 'no-store',
			credentials: 'omit',
			referrerPolicy: 'no-referrer',
			...(headers === undefined ? {} : { headers })
		});
	} catch (cause) {
		signal.throwIfAborted();
		if (timeout.aborted) {
			const details = { stallMs: timeoutMs };
			const error = requestError('model-stalled', what, url, 'no answer', { details, cause });
			throw new DownloadFault(error, 'backoff');
		}
		throw await networkFault(what, url, cause, environment, signal);
	}
	if (!response.ok) throw statusFault(response, what, url, environment.epochMs());
	return response;
}

/**
 * One request, tried again where that helps.
 *
 * @param what the file or repository, for errors
 * @throws AppError as `resolveCommit`
 */
export async function askHub(url: string, what: string, options: HubRequest): Promise<Response> {
	const { environment, signal } = options;
	for (let attempt = 1; ; attempt++) {
		try {
			return await askOnce(url, what, options);
		} catch (error) {
			if (!(error instanceof DownloadFault)) throw error;
			if (error.advice !== 'backoff' || attempt === ATTEMPTS) throw error.error;
			const backoff = backoffMs(attempt, DEFAULT_RETRY, environment.random);
			const delayMs = Math.max(error.retryAfterMs ?? 0, backoff);
			if (delayMs > DEFAULT_RETRY.maxRetryAfterMs) throw error.error;
			await environment.sleep(delayMs, signal);
		}
	}
}

async function readJson<Schema extends v.GenericSchema>(
	response: Response,
	schema: Schema,
	url: string,
	what: string
): Promise<v.InferOutput<Schema>> {
	try {
		return v.parse(schema, await response.json());
	} catch (cause) {
		if (cause instanceof DOMException && cause.name === 'TimeoutError') {
			throw requestError('model-stalled', what, url, 'the answer does not end', { cause });
		}
		const message = 'the answer is not that of a model hub';
		throw requestError('model-not-a-file', what, url, message, { cause });
	}
}

/**
 * The commit that a branch or tag points at now; a commit is returned as it is, without a request.
 *
 * @returns 40 hex digits
 * @throws AppError `model-file-missing` (no such repository or revision), `model-access-denied`,
 *   `model-unreachable`, `model-cors-blocked`, `model-rate-limited`, `offline`, `model-not-a-file`
 */
export async function resolveCommit(
	repository: HubRepository,
	revision: string,
	options: HubOptions
): Promise<string> {
	if (isCommit(revision)) return revision;
	const url = hubRevisionUrl(repository, revision);
	const response = await askHub(url, repository.repository, options);
	return (await readJson(response, Revision, url, repository.repository)).sha;
}

/** Only the cursor is taken: a mirror may hand through the address of the hub behind it. */
function nextCursor(response: Response, url: string): string | null {
	const [, next] = /<([^<>]+)>;\s*rel="next"/.exec(response.headers.get('link') ?? '') ?? [];
	if (next === undefined || !URL.canParse(next, url)) return null;
	return new URL(next, url).searchParams.get('cursor');
}

/**
 * All files of a commit, with size, pinned address, and the SHA-256 of the large ones (the hub knows
 * none for small files).
 *
 * @throws AppError as `resolveCommit`
 */
export async function listHubFiles(
	repository: HubRepository,
	commit: string,
	options: HubOptions
): Promise<ModelFile[]> {
	const files: ModelFile[] = [];
	let cursor: string | null = null;
	for (let page = 0; page < MAX_PAGES; page++) {
		const url = hubTreeUrl(repository, commit, cursor);
		const response = await askHub(url, repository.repository, options);
		for (const { type, path, size, lfs } of await readJson(
			response,
			Tree,
			url,
			repository.repository
		)) {
			if (type !== 'file') continue;
			files.push({
				name: path,
				sizeBytes: lfs?.size ?? size,
				digest: lfs === undefined ? null : `sha256:${lfs.oid}`,
				url: hubFileUrl({ ...repository, revision: commit, path })
			});
		}
		cursor = nextCursor(response, url);
		if (cursor === null) return files;
	}
	throw new AppError('model-invalid', 'the list of files does not end', {
		details: { repository: repository.repository }
	});
}
