/** From checked tokens to a verdict. */
import type { RunEngine } from '../run-file/schema.ts';
import type { Claim } from './claim.ts';
import { findIncomparable } from './comparable.ts';
import type { LocalSetup } from './comparable.ts';
import { findFalseEnd } from './replay-end.ts';
import type { ReplayedText } from './replay-end.ts';
import { enginesDiffer } from './verify.ts';
import type { CheckedToken, TokenVerifier } from './verify.ts';
import type { Verdict, VerdictToken } from './verdict.ts';

/** What verifying a claim found: the verdict, and the table behind it. */
export interface Verification {
	readonly verdict: Verdict;
	/** One for each output token; empty when the claim could not be compared at all. */
	readonly tokens: readonly CheckedToken[];
	/** In nats, at the claim's temperature: see `scoreTau`. */
	readonly tau: number;
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
	const { tokens, tau } = verifier;
	const lost = tokens.findIndex(({ shortfall }) => shortfall > tau);
	if (lost !== -1) return diverged(claim, tokens, lost, tau, local);
	const contradiction = findFalseEnd(claim, replayed);
	if (contradiction !== null) return falseField(contradiction);
	return gradeNumbers(claim, verifier, enginesDiffer(claim.engine, local.engine));
}

function falseField(path: string): Verdict {
	return { verdict: 'invalid', evidence: { code: 'run-field-invalid', path } };
}

function diverged(
	{ trace, tokenIds }: Claim,
	tokens: readonly CheckedToken[],
	position: number,
	tau: number,
	{ piece }: LocalModel
): Verdict {
	const { id = 0, drawId = 0, margin = null, shortfall = 0 } = tokens[position] ?? {};
	const recorded: VerdictToken = { id, text: trace?.[position]?.text ?? piece(id), margin: null };
	const regrown: VerdictToken = { id: drawId, text: piece(drawId), margin };
	return {
		verdict: 'diverged',
		evidence: {
			position,
			sharedTokens: position,
			comparedTokens: tokenIds.length,
			recorded,
			regrown,
			shortfall,
			tau
		}
	};
}

function gradeNumbers(claim: Claim, verifier: TokenVerifier, engineDiffers: boolean): Verdict {
	const { tokens, tau, logitTau } = verifier;
	const comparedTokens = tokens.length;
	const hasTrace = claim.trace !== null;
	const logprob = largest(tokens.map((token) => Math.abs(token.logprobDifference ?? 0)));
	const numbers = {
		comparedTokens,
		largestLogprobDifference: hasTrace ? logprob.value : null,
		engineDiffers,
		...(logprob.value > logitTau ? { beyondNoise: true } : {})
	};
	const exactTokens = tokens.filter(isDraw).length;
	if (exactTokens < comparedTokens) {
		const shortfall = largest(tokens.map((token) => (isDraw(token) ? -1 : token.shortfall)));
		const evidence = { ...numbers, exactTokens, largestShortfall: shortfall.value, tau };
		return { verdict: 'within-noise', evidence: { ...evidence, position: shortfall.position } };
	}
	const differingLogits = tokens.filter(({ sameBits }) => sameBits === false).length;
	const sameDigest = claim.logitsDigest === verifier.logitsDigest;
	if (sameDigest && differingLogits === 0 && logprob.value === 0) {
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
