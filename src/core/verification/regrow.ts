/** Verification by regrowing: the same recipe was generated again; does it give the same output? */
import type { AppError } from '../errors.ts';
import { canonicalJson } from '../run-file/canonical-json.ts';
import type { Run, RunEngine, RunOutput, RunRequest, TokenTrace } from '../run-file/schema.ts';
import { promptDigest } from '../link/prompt-digest.ts';
import { difference, sameNumbers } from './checked-token.ts';
import type { Tolerance } from './checked-token.ts';
import { findIncomparable, notComparable } from './comparable.ts';
import type { ComparedClaim, LocalSetup } from './comparable.ts';
import { hasEdge } from './filter-edge.ts';
import { toleranceOf } from './tau.ts';
import type { DivergedEvidence, Verdict, VerdictToken } from './verdict.ts';

/** What was found here, on this machine, for a recorded run. */
export interface Regrowth extends LocalSetup {
	readonly output: RunOutput;
	readonly engine: RunEngine;
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
	const { model, engine, request } = recorded;
	const { quantization } = model;
	const tolerance = toleranceOf({ quantization, engine, request }, regrown.engine.backend);
	const odd = findOddNumber(recorded, regrown.output, tolerance);
	return (
		findIncomparable(comparedOf(recorded), regrown) ??
		(tolerance.numbersDecide ? odd : null) ??
		findDivergence(recorded.output, regrown.output) ??
		findFalseText(recorded.output, regrown.output) ??
		gradeLogits(recorded, regrown, odd !== null)
	);
}

/**
 * The first recorded logprob or margin that noise does not explain, as long as the tokens agree.
 *
 * A filter's edge may explain any margin, and only the logits tell. Without them margins are compared
 * where no filter is on or the logits are the same.
 */
function findOddNumber(
	{ request, output: recorded }: Pick<Run, 'request' | 'output'>,
	regrown: RunOutput,
	tolerance: Tolerance
): Verdict | null {
	const comparedTokens = Math.max(recorded.tokens.length, regrown.tokens.length);
	for (const [position, token] of recorded.tokens.entries()) {
		const local = regrown.tokens[position];
		if (local?.id !== token.id) return null;
		const numbers = oddNumber(token, local, request, tolerance);
		if (numbers === null) continue;
		const evidence: DivergedEvidence = {
			cause: numbers.cause,
			position,
			sharedTokens: position,
			comparedTokens,
			recorded: verdictToken(token),
			regrown: verdictToken(local),
			recordedNumber: numbers.recordedNumber,
			localNumber: numbers.localNumber,
			tau: numbers.tau
		};
		return { verdict: 'diverged', evidence };
	}
	return null;
}

type OddNumber = Required<
	Pick<DivergedEvidence, 'cause' | 'recordedNumber' | 'localNumber' | 'tau'>
>;

function oddNumber(
	recorded: TokenTrace,
	local: TokenTrace,
	request: RunRequest,
	tolerance: Tolerance
): OddNumber | null {
	const isFar = (a: number, b: number, tau: number): boolean => Math.abs(difference(a, b)) > tau;
	if (isFar(recorded.logprob, local.logprob, tolerance.logprob)) {
		const [recordedNumber, localNumber] = [recorded.logprob, local.logprob];
		return { cause: 'probability', recordedNumber, localNumber, tau: tolerance.logprob };
	}
	const isCertain =
		request.temperature === 0 ||
		!hasEdge(request) ||
		recorded.logits_digest === local.logits_digest;
	const [recordedNumber, localNumber] = [recorded.margin, local.margin];
	if (isCertain && isFar(recordedNumber ?? Infinity, localNumber ?? Infinity, tolerance.margin)) {
		return { cause: 'margin', recordedNumber, localNumber, tau: tolerance.margin };
	}
	return null;
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
function findFalseText(recorded: RunOutput, regrown: RunOutput): Verdict | null {
	const wrong = recorded.tokens.findIndex((token, i) => token.text !== regrown.tokens[i]?.text);
	if (wrong !== -1) return falseField(`output.tokens[${wrong}].text`);
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
function gradeLogits(recorded: Run, regrown: Regrowth, beyondNoise: boolean): Verdict {
	const { tokens } = recorded.output;
	const engineDiffers = canonicalJson(recorded.engine) !== canonicalJson(regrown.engine);
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
		return { verdict: 'bit-exact', evidence: { comparedTokens: tokens.length, engineDiffers } };
	}
	const comparedTokens = tokens.length;
	return {
		verdict: 'same-tokens',
		evidence: {
			comparedTokens,
			differingLogits,
			largestLogprobDifference,
			position,
			engineDiffers,
			...(beyondNoise ? { beyondNoise } : {})
		}
	};
}
