/** From checked tokens to a verdict. */
import type { RunEngine, TokenTrace } from '../run-file/schema.ts';
import { firstDoubt, firstRefutation, isDraw } from './checked-token.ts';
import type { Cause, CheckedToken, Tolerance } from './checked-token.ts';
import type { Claim } from './claim.ts';
import { findIncomparable } from './comparable.ts';
import type { LocalSetup } from './comparable.ts';
import { cannotTell, doubtBeforeNumbers } from './doubt.ts';
import { findFalseEnd } from './replay-end.ts';
import type { ReplayedText } from './replay-end.ts';
import { endOf } from './run-end.ts';
import type { OwnEnd } from './run-end.ts';
import { enginesDiffer } from './tau.ts';
import { termsOf } from './terms.ts';
import type { OwnTokens } from './terms.ts';
import type { Circumstances, DivergedEvidence, Verdict } from './verdict.ts';
import type { TokenVerifier } from './verify.ts';

/** What verifying a claim found: the verdict, and the table behind it. */
export interface Verification {
	readonly verdict: Verdict;
	/** One for each output token; empty when the claim could not be compared at all. */
	readonly tokens: readonly CheckedToken[];
	readonly tolerance: Tolerance;
}

export interface LocalModel extends LocalSetup, OwnTokens, OwnEnd {
	readonly engine: RunEngine;
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
	const contradiction =
		findFalseEnd(claim, replayed) ??
		findFalsePiece(claim.trace ?? [], local.piece) ??
		findFalseDigest(claim, verifier);
	if (contradiction !== null) return falseField(contradiction);
	const circumstances = {
		terms: termsOf(claim, local),
		end: endOf(claim, replayed, local.promptTokenIds.length, local)
	};
	return (
		findDoubt(tokens, tolerance, circumstances) ??
		gradeNumbers(claim, verifier, enginesDiffer(claim.engine, local.engine), circumstances)
	);
}

/** An alternative that is not spelled so, or that the model does not have. */
export function findFalsePiece(
	trace: readonly TokenTrace[],
	piece: (tokenId: number) => string
): string | null {
	const known = new Map<number, string>();
	const pieceOf = (id: number): string => {
		const text = known.get(id) ?? piece(id);
		known.set(id, text);
		return text;
	};
	for (const [i, { alternatives }] of trace.entries()) {
		const wrong = alternatives.findIndex(({ id, text }) => text !== pieceOf(id));
		if (wrong !== -1) return `output.tokens[${i}].alternatives[${wrong}].text`;
	}
	return null;
}

/** Where every position has the same bits, so has the whole. */
function findFalseDigest(claim: Claim, { tokens, tolerance, logitsDigest }: TokenVerifier) {
	const isWhole = tokens.every(({ sameBits }) => sameBits !== false);
	const isFalse = tolerance.isExact && isWhole && claim.logitsDigest !== logitsDigest;
	return isFalse ? 'output.logits_digest' : null;
}

/** What keeps a claim that nothing refutes from being upheld, or null. */
function findDoubt(
	tokens: readonly CheckedToken[],
	tolerance: Tolerance,
	circumstances: Required<Circumstances>
): Verdict | null {
	const compared = {
		comparedTokens: tokens.length,
		exactTokens: tokens.filter(isDraw).length
	};
	const isDrawn = tokens.some(({ forced }) => !forced);
	const doubt = doubtBeforeNumbers(isDrawn, circumstances.end);
	if (doubt !== null) return cannotTell(doubt, compared, circumstances);
	const doubted = firstDoubt(tokens, tolerance);
	if (doubted === null) return null;
	const { position, cause } = doubted;
	if (cause !== 'token') {
		const tau = cause === 'margin' ? tolerance.margin : tolerance.logprob;
		return cannotTell('numbers', compared, circumstances, { position, cause, tau });
	}
	const shortfall = tokens[position]?.shortfall ?? 0;
	return cannotTell('choice', compared, circumstances, {
		position,
		shortfall,
		tau: tolerance.shortfall
	});
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
	const { id, drawId } = token;
	const recordedTrace = trace?.[position];
	return {
		cause,
		position,
		sharedTokens: position,
		comparedTokens: tokenIds.length,
		recorded: {
			id,
			text: recordedTrace?.text ?? piece(id),
			margin: recordedTrace?.margin ?? null
		},
		regrown: { id: drawId, text: piece(drawId), margin: token.margin },
		...apartAt(token, recordedTrace, cause, tolerance)
	};
}

/** What is recorded, what it is here, and what noise explains. */
function apartAt(
	token: CheckedToken,
	recorded: TokenTrace | undefined,
	cause: Cause,
	tolerance: Tolerance
): Partial<DivergedEvidence> {
	const { shortfall, limits = tolerance } = token;
	const tau = tolerance.logprob;
	switch (cause) {
		case 'token':
			return { shortfall, tau: limits.shortfall };
		case 'probability':
			return { recordedNumber: recorded?.logprob ?? null, localNumber: token.logprob, tau };
		case 'margin': {
			// Where the token is the draw, its lead is the draw's margin; else it trails.
			const localNumber = isDraw(token) ? token.margin : -shortfall;
			return { recordedNumber: recorded?.margin ?? null, localNumber, tau: limits.margin };
		}
		case 'number': {
			const odd = token.oddNumber ?? NO_NUMBER;
			const { number, token: text } = odd;
			return { number, token: text, recordedNumber: odd.recorded, localNumber: odd.local, tau };
		}
	}
}

const NO_NUMBER = { number: 'digest', recorded: null, local: null, token: '' } as const;

function gradeNumbers(
	claim: Claim,
	verifier: TokenVerifier,
	engineDiffers: boolean,
	circumstances: Circumstances
): Verdict {
	const { tokens, tolerance } = verifier;
	const comparedTokens = tokens.length;
	const hasTrace = claim.trace !== null;
	const logprob = largest(tokens.map((token) => Math.abs(token.logprobDifference ?? 0)));
	const numbers = {
		comparedTokens,
		largestLogprobDifference: hasTrace ? logprob.value : null,
		engineDiffers,
		...circumstances
	};
	const exactTokens = tokens.filter(isDraw).length;
	if (exactTokens < comparedTokens) {
		const shortfall = largest(tokens.map((token) => (isDraw(token) ? -1 : token.shortfall)));
		const { value: largestShortfall, position } = shortfall;
		const tau = (tokens[position]?.limits ?? tolerance).shortfall;
		return {
			verdict: 'within-noise',
			evidence: { ...numbers, exactTokens, largestShortfall, position, tau }
		};
	}
	const differingLogits = tokens.filter(({ sameBits }) => sameBits === false).length;
	const sameDigest = claim.logitsDigest === verifier.logitsDigest;
	const sameTrace = tokens.every((token) => token.sameTrace !== false);
	if (sameDigest && differingLogits === 0 && sameTrace) {
		return { verdict: 'bit-exact', evidence: { comparedTokens, engineDiffers, ...circumstances } };
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

/** The first of the largest values; 0 for an empty list. */
function largest(values: readonly number[]): { value: number; position: number } {
	const value = values.reduce((most, each) => Math.max(most, each), values[0] ?? 0);
	return { value, position: Math.max(0, values.indexOf(value)) };
}
