/**
 * Verification by teacher forcing: the recorded tokens go through the model, and at each position
 * the sampler says what it would have drawn. The noise depends on position and seed only, so all
 * positions can be checked in one pass, in any chunks.
 */
import { canonicalJson } from '../run-file/canonical-json.ts';
import type { RunEngine } from '../run-file/schema.ts';
import { LogitsDigest } from '../digest/logits-digest.ts';
import { gumbel } from '../sampling/noise.ts';
import { Penalties } from '../sampling/penalties.ts';
import { RunSampler } from '../sampling/sampler.ts';
import { traceLogits } from '../sampling/trace.ts';
import type { Claim } from './claim.ts';
import { hasEdge, shortfallAtEdge } from './filter-edge.ts';
import { scoreTau } from './tau.ts';

/** What one position's logits say about the recorded token. */
export interface CheckedToken {
	readonly id: number;
	/** Set and not drawn, so that nothing is claimed about its choice. */
	readonly forced: boolean;
	/** What is drawn here; the token itself when it was forced. */
	readonly drawId: number;
	/** Best score minus the token's, in nats: 0 for the draw, Infinity for what the filters drop. */
	readonly shortfall: number;
	/** Numeric noise at a filter's edge was counted in the token's favour. */
	readonly atEdge: boolean;
	/** Best minus second best score here, in nats; null when nothing else was left, or it was forced. */
	readonly margin: number | null;
	/** ln softmax(raw logits) of the token, here. */
	readonly logprob: number;
	/** Recorded minus local logprob, in nats; null when none was recorded. */
	readonly logprobDifference: number | null;
	/** Whether all logits are the same bit for bit; null when no digest was recorded. */
	readonly sameBits: boolean | null;
}

/** Takes logits position by position, so that vocabulary × length is never held. */
export class TokenVerifier {
	/** Most nats that count as noise at this claim's temperature and penalty. */
	readonly tau: number;
	/** The same for raw logits, as given. */
	readonly logitTau: number;
	readonly #claim: Claim;
	readonly #seed: bigint;
	readonly #sampler: RunSampler;
	/** A second count of what was said: the sampler keeps its own to itself. */
	readonly #penalties: Penalties;
	readonly #digest = new LogitsDigest();
	readonly #tokens: CheckedToken[] = [];
	/** Once a token has lost for certain, edges are not worth their time. */
	#hasLost = false;

	/**
	 * @param claim one whose settings were validated by `readRun` or `readLink`
	 * @param promptTokenIds what the prompt becomes here
	 * @param tau numeric noise in nats at temperature 1: see `noiseBand`
	 */
	constructor(claim: Claim, promptTokenIds: readonly number[], tau: number) {
		const { request } = claim;
		this.#claim = claim;
		this.#seed = BigInt(request.seed);
		this.#sampler = new RunSampler({ settings: request, seed: this.#seed, promptTokenIds });
		this.#penalties = new Penalties(request, promptTokenIds);
		this.logitTau = tau;
		this.tau = scoreTau(tau, request);
	}

	/** How many positions were checked: the next `add` is about the token of this index. */
	get position(): number {
		return this.#tokens.length;
	}

	get tokens(): readonly CheckedToken[] {
		return this.#tokens;
	}

	/** `sha256:<hex>` over all positions so far; equal to the recorded one when every bit is. */
	get logitsDigest(): string {
		return this.#digest.finish();
	}

	/**
	 * Checks the token at `position`, and moves on.
	 *
	 * @param logits raw, shape [vocabularySize], not changed and not kept
	 * @throws AppError `engine-failed` when a logit is NaN or +Infinity, or all are −Infinity
	 */
	add(logits: Float32Array): CheckedToken {
		const position = this.position;
		const id = this.#claim.tokenIds[position];
		if (id === undefined) throw new RangeError('all tokens were checked');
		const forced = position < this.#claim.request.forced_token_ids.length;
		const choice = forced ? forcedChoice(id) : this.#judge(logits, id);
		const { logprob } = traceLogits(logits, id, 0);
		const recorded = this.#claim.trace?.[position];
		const bits = this.#digest.add(logits);
		const token: CheckedToken = {
			id,
			forced,
			...choice,
			logprob,
			logprobDifference: recorded === undefined ? null : recorded.logprob - logprob,
			sameBits: recorded === undefined ? null : recorded.logitsDigest === bits
		};
		this.#tokens.push(token);
		this.#sampler.accept(id);
		this.#penalties.accept(id);
		return token;
	}

	#judge(logits: Float32Array, id: number): Choice {
		const { draw, shortfall } = this.#sampler.judge(logits, id);
		const exact = { drawId: draw.tokenId, margin: draw.margin, shortfall, atEdge: false };
		if (shortfall <= this.tau) return exact;
		const { request } = this.#claim;
		if (!this.#hasLost && request.temperature > 0 && hasEdge(request)) {
			const tolerated = this.#tolerated(logits, id);
			if (tolerated <= this.tau) return { ...exact, shortfall: tolerated, atEdge: true };
		}
		this.#hasLost = true;
		return exact;
	}

	#tolerated(logits: Float32Array, tokenId: number): number {
		const { request } = this.#claim;
		const { position } = this;
		return shortfallAtEdge({
			x: this.#penalties.adjust(logits).map((value) => value / request.temperature),
			filters: request,
			tokenId,
			noise: (id) => gumbel(this.#seed, position, id),
			tolerance: this.tau
		});
	}
}

type Choice = Pick<CheckedToken, 'drawId' | 'shortfall' | 'atEdge' | 'margin'>;

function forcedChoice(id: number): Choice {
	return { drawId: id, shortfall: 0, atEdge: false, margin: null };
}

/** Whether engine, version, build, backend, prefill or options differ. */
export function enginesDiffer(recorded: RunEngine, local: RunEngine): boolean {
	return canonicalJson(recorded) !== canonicalJson(local);
}
