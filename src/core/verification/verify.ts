/**
 * Verification by teacher forcing: the recorded tokens go through the model, and at each position
 * the sampler says what it would have drawn. The noise depends on position and seed only, so all
 * positions can be checked in one pass, in any chunks.
 */
import type { TokenTrace } from '../run-file/schema.ts';
import { LogitsDigest } from '../digest/logits-digest.ts';
import type { Sha256 } from '../digest/sha256.ts';
import { logprobOf, traceLogits } from '../sampling/trace.ts';
import type { LogitsTrace } from '../sampling/trace.ts';
import { causeOf, difference, sameNumbers } from './checked-token.ts';
import type { CheckedToken, Tolerance } from './checked-token.ts';
import { ChoiceJudge } from './choice-judge.ts';
import type { Claim } from './claim.ts';
import { ROUNDING } from './tau.ts';
import {
	isEntropyNoise,
	missingAlternative,
	nearestRank,
	oddAlternative
} from './recorded-numbers.ts';
import type { OddNumber } from './recorded-numbers.ts';

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
	): Numbers {
		if (recorded === undefined) {
			this.#digest.add(logits);
			const logprob = logprobOf(logits, id);
			return { logprob, logprobDifference: null, sameBits: null, sameTrace: null };
		}
		const trace = traceLogits(logits, id, recorded.alternatives.length);
		const sameBits = this.#isSameBits(logits, recorded, trace.logprob);
		return {
			logprob: trace.logprob,
			logprobDifference: difference(recorded.logprob, trace.logprob),
			sameBits,
			sameTrace: sameBits ? sameNumbers(recorded, { ...trace, margin }) : null,
			...this.#oddNumber(logits, recorded, trace, sameBits)
		};
	}

	/** Equal bits give an equal logprob: that spares hashing nearly every row of a pass. */
	#isSameBits(logits: Float32Array, recorded: TokenTrace, logprob: number): boolean {
		if (!this.#stepwise && logprob !== recorded.logprob) {
			this.#hasAllDigests = false;
			return false;
		}
		return recorded.logits_digest === this.#digest.add(logits);
	}

	#oddNumber(
		logits: Float32Array,
		recorded: TokenTrace,
		trace: LogitsTrace,
		sameBits: boolean
	): Pick<CheckedToken, 'oddNumber'> {
		const tau = sameBits ? ROUNDING : this.tolerance.logprob;
		const oddNumber =
			this.tolerance.isExact && !sameBits
				? ({ number: 'digest', recorded: null, local: null, token: recorded.text } as const)
				: oddNumberOf(recorded, trace, logits, tau);
		return oddNumber === null ? {} : { oddNumber };
	}
}

type Numbers = Pick<
	CheckedToken,
	'logprob' | 'logprobDifference' | 'sameBits' | 'sameTrace' | 'oddNumber'
>;

/** The first of rank, entropy and alternatives that noise does not explain, or null. */
function oddNumberOf(
	{ id, text, rank, entropy, alternatives }: TokenTrace,
	trace: LogitsTrace,
	logits: Float32Array,
	tau: number
): OddNumber | null {
	if (rank !== trace.rank) {
		const local = nearestRank(rank, logits[id] ?? -Infinity, logits, tau);
		if (local !== null) return { number: 'rank', recorded: rank, local, token: text };
	}
	if (!isEntropyNoise(entropy, trace.entropy, tau)) {
		return { number: 'entropy', recorded: entropy, local: trace.entropy, token: '' };
	}
	const normalizer = (logits[id] ?? 0) - trace.logprob;
	const logprobAt = (other: number): number => (logits[other] ?? -Infinity) - normalizer;
	const local = trace.alternatives.map((each) => ({ ...each, text: '' }));
	// Computed in another order, a logprob has another last digit.
	const most = Math.max(tau, ROUNDING);
	return (
		oddAlternative(alternatives, logprobAt, most) ??
		missingAlternative(alternatives, local, most, alternatives.length < local.length)
	);
}
