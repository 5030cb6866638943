/** How long to wait before the next attempt. */

export interface RetryPolicy {
	/** Attempts in a row that bring no byte. */
	readonly maxAttempts: number;
	readonly firstDelayMs: number;
	readonly maxDelayMs: number;
	/** A server that asks for more patience than this is believed, but not waited for. */
	readonly maxRetryAfterMs: number;
}

export const DEFAULT_RETRY: RetryPolicy = {
	maxAttempts: 6,
	firstDelayMs: 1_000,
	maxDelayMs: 30_000,
	maxRetryAfterMs: 5 * 60_000
};

/**
 * Exponential with jitter: a class whose network comes back must not ask in step.
 *
 * @param attempt how many attempts in a row have failed, from 1
 * @param random uniform in [0, 1)
 * @returns milliseconds, between half the step and the step
 */
export function backoffMs(attempt: number, policy: RetryPolicy, random: () => number): number {
	const step = Math.min(policy.maxDelayMs, policy.firstDelayMs * 2 ** (attempt - 1));
	return step * (0.5 + random() / 2);
}

/**
 * Reads a Retry-After header: seconds or an HTTP date.
 *
 * @param epochMs now, in milliseconds since 1970
 * @returns milliseconds from now, at least 0; null if missing, or the header is not exposed
 * @see RFC 9110, 10.2.3
 */
export function parseRetryAfter(header: string | null, epochMs: number): number | null {
	if (header === null) return null;
	if (/^\d+$/.test(header.trim())) return Number(header) * 1_000;
	const date = Date.parse(header);
	return Number.isNaN(date) ? null : Math.max(0, date - epochMs);
}
