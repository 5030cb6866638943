/** Recorded numbers against those of a regrowth, whose logits are gone: what noise does not explain. */
import type { Run, RunOutput, RunRequest, TokenTrace } from '../run-file/schema.ts';
import { difference } from './checked-token.ts';
import type { Cause, Tolerance } from './checked-token.ts';
import { hasEdge } from './filter-edge.ts';
import { isEntropyNoise, missingAlternative, oddAlternative } from './recorded-numbers.ts';
import type { OddNumber } from './recorded-numbers.ts';
import { ROUNDING } from './tau.ts';
import type { DivergedEvidence } from './verdict.ts';

/** The first recorded number that noise does not explain, and where. */
export type OddPlace = Pick<DivergedEvidence, 'number' | 'token'> &
	Required<Pick<DivergedEvidence, 'position' | 'recordedNumber' | 'localNumber' | 'tau'>> & {
		readonly cause: Exclude<Cause, 'token'>;
	};

type Odd = Omit<OddPlace, 'position'>;

/**
 * As long as the tokens agree.
 *
 * A filter's edge may explain any margin, and only the logits tell. Without them margins are compared
 * where no filter is on or the logits are the same.
 */
export function findOddNumber(
	{ request, output: recorded }: Pick<Run, 'request' | 'output'>,
	regrown: RunOutput,
	tolerance: Tolerance
): OddPlace | null {
	for (const [position, token] of recorded.tokens.entries()) {
		const local = regrown.tokens[position];
		if (local?.id !== token.id) return null;
		const odd =
			oddLogprob(token, local, tolerance) ??
			oddMargin(token, local, request, tolerance) ??
			oddAside(token, local, tolerance.logprob);
		if (odd !== null) return { ...odd, position };
	}
	return null;
}

function isFar(a: number, b: number, tau: number): boolean {
	return Math.abs(difference(a, b)) > tau;
}

function oddLogprob(recorded: TokenTrace, local: TokenTrace, tolerance: Tolerance): Odd | null {
	const [recordedNumber, localNumber, tau] = [recorded.logprob, local.logprob, tolerance.logprob];
	if (!isFar(recordedNumber, localNumber, tau)) return null;
	return { cause: 'probability', recordedNumber, localNumber, tau };
}

function oddMargin(
	recorded: TokenTrace,
	local: TokenTrace,
	request: RunRequest,
	tolerance: Tolerance
): Odd | null {
	const isCertain =
		request.temperature === 0 ||
		!hasEdge(request) ||
		recorded.logits_digest === local.logits_digest;
	const [recordedNumber, localNumber, tau] = [recorded.margin, local.margin, tolerance.margin];
	const isOdd = isCertain && isFar(recordedNumber ?? Infinity, localNumber ?? Infinity, tau);
	return isOdd ? { cause: 'margin', recordedNumber, localNumber, tau } : null;
}

/** The first of rank, entropy and alternatives. */
function oddAside(recorded: TokenTrace, local: TokenTrace, mostNoise: number): Odd | null {
	const isSame = recorded.logits_digest === local.logits_digest;
	const tau = isSame ? ROUNDING : mostNoise;
	const odd = (number: OddNumber['number'], there: number, here: number, token: string): Odd => {
		return { cause: 'number', number, token, recordedNumber: there, localNumber: here, tau };
	};
	const rank = isSame ? local.rank : rankAmong(recorded, local, tau);
	if (rank !== recorded.rank) return odd('rank', recorded.rank, rank, recorded.text);
	if (!isEntropyNoise(recorded.entropy, local.entropy, tau)) {
		return odd('entropy', recorded.entropy, local.entropy, '');
	}
	const wrong = alternativeIn(recorded, local, tau);
	if (wrong === null) return null;
	const { number, token, recorded: recordedNumber, local: localNumber } = wrong;
	return { cause: 'number', number, token, recordedNumber, localNumber, tau };
}

/**
 * @returns the nearest rank that noise allows, as far as the alternatives here tell: how many tokens
 *   are less likely than the last of them is not known
 */
function rankAmong({ rank }: TokenTrace, local: TokenTrace, tau: number): number {
	const { alternatives, logprob: own } = local;
	const best = 1 + alternatives.filter(({ logprob }) => logprob > own + 2 * tau).length;
	const worst = alternatives.filter(({ logprob }) => logprob >= own - 2 * tau).length;
	if (rank < best) return best;
	return worst < alternatives.length ? Math.min(rank, Math.max(worst, local.rank)) : rank;
}

function alternativeIn(recorded: TokenTrace, local: TokenTrace, tau: number) {
	const known = new Map(local.alternatives.map(({ id, logprob }) => [id, logprob]));
	const last = local.alternatives.at(-1)?.logprob;
	if (last === undefined) return null;
	const likeliest = local.alternatives.slice(0, recorded.alternatives.length);
	return (
		// One that is not among them here is at most as likely as the last.
		oddAlternative(recorded.alternatives, (id) => known.get(id) ?? last, 2 * tau) ??
		missingAlternative(recorded.alternatives, likeliest, tau, false)
	);
}
