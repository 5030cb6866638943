/** Verification by regrowing: the same recipe was generated again; does it give the same output? */
import type { AppError } from '../errors.ts';
import type { Run, RunEngine, RunOutput, TokenTrace } from '../run-file/schema.ts';
import { promptDigest } from '../link/prompt-digest.ts';
import { sameNumbers } from './checked-token.ts';
import type { Tolerance } from './checked-token.ts';
import { claimOfRun } from './claim.ts';
import { cannotTell, doubtBeforeNumbers } from './doubt.ts';
import { findIncomparable, notComparable } from './comparable.ts';
import type { ComparedClaim, LocalSetup } from './comparable.ts';
import { findFalsePiece } from './grade.ts';
import { findOddNumber } from './regrown-numbers.ts';
import type { OddPlace } from './regrown-numbers.ts';
import { endOf } from './run-end.ts';
import type { OwnEnd } from './run-end.ts';
import { enginesDiffer, scoreTau, toleranceOf } from './tau.ts';
import { termsOf } from './terms.ts';
import type { OwnTokens } from './terms.ts';
import type { Circumstances, DivergedEvidence, Verdict, VerdictToken } from './verdict.ts';

/** What was found here, on this machine, for a recorded run. */
export interface Regrowth extends LocalSetup, OwnTokens, OwnEnd {
	readonly output: RunOutput;
	readonly engine: RunEngine;
	/** Whether the model's files hold half floats. */
	readonly halfFloats: boolean;
}

/**
 * Compares a recorded run with its regrowth.
 *
 * A cancelled run is compared over its own length. `invalid` comes from here only when the file's
 * text is not what its own tokens spell; what `readRun` throws becomes a verdict by `invalidVerdict`.
 *
 * @param recorded a run as `readRun` gives it
 */
export function compareRegrown(recorded: Run, regrown: Regrowth): Verdict {
	const { output } = regrown;
	const tolerance = regrowTolerance(recorded, regrown);
	const odd = findOddNumber(recorded, output, tolerance);
	const refuted =
		findIncomparable(comparedOf(recorded), regrown) ??
		(tolerance.numbersDecide && odd !== null ? divergedBy(recorded, output, odd) : null) ??
		findDivergence(recorded.output, output) ??
		findFalseText(recorded.output, regrown);
	if (refuted !== null) return refuted;
	const circumstances = circumstancesOf(recorded, regrown);
	return findDoubt(recorded, odd, circumstances) ?? gradeLogits(recorded, regrown, circumstances);
}

/** Without the logits nobody knows which of two scores a penalty has scaled. */
function regrowTolerance(run: Run, { engine, halfFloats }: Regrowth): Tolerance {
	const tolerance = toleranceOf(run, { engine, halfFloats });
	return { ...tolerance, margin: 2 * scoreTau(tolerance.logprob, run.request) };
}

function circumstancesOf(run: Run, regrown: Regrowth): Required<Circumstances> {
	const claim = claimOfRun(run);
	const { output } = regrown;
	// A run that was stopped is grown again over its own length, which is no end of the request's own.
	const isOwnEnd =
		output.finish_reason === 'stop' || output.token_ids.length >= run.request.max_tokens;
	const replayed = {
		stopSequence: output.stop_sequence,
		finishReason: isOwnEnd && output.finish_reason !== 'cancelled' ? output.finish_reason : null
	};
	const end = endOf(claim, replayed, run.request.prompt_token_ids.length, regrown);
	return { terms: termsOf(claim, regrown), end };
}

/** Nothing was drawn, or recorded numbers are beyond noise where nobody has measured it. */
function findDoubt(
	{ request, output }: Run,
	odd: OddPlace | null,
	circumstances: Required<Circumstances>
): Verdict | null {
	const comparedTokens = output.tokens.length;
	const compared = { comparedTokens, exactTokens: comparedTokens };
	const isDrawn = request.forced_token_ids.length < comparedTokens;
	const doubt = doubtBeforeNumbers(isDrawn, circumstances.end);
	if (doubt !== null) return cannotTell(doubt, compared, circumstances);
	if (odd === null) return null;
	const { position, cause, tau } = odd;
	return cannotTell('numbers', compared, circumstances, { position, cause, tau });
}

function divergedBy({ output }: Pick<Run, 'output'>, regrown: RunOutput, odd: OddPlace): Verdict {
	const { position } = odd;
	const evidence: DivergedEvidence = {
		...odd,
		sharedTokens: position,
		comparedTokens: Math.max(output.tokens.length, regrown.tokens.length),
		recorded: verdictToken(output.tokens[position]),
		regrown: verdictToken(regrown.tokens[position])
	};
	return { verdict: 'diverged', evidence };
}

function comparedOf({ model, request }: Run): ComparedClaim {
	return {
		model,
		request,
		promptDigest: promptDigest(request.prompt_token_ids),
		promptTokenIds: request.prompt_token_ids
	};
}

/** The verdict on a file that could not be read. */
export function invalidVerdict(error: AppError): Verdict {
	const path = error.details['path'];
	return {
		verdict: 'invalid',
		evidence: { code: error.code, path: typeof path === 'string' ? path : '' }
	};
}

/** The first token that differs, or an end that one side has and the other has not. */
function findDivergence(recorded: RunOutput, regrown: RunOutput): Verdict | null {
	const shorter = Math.min(recorded.tokens.length, regrown.tokens.length);
	let position = 0;
	while (position < shorter && recorded.token_ids[position] === regrown.token_ids[position]) {
		position++;
	}
	if (position === shorter) {
		if (recorded.tokens.length === regrown.tokens.length) return null;
		const recordedIsLonger = recorded.tokens.length > regrown.tokens.length;
		if (!recordedIsLonger && recorded.finish_reason === 'cancelled') return null;
		if (recordedIsLonger && regrown.finish_reason === 'cancelled') {
			return notComparable('incomplete', recorded.tokens.length, regrown.tokens.length);
		}
	}
	return {
		verdict: 'diverged',
		evidence: {
			cause: 'token',
			position,
			sharedTokens: position,
			comparedTokens: Math.max(recorded.tokens.length, regrown.tokens.length),
			recorded: verdictToken(recorded.tokens[position]),
			regrown: verdictToken(regrown.tokens[position])
		}
	};
}

function verdictToken(token: TokenTrace | undefined): VerdictToken | null {
	return token === undefined ? null : { id: token.id, text: token.text, margin: token.margin };
}

/** The same tokens through the same tokenizer: a recorded text that differs was written by hand. */
function findFalseText(recorded: RunOutput, { output: regrown, piece }: Regrowth): Verdict | null {
	const wrong = recorded.tokens.findIndex((token, i) => token.text !== regrown.tokens[i]?.text);
	if (wrong !== -1) return falseField(`output.tokens[${wrong}].text`);
	const falsePiece = findFalsePiece(recorded.tokens, piece);
	if (falsePiece !== null) return falseField(falsePiece);
	if (recorded.tokens.length < regrown.tokens.length) return null; // cancelled: its text is shorter
	if (recorded.text !== regrown.text) return falseField('output.text');
	const ended = recorded.finish_reason !== 'cancelled' && regrown.finish_reason !== 'cancelled';
	if (ended && recorded.finish_reason !== regrown.finish_reason) {
		return falseField('output.finish_reason');
	}
	return null;
}

function falseField(path: string): Verdict {
	return { verdict: 'invalid', evidence: { code: 'run-field-invalid', path } };
}

/** All tokens are equal: are the numbers behind them, too? */
function gradeLogits(recorded: Run, regrown: Regrowth, circumstances: Circumstances): Verdict {
	const { tokens } = recorded.output;
	const comparedTokens = tokens.length;
	const engineDiffers = enginesDiffer(recorded.engine, regrown.engine);
	let differingLogits = 0;
	let traceDiffers = false;
	let largestLogprobDifference = 0;
	let position: number | null = null;
	for (const [i, token] of tokens.entries()) {
		const other = regrown.output.tokens[i];
		if (other === undefined) break;
		if (token.logits_digest !== other.logits_digest) differingLogits++;
		if (!sameNumbers(token, other)) traceDiffers = true;
		const difference = Math.abs(token.logprob - other.logprob);
		if (difference > largestLogprobDifference) {
			largestLogprobDifference = difference;
			position = i;
		}
	}
	const sameLength = tokens.length === regrown.output.tokens.length;
	const sameDigest = !sameLength || recorded.output.logits_digest === regrown.output.logits_digest;
	if (differingLogits === 0 && sameDigest && !traceDiffers) {
		return { verdict: 'bit-exact', evidence: { comparedTokens, engineDiffers, ...circumstances } };
	}
	return {
		verdict: 'same-tokens',
		evidence: {
			comparedTokens,
			differingLogits,
			largestLogprobDifference,
			position,
			engineDiffers,
			...circumstances
		}
	};
}
