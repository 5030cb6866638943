/** From a recorded fill-mask run and the logits computed here to a verdict. */
import { LogitsDigest } from '../digest/logits-digest.ts';
import type { Sha256 } from '../digest/sha256.ts';
import type { RunEngine, RunResource } from '../run-file/schema.ts';
import { differingResources } from '../verification/comparable.ts';
import { enginesDiffer } from '../verification/tau.ts';
import { answerMask, type PieceOf } from './answer-mask.ts';
import { checkAnswer, type CheckedAnswer, type Contradiction } from './check-answer.ts';
import type { FillClaim } from './fill-claim.ts';
import { fillTermsOf, type OwnMaskTokens } from './fill-terms.ts';
import { EXACT, type FillTolerance } from './fill-tolerance.ts';
import type { FillVerdict } from './fill-verdict.ts';
import type { FillMaskAnswer } from './schema.ts';

/** What is here, on this machine. */
export interface LocalMasked extends OwnMaskTokens {
	readonly digest: string;
	readonly resources: readonly RunResource[];
	readonly engine: RunEngine;
	readonly vocabularySize: number;
	/** What a sentence becomes here. */
	readonly encode: (text: string) => readonly number[];
	readonly piece: PieceOf;
}

/** A run that cannot be checked at all, before any logits are computed; null when it can. */
export function refuseFill(run: FillClaim, local: LocalMasked): FillVerdict | null {
	if (run.model.digest !== local.digest) {
		return notComparable('model', run.model.digest, local.digest, run, local);
	}
	const { sentences, mask_token_id: maskId } = run.request;
	if (maskId !== local.maskTokenId) return falseField('request.mask_token_id');
	for (const { token_ids: ids, text } of sentences) {
		const here = local.encode(text);
		if (ids.length === here.length && ids.every((id, i) => id === here[i])) continue;
		return notComparable('tokens', ids.length, here.length, run, local);
	}
	return falseSpelling(run, local);
}

function notComparable(
	reason: 'model' | 'tokens',
	recorded: string | number,
	here: string | number,
	run: FillClaim,
	local: LocalMasked
): FillVerdict {
	const resources =
		reason === 'model' ? differingResources(run.model.resources, local.resources) : [];
	return { verdict: 'not-comparable', evidence: { reason, recorded, local: here, resources } };
}

function falseField(path: string): FillVerdict {
	return { verdict: 'invalid', evidence: { code: 'run-field-invalid', path } };
}

/** A token that the model does not have, or that is spelled otherwise. */
function falseSpelling({ request, output }: FillClaim, local: LocalMasked): FillVerdict | null {
	for (const [s, { answers }] of output.sentences.entries()) {
		const ids = request.sentences[s]?.token_ids ?? [];
		for (const [a, { position, original, alternatives }] of answers.entries()) {
			const path = `output.sentences[${s}].answers[${a}]`;
			if (original !== null && original.text !== local.piece(ids[position] ?? 0)) {
				return falseField(`${path}.original.text`);
			}
			const wrong = alternatives.findIndex(
				({ id, text }) => id >= local.vocabularySize || text !== local.piece(id)
			);
			if (wrong !== -1) return falseField(`${path}.alternatives[${wrong}]`);
		}
	}
	return null;
}

/** A masked place, compared. */
export interface CheckedMask extends CheckedAnswer {
	/** Both from 0. */
	readonly sentence: number;
	readonly position: number;
	/** The first number that might be noise, and is not known to be; null where none is. */
	readonly doubt: Contradiction | null;
}

interface Place {
	readonly sentence: number;
	readonly recorded: FillMaskAnswer;
	readonly originalId: number | null;
}

function placesOf({ request, output }: FillClaim): Place[] {
	return output.sentences.flatMap(({ answers }, sentence) =>
		answers.map((recorded) => {
			const id = request.sentences[sentence]?.token_ids[recorded.position] ?? null;
			return { sentence, recorded, originalId: recorded.original === null ? null : id };
		})
	);
}

/** Takes the logits of every masked position in order, then gives the verdict. */
export class FillGrader {
	readonly #run: FillClaim;
	readonly #local: LocalMasked;
	readonly #tolerance: FillTolerance;
	readonly #places: readonly Place[];
	readonly #digest: LogitsDigest;
	readonly #checked: CheckedMask[] = [];

	/**
	 * @param tolerance see `fillToleranceOf`
	 * @param sha256 as `LogitsDigest` takes it
	 */
	constructor(run: FillClaim, local: LocalMasked, tolerance: FillTolerance, sha256?: Sha256) {
		this.#digest = new LogitsDigest(sha256);
		this.#run = run;
		this.#local = local;
		this.#tolerance = tolerance;
		this.#places = placesOf(run);
	}

	/** @param logits raw, shape [vocabularySize], of the next masked position */
	add(logits: Float32Array): void {
		const place = this.#places[this.#checked.length];
		if (place === undefined) throw new RangeError('all masks were checked');
		const { sentence, recorded, originalId } = place;
		const asked = { position: recorded.position, originalId, topK: this.#run.request.top_k };
		const digest = this.#digest.add(logits);
		const answer = answerMask(logits, digest, asked, this.#local.piece);
		const here = { answer, logits, originalId };
		const { logprob, held } = recorded.logits_digest === digest ? EXACT : this.#tolerance;
		const checked = checkAnswer(recorded, here, logprob);
		const doubt =
			checked.contradiction ??
			(held < logprob ? checkAnswer(recorded, here, held).contradiction : null);
		this.#checked.push({ sentence, position: recorded.position, ...checked, doubt });
	}

	/** Those of whose logits there were, in order. */
	get masks(): readonly CheckedMask[] {
		return this.#checked;
	}

	/** Once, after the last position. */
	verdict(): FillVerdict {
		const checked = this.#checked;
		const comparedMasks = checked.length;
		const engineDiffers = enginesDiffer(this.#run.engine, this.#local.engine);
		const terms = fillTermsOf(this.#run.request, this.#local);
		const refused = this.#diverged() ?? this.#falseDigest() ?? this.#cannotTell(terms);
		if (refused !== null) return refused;
		if (checked.every(({ sameBits, sameNumbers }) => sameBits && sameNumbers)) {
			return { verdict: 'bit-exact', evidence: { comparedMasks, engineDiffers, terms } };
		}
		const numbers = {
			comparedMasks,
			differingLogits: checked.filter(({ sameBits }) => !sameBits).length,
			largestDifference: checked.reduce((most, each) => Math.max(most, each.largestDifference), 0),
			tau: this.#tolerance.held,
			engineDiffers,
			terms
		};
		const sameOrder = checked.filter((each) => each.sameOrder).length;
		return sameOrder === comparedMasks
			? { verdict: 'same-tokens', evidence: numbers }
			: { verdict: 'within-noise', evidence: { ...numbers, sameOrder } };
	}

	/** From equal bits nothing may differ; from others, nothing beyond noise that decides. */
	#diverged(): FillVerdict | null {
		const { logprob, numbersDecide } = this.#tolerance;
		for (const { sentence, position, sameBits, contradiction } of this.#checked) {
			if (contradiction === null || !(sameBits || numbersDecide)) continue;
			const tau = sameBits ? EXACT.logprob : logprob;
			const comparedMasks = this.#checked.length;
			const evidence = { sentence, position, ...contradiction, tau, comparedMasks };
			return { verdict: 'diverged', evidence };
		}
		return null;
	}

	/** Where every position has the same bits, so has the whole. */
	#falseDigest(): FillVerdict | null {
		const isWhole = this.#checked.every(({ sameBits }) => sameBits);
		const isFalse = isWhole && this.#digest.finish() !== this.#run.output.logits_digest;
		return isFalse ? falseField('output.logits_digest') : null;
	}

	#cannotTell(terms: ReturnType<typeof fillTermsOf>): FillVerdict | null {
		const first = this.#checked.find(({ doubt }) => doubt !== null);
		if (first?.doubt == null) return null;
		const { sentence, position, doubt } = first;
		const found = { doubt: 'numbers' as const, sentence, position, ...doubt };
		const counted = { tau: this.#tolerance.held, comparedMasks: this.#checked.length, terms };
		return { verdict: 'cannot-tell', evidence: { ...found, ...counted } };
	}
}
