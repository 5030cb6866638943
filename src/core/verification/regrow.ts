/** Verification by regrowing: the same recipe was generated again; does it give the same output? */
import type { AppError } from '../errors.ts';
import { canonicalJson } from '../run-file/canonical-json.ts';
import type { Run, RunEngine, RunOutput, TokenTrace } from '../run-file/schema.ts';
import { promptDigest } from '../link/prompt-digest.ts';
import { findIncomparable, notComparable } from './comparable.ts';
import type { ComparedClaim, LocalSetup } from './comparable.ts';
import type { Verdict, VerdictToken } from './verdict.ts';

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
	return (
		findIncomparable(comparedOf(recorded), regrown) ??
		findDivergence(recorded.output, regrown.output) ??
		findFalseText(recorded.output, regrown.output) ??
		gradeLogits(recorded, regrown)
	);
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
			const counts = [recorded.tokens.length, regrown.tokens.length] as const;
			return notComparable('incomplete', `${counts[0]} tokens`, `${counts[1]} tokens`);
		}
	}
	return {
		verdict: 'diverged',
		evidence: {
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
function gradeLogits(recorded: Run, regrown: Regrowth): Verdict {
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
		if (!sameTrace(token, other)) traceDiffers = true;
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
			engineDiffers
		}
	};
}

/** Equal logits give equal traces: recorded numbers that differ all the same are not the run's own. */
function sameTrace(a: TokenTrace, b: TokenTrace): boolean {
	return (
		a.logprob === b.logprob &&
		a.rank === b.rank &&
		a.entropy === b.entropy &&
		a.margin === b.margin &&
		sameAlternatives(a, b)
	);
}

function sameAlternatives(a: TokenTrace, b: TokenTrace): boolean {
	// One side may have recorded fewer, or none.
	const count = Math.min(a.alternatives.length, b.alternatives.length);
	return a.alternatives.slice(0, count).every((alternative, i) => {
		const other = b.alternatives[i];
		return alternative.id === other?.id && alternative.logprob === other.logprob;
	});
}
