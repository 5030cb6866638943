/** From checked tokens to a verdict. */
import type { RunEngine } from '../run-file/schema.ts';
import type { Claim } from './claim.ts';
import { findIncomparable } from './comparable.ts';
import type { LocalSetup } from './comparable.ts';
import { findFalseEnd } from './replay-end.ts';
import type { ReplayedText } from './replay-end.ts';
import { causeOf, firstRefutation } from './checked-token.ts';
import type { Cause, CheckedToken, Tolerance } from './checked-token.ts';
import { enginesDiffer } from './verify.ts';
import type { TokenVerifier } from './verify.ts';
import type { DivergedEvidence, Verdict, VerdictToken } from './verdict.ts';

/** What verifying a claim found: the verdict, and the table behind it. */
export interface Verification {
	readonly verdict: Verdict;
	/** One for each output token; empty when the claim could not be compared at all. */
	readonly tokens: readonly CheckedToken[];
	readonly tolerance: Tolerance;
}

export interface LocalModel extends LocalSetup {
	readonly engine: RunEngine;
	/** The token as a person would read it. */
	readonly piece: (tokenId: number) => string;
}

/** A claim that cannot be checked at all, before any logits are computed; null when it can. */
export function refuseClaim(
	claim: Claim,
	local: LocalSetup,
	vocabularySize: number
): Verdict | null {
	const incomparable = findIncomparable(claim, local);
	if (incomparable !== null) return incomparable;
	const unknown = claim.tokenIds.findIndex((id) => id >= vocabularySize);
	return unknown === -1 ? null : falseField(`output.token_ids[${unknown}]`);
}

/** @param verifier one that has been given the logits of every position */
export function gradeClaim(
	claim: Claim,
	verifier: TokenVerifier,
	replayed: ReplayedText,
	local: LocalModel
): Verdict {
	const { tokens, tolerance } = verifier;
	const refuted = firstRefutation(tokens, tolerance);
	if (refuted !== null) {
		const { position, cause } = refuted;
		return { verdict: 'diverged', evidence: diverged(claim, verifier, position, cause, local) };
	}
	const contradiction = findFalseEnd(claim, replayed);
	if (contradiction !== null) return falseField(contradiction);
	return gradeNumbers(claim, verifier, enginesDiffer(claim.engine, local.engine));
}

function falseField(path: string): Verdict {
	return { verdict: 'invalid', evidence: { code: 'run-field-invalid', path } };
}

function diverged(
	{ trace, tokenIds }: Claim,
	{ tokens, tolerance }: Pick<TokenVerifier, 'tokens' | 'tolerance'>,
	position: number,
	cause: Cause,
	{ piece }: LocalModel
): DivergedEvidence {
	const token = tokens[position] as CheckedToken;
	const { id, drawId, shortfall } = token;
	const recordedTrace = trace?.[position];
	const recorded: VerdictToken = {
		id,
		text: recordedTrace?.text ?? piece(id),
		margin: recordedTrace?.margin ?? null
	};
	const evidence = {
		cause,
		position,
		sharedTokens: position,
		comparedTokens: tokenIds.length,
		recorded,
		regrown: { id: drawId, text: piece(drawId), margin: token.margin }
	};
	switch (cause) {
		case 'token':
			return { ...evidence, shortfall, tau: tolerance.shortfall };
		case 'probability': {
			const recordedNumber = recordedTrace?.logprob ?? null;
			const tau = tolerance.logprob;
			return { ...evidence, recordedNumber, localNumber: token.logprob, tau };
		}
		case 'margin': {
			// Where the token is the draw, its lead is the draw's margin; else it trails.
			const localNumber = id === drawId ? token.margin : -shortfall;
			const tau = tolerance.margin;
			return { ...evidence, recordedNumber: recorded.margin, localNumber, tau };
		}
	}
}

function gradeNumbers(claim: Claim, verifier: TokenVerifier, engineDiffers: boolean): Verdict {
	const { tokens, tolerance } = verifier;
	const comparedTokens = tokens.length;
	const hasTrace = claim.trace !== null;
	const logprob = largest(tokens.map((token) => Math.abs(token.logprobDifference ?? 0)));
	const numbers = {
		comparedTokens,
		largestLogprobDifference: hasTrace ? logprob.value : null,
		engineDiffers,
		...(tokens.some((token) => causeOf(token, tolerance) !== null) ? { beyondNoise: true } : {})
	};
	const exactTokens = tokens.filter(isDraw).length;
	if (exactTokens < comparedTokens) {
		const shortfall = largest(tokens.map((token) => (isDraw(token) ? -1 : token.shortfall)));
		const { value: largestShortfall, position } = shortfall;
		const tau = tolerance.shortfall;
		return {
			verdict: 'within-noise',
			evidence: { ...numbers, exactTokens, largestShortfall, position, tau }
		};
	}
	const differingLogits = tokens.filter(({ sameBits }) => sameBits === false).length;
	const sameDigest = claim.logitsDigest === verifier.logitsDigest;
	const sameTrace = tokens.every((token) => token.sameTrace !== false);
	if (sameDigest && differingLogits === 0 && sameTrace) {
		return { verdict: 'bit-exact', evidence: { comparedTokens, engineDiffers } };
	}
	return {
		verdict: 'same-tokens',
		evidence: {
			...numbers,
			differingLogits: hasTrace ? differingLogits : null,
			position: hasTrace && logprob.value > 0 ? logprob.position : null
		}
	};
}

function isDraw({ id, drawId }: CheckedToken): boolean {
	return id === drawId;
}

/** The first of the largest values; 0 for an empty list. */
function largest(values: readonly number[]): { value: number; position: number } {
	const value = values.reduce((most, each) => Math.max(most, each), values[0] ?? 0);
	return { value, position: Math.max(0, values.indexOf(value)) };
}
