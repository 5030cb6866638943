/** Holds a recorded answer against the logits that were computed here. */
import {
	isEntropyNoise,
	missingAlternative,
	nearestRank,
	oddAlternative,
	type OddNumber
} from '../verification/recorded-numbers.ts';
import type { FillVerdict } from './fill-verdict.ts';
import type { FillMaskAnswer } from './schema.ts';

type Diverged = Extract<FillVerdict, { verdict: 'diverged' }>['evidence'];

/** What is wrong with one answer, before it is known where it is. */
export type Contradiction = Pick<Diverged, 'number' | 'recorded' | 'local' | 'token'>;

export interface CheckedAnswer {
	readonly sameBits: boolean;
	/** Whether the likeliest tokens are the same ones in the same order. */
	readonly sameOrder: boolean;
	/** Whether every number is the same, to the last bit. */
	readonly sameNumbers: boolean;
	/** Largest difference of a recorded logprob, in nats. */
	readonly largestDifference: number;
	/** The first number that noise does not explain, or null. */
	readonly contradiction: Contradiction | null;
}

export interface LocalAnswer {
	/** What would be recorded here, with as many alternatives as were asked for. */
	readonly answer: FillMaskAnswer;
	/** Raw, shape [vocabularySize]. */
	readonly logits: Float32Array;
	/** The token that was hidden; null where the text itself has a mask. */
	readonly originalId: number | null;
}

/** @param tau most nats by which a logprob may differ */
export function checkAnswer(
	recorded: FillMaskAnswer,
	{ answer, logits, originalId }: LocalAnswer,
	tau: number
): CheckedAnswer {
	const logprobOf = localLogprobs(logits, answer);
	const differences = recorded.alternatives.map(({ id, logprob }) =>
		Math.abs(logprob - logprobOf(id))
	);
	if (recorded.original !== null && answer.original !== null) {
		differences.push(Math.abs(recorded.original.logprob - answer.original.logprob));
	}
	const sameOrder = sameIds(recorded, answer);
	const largestDifference = differences.reduce((most, each) => Math.max(most, each), 0);
	return {
		sameBits: recorded.logits_digest === answer.logits_digest,
		sameOrder,
		sameNumbers:
			sameOrder &&
			largestDifference === 0 &&
			recorded.entropy === answer.entropy &&
			recorded.original?.rank === answer.original?.rank,
		largestDifference,
		contradiction:
			falseLogprob(recorded, answer, logprobOf, tau) ??
			falseRank(recorded, logits, originalId, tau) ??
			falseEntropy(recorded, answer, tau) ??
			leftOut(recorded, answer, tau)
	};
}

function localLogprobs(
	logits: Float32Array,
	{ alternatives }: FillMaskAnswer
): (id: number) => number {
	const [best] = alternatives;
	if (best === undefined) throw new RangeError('a local answer names the likeliest token');
	const normalizer = (logits[best.id] ?? NaN) - best.logprob;
	const known = new Map(alternatives.map(({ id, logprob }) => [id, logprob]));
	return (id) => known.get(id) ?? (logits[id] ?? -Infinity) - normalizer;
}

function sameIds(a: FillMaskAnswer, b: FillMaskAnswer): boolean {
	return (
		a.alternatives.length === b.alternatives.length &&
		a.alternatives.every(({ id }, i) => id === b.alternatives[i]?.id)
	);
}

function falseLogprob(
	recorded: FillMaskAnswer,
	local: FillMaskAnswer,
	logprobOf: (id: number) => number,
	tau: number
): Contradiction | null {
	const wrong = oddAlternative(recorded.alternatives, logprobOf, tau);
	if (wrong !== null) return asContradiction(wrong);
	const { original } = recorded;
	const here = local.original?.logprob ?? -Infinity;
	if (original === null || Math.abs(original.logprob - here) <= tau) return null;
	return { number: 'logprob', recorded: original.logprob, local: here, token: original.text };
}

function falseRank(
	{ original }: FillMaskAnswer,
	logits: Float32Array,
	originalId: number | null,
	tau: number
): Contradiction | null {
	if (original === null || originalId === null) return null;
	const local = nearestRank(original.rank, logits[originalId] ?? -Infinity, logits, tau);
	if (local === null) return null;
	return { number: 'rank', recorded: original.rank, local, token: original.text };
}

function falseEntropy(
	recorded: FillMaskAnswer,
	local: FillMaskAnswer,
	tau: number
): Contradiction | null {
	if (isEntropyNoise(recorded.entropy, local.entropy, tau)) return null;
	return { number: 'entropy', recorded: recorded.entropy, local: local.entropy, token: '' };
}

function leftOut(
	recorded: FillMaskAnswer,
	local: FillMaskAnswer,
	tau: number
): Contradiction | null {
	const isShort = recorded.alternatives.length < local.alternatives.length;
	const missing = missingAlternative(recorded.alternatives, local.alternatives, tau, isShort);
	return missing === null ? null : asContradiction(missing);
}

/** Of filled masks no single digest is asked for. */
function asContradiction({ number, recorded, local, token }: OddNumber): Contradiction | null {
	return number === 'digest' || local === null ? null : { number, recorded, local, token };
}
