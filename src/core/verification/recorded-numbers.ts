/**
 * Numbers that are recorded beside a choice (ranks, entropies, what else was likely) against the logits
 * that were computed here: what is beyond noise was not computed from these weights.
 */

export interface RecordedAlternative {
	readonly id: number;
	readonly text: string;
	readonly logprob: number;
}

/** One recorded number that noise does not explain. */
export interface OddNumber {
	/** `digest`: of a logits' bits, where nothing but equal bits is possible. */
	readonly number: 'logprob' | 'rank' | 'entropy' | 'missing-alternative' | 'digest';
	/** What the file says, in nats where it is no rank; null where it should have said something. */
	readonly recorded: number | null;
	/** The same here, or the nearest that noise allows; null of a digest. */
	readonly local: number | null;
	/** The token that it is about; empty where it is about all of them. */
	readonly token: string;
}

/**
 * Tokens within twice the noise of one can stand on either side of it.
 *
 * @param own the token's logit
 * @param logits raw, shape [vocabularySize]
 * @param tau most nats by which a logit may be off
 * @returns the nearest rank that noise allows; null when the recorded one is
 */
export function nearestRank(
	recorded: number,
	own: number,
	logits: Float32Array,
	tau: number
): number | null {
	let best = 1;
	let worst = 0;
	for (const logit of logits) {
		if (logit > own + 2 * tau) best += 1;
		if (logit >= own - 2 * tau) worst += 1;
	}
	if (recorded >= best && recorded <= worst) return null;
	return recorded < best ? best : worst;
}

/** When every logprob differs by at most τ, the entropy H differs by at most τ + (e^τ − 1) H. */
export function isEntropyNoise(recorded: number, local: number, tau: number): boolean {
	// e^τ − 1 is below 1.06 τ for every τ up to 0.1.
	return Math.abs(recorded - local) <= tau * (1 + 1.06 * local);
}

/** The first alternative whose logprob is not what it is here, or that is above a likelier one. */
export function oddAlternative(
	recorded: readonly RecordedAlternative[],
	logprobOf: (tokenId: number) => number,
	tau: number
): OddNumber | null {
	for (const [i, { id, text, logprob }] of recorded.entries()) {
		const local = logprobOf(id);
		const isInOrder = i === 0 || logprob <= (recorded[i - 1]?.logprob ?? 0);
		if (isInOrder && Math.abs(logprob - local) <= tau) continue;
		return { number: 'logprob', recorded: logprob, local, token: text };
	}
	return null;
}

/**
 * A token that is likelier here than the last of those that are recorded, and is not among them.
 *
 * @param local the likeliest here, best first
 * @param isShort fewer are recorded than there should be: then none may be left out
 */
export function missingAlternative(
	recorded: readonly RecordedAlternative[],
	local: readonly RecordedAlternative[],
	tau: number,
	isShort: boolean
): OddNumber | null {
	const named = new Set(recorded.map(({ id }) => id));
	const bar = isShort ? -Infinity : (recorded.at(-1)?.logprob ?? 0) + 2 * tau;
	const missing = local.find(({ id, logprob }) => !named.has(id) && logprob > bar);
	if (missing === undefined) return null;
	const { logprob, text } = missing;
	return { number: 'missing-alternative', recorded: null, local: logprob, token: text };
}
