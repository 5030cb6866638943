/** What went wrong with a request, in the app's words, and whether asking again can help. */
import { AppError } from '#core/errors.ts';
import type { ErrorCode, ErrorDetails } from '#core/errors.ts';

import { parseRetryAfter } from './retry.ts';

/**
 * `backoff`: later; `plain`: at once, without a byte range; `restart`: from the first byte;
 * `never`: the same would happen again.
 */
export type RetryAdvice = 'backoff' | 'plain' | 'restart' | 'never';

export class DownloadFault extends Error {
	readonly error: AppError;
	readonly advice: RetryAdvice;
	readonly retryAfterMs: number | null;

	constructor(error: AppError, advice: RetryAdvice, retryAfterMs: number | null = null) {
		super(error.message);
		this.error = error;
		this.advice = advice;
		this.retryAfterMs = retryAfterMs;
	}
}

export function hostOf(url: string): string {
	return URL.canParse(url) ? new URL(url).host : '';
}

/** An error about a request: file, address and host are always among its details. */
export function requestError(
	code: ErrorCode,
	file: string,
	url: string,
	message: string,
	more: { details?: ErrorDetails; cause?: unknown } = {}
): AppError {
	const details = { file, url, host: hostOf(url), ...more.details };
	return new AppError(code, `${file}: ${message}`, { details, cause: more.cause });
}

const STATUS_CODES: Readonly<Record<number, ErrorCode>> = {
	401: 'model-access-denied',
	403: 'model-access-denied',
	404: 'model-file-missing',
	410: 'model-file-missing',
	451: 'model-access-denied',
	429: 'model-rate-limited'
};

interface Refusal {
	readonly code: ErrorCode;
	/** What exactly it is about, for the sentence; null when nobody says. */
	readonly reason: string | null;
}

/** What a hub itself says in `X-Error-Code`; its statuses alone do not tell a missing repository from a private one. */
const HUB_REASONS: Readonly<Record<string, Refusal>> = {
	RepoNotFound: { code: 'model-file-missing', reason: 'repository' },
	RevisionNotFound: { code: 'model-file-missing', reason: 'revision' },
	EntryNotFound: { code: 'model-file-missing', reason: 'file' },
	GatedRepo: { code: 'model-access-denied', reason: 'gated' },
	DisabledRepo: { code: 'model-access-denied', reason: 'disabled' }
};

function refusalOf({ status, headers }: Response): Refusal {
	const said = headers.get('x-error-code') ?? '';
	if (Object.hasOwn(HUB_REASONS, said)) return HUB_REASONS[said] as Refusal;
	// Without a sign-in a hub does not say whether a repository is private or missing.
	const reason = status === 401 ? 'private' : null;
	return { code: STATUS_CODES[status] ?? 'model-unreachable', reason };
}

/** Whether the same request may succeed later. */
function isPassing(status: number): boolean {
	return status === 408 || status === 425 || status === 429 || status >= 500;
}

/** The fault behind an answer that is no success. */
export function statusFault(
	response: Response,
	file: string,
	url: string,
	epochMs: number
): DownloadFault {
	const { status } = response;
	const retryAfterMs = parseRetryAfter(response.headers.get('retry-after'), epochMs);
	const { code, reason } = refusalOf(response);
	const hubReason = response.headers.get('x-error-code');
	const error = requestError(code, file, url, `the server answers ${status}`, {
		details: { status, retryAfterMs, reason, hubReason }
	});
	return new DownloadFault(error, isPassing(status) ? 'backoff' : 'never', retryAfterMs);
}

const ANSWER_MS = 10_000;

/** Whether the host answers at all, to a question whose answer nobody may read. */
async function isAnswered(url: string, ask: typeof fetch, signal: AbortSignal): Promise<boolean> {
	const enough = new AbortController();
	const either = AbortSignal.any([signal, enough.signal, AbortSignal.timeout(ANSWER_MS)]);
	try {
		await ask(url, { mode: 'no-cors', cache: 'no-store', credentials: 'omit', signal: either });
		return true;
	} catch {
		return false;
	} finally {
		// The headers were all that was asked for.
		enough.abort();
	}
}

/**
 * The fault behind a request that got no answer. A browser does not say whether the host cannot be
 * reached or does not let other sites read its answers: a request whose answer nobody reads tells.
 */
export async function networkFault(
	file: string,
	url: string,
	cause: unknown,
	environment: { fetch: typeof fetch; isOnline: () => boolean },
	signal: AbortSignal
): Promise<DownloadFault> {
	if (!environment.isOnline()) {
		return new DownloadFault(
			requestError('offline', file, url, 'no network', { cause }),
			'backoff'
		);
	}
	const answers = await isAnswered(url, environment.fetch, signal);
	signal.throwIfAborted();
	const error = answers
		? requestError('model-cors-blocked', file, url, 'the host does not let other sites read it', {
				cause
			})
		: requestError('model-unreachable', file, url, 'the host cannot be reached', { cause });
	return new DownloadFault(error, 'backoff');
}
