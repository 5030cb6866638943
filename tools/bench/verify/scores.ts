/** How suspicious a verified run looks, and how well that tells lies from honest runs. */
import type { CheckedToken } from '#core/verification/checked-token.ts';

/** Beyond this a token cannot look worse: one impossible token must not hide all others. */
const MOST_NATS = 10;

/**
 * How far the first `length` tokens are from what is found here, in nats a token: of each the largest
 * of shortfall, logprob difference and margin difference, counted up to 10.
 */
export function suspicion(tokens: readonly CheckedToken[], length: number): number {
	const counted = tokens.slice(0, length);
	const sum = counted.reduce((total, token) => {
		const { shortfall, logprobDifference, marginDifference } = token;
		const logprob = Math.abs(logprobDifference ?? 0);
		return (
			total + Math.min(MOST_NATS, Math.max(shortfall, logprob, Math.abs(marginDifference ?? 0)))
		);
	}, 0);
	return counted.length === 0 ? 0 : sum / counted.length;
}

/** Area under the ROC curve: how often a lie scores higher than an honest run, ties counting half. */
export function auc(honest: readonly number[], lies: readonly number[]): number {
	let wins = 0;
	for (const lie of lies) {
		for (const score of honest) wins += lie > score ? 1 : lie === score ? 0.5 : 0;
	}
	return wins / (honest.length * lies.length);
}

export function share(values: readonly boolean[]): number {
	return values.filter(Boolean).length / Math.max(1, values.length);
}

/** The largest of finite values; 0 for none. */
export function largest(values: readonly number[]): number {
	return values.filter(Number.isFinite).reduce((most, value) => Math.max(most, value), 0);
}
