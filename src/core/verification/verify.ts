/**
 * Verification by teacher forcing: the recorded tokens go through the model, and at each position
 * the sampler says what it would have drawn. The noise depends on position and seed only, so all
 * positions can be checked in one pass, in any chunks.
 */
import { canonicalJson } from '../run-file/canonical-json.ts';
import type { RunEngine, TokenTrace } from '../run-file/schema.ts';
import { LogitsDigest } from '../digest/logits-digest.ts';
import type { Sha256 } from '../digest/sha256.ts';
import { logprobOf, traceLogits } from '../sampling/trace.ts';
import { causeOf, difference, sameNumbers } from './checked-token.ts';
import type { CheckedToken, Tolerance } from './checked-token.ts';
import { ChoiceJudge } from './choice-judge.ts';
import type { Claim } from './claim.ts';

/** Takes logits position by position, so that vocabulary × length is never held. */
export class TokenVerifier {
	readonly tolerance: Tolerance;
	readonly #claim: Claim;
	readonly #stepwise: boolean;
	readonly #judge: ChoiceJudge;
	readonly #digest: LogitsDigest;
	#hasAllDigests = true;
	readonly #tokens: CheckedToken[] = [];

	/**
	 * @param claim one whose settings were validated by `readRun` or `readLink`
	 * @param options.promptTokenIds what the prompt becomes here
	 * @param options.tolerance see `toleranceOf`
	 * @param options.stepwise whether the logits come token by token, as when generating, so that
	 *   their bits may be the recorded ones
	 * @param options.sha256 as `LogitsDigest` takes it
	 */
	constructor(
		claim: Claim,
		options: {
			readonly promptTokenIds: readonly number[];
			readonly tolerance: Tolerance;
			readonly stepwise: boolean;
			readonly sha256?: Sha256;
		}
	) {
		this.#claim = claim;
		this.#stepwise = options.stepwise;
		this.tolerance = options.tolerance;
		this.#digest = new LogitsDigest(options.sha256);
		this.#judge = new ChoiceJudge(claim.request, options.promptTokenIds, options.tolerance);
	}

	/** How many positions were checked: the next `add` is about the token of this index. */
	get position(): number {
		return this.#tokens.length;
	}

	get tokens(): readonly CheckedToken[] {
		return this.#tokens;
	}

	/**
	 * `sha256:<hex>` over all positions so far; equal to the recorded one when every bit is. Null when
	 * some position cannot be equal.
	 */
	get logitsDigest(): string | null {
		return this.#hasAllDigests ? this.#digest.finish() : null;
	}

	/**
	 * Checks the token at `position`, and moves on.
	 *
	 * @param logits raw, shape [vocabularySize], not changed and not kept
	 * @throws AppError `engine-failed` when a logit is NaN or +Infinity, or all are −Infinity
	 */
	add(logits: Float32Array): CheckedToken {
		const { position } = this;
		const id = this.#claim.tokenIds[position];
		if (id === undefined) throw new RangeError('all tokens were checked');
		const recorded = this.#claim.trace?.[position];
		const choice = this.#judge.judge(logits, id, recorded?.margin);
		const token: CheckedToken = { id, ...choice, ...this.#numbers(logits, id, choice, recorded) };
		const { tolerance } = this;
		if (tolerance.numbersDecide && causeOf(token, tolerance) !== null) this.#judge.refute();
		this.#tokens.push(token);
		this.#judge.accept(id);
		return token;
	}

	#numbers(
		logits: Float32Array,
		id: number,
		{ margin }: Pick<CheckedToken, 'margin'>,
		recorded: TokenTrace | undefined
	): Pick<CheckedToken, 'logprob' | 'logprobDifference' | 'sameBits' | 'sameTrace'> {
		if (recorded === undefined) {
			this.#digest.add(logits);
			const logprob = logprobOf(logits, id);
			return { logprob, logprobDifference: null, sameBits: null, sameTrace: null };
		}
		const logprob = this.#stepwise ? null : logprobOf(logits, id);
		if (logprob !== null && logprob !== recorded.logprob) {
			// Equal bits give an equal logprob: that spares hashing nearly every row of a pass.
			this.#hasAllDigests = false;
			const logprobDifference = difference(recorded.logprob, logprob);
			return { logprob, logprobDifference, sameBits: false, sameTrace: null };
		}
		const trace = traceLogits(logits, id, recorded.alternatives.length);
		const sameBits = recorded.logits_digest === this.#digest.add(logits);
		return {
			logprob: trace.logprob,
			logprobDifference: difference(recorded.logprob, trace.logprob),
			sameBits,
			sameTrace: sameBits ? sameNumbers(recorded, { ...trace, margin }) : null
		};
	}
}

/** Whether engine, version, build, backend, prefill or options differ. */
export function enginesDiffer(recorded: RunEngine, local: RunEngine): boolean {
	return canonicalJson(recorded) !== canonicalJson(local);
}
