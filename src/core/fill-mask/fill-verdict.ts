/** What verifying a fill-mask run can say: the names are those of written runs, the evidence its own. */
import type { ErrorCode } from '../errors.ts';
import type { DifferingResource } from '../verification/verdict.ts';

/** Recorded numbers beside those computed here. */
export interface MaskedNumbers {
	/** How many masked positions were compared. */
	readonly comparedMasks: number;
	/** Positions whose logits differ in bits. */
	readonly differingLogits: number;
	/** Largest difference of a recorded logprob, in nats. */
	readonly largestDifference: number;
	/** The most that numeric noise explains, in nats. */
	readonly tau: number;
	/** Whether engine, version, build, backend or options differ: the usual explanation. */
	readonly engineDiffers: boolean;
}

export type FillVerdict =
	| {
			readonly verdict: 'invalid';
			readonly evidence: { readonly code: ErrorCode; readonly path: string };
	  }
	| {
			readonly verdict: 'not-comparable';
			readonly evidence: {
				readonly reason: 'model' | 'tokens';
				readonly recorded: string;
				readonly local: string;
				/** For `model`: the files that differ, by name. */
				readonly resources: readonly DifferingResource[];
			};
	  }
	| {
			readonly verdict: 'diverged';
			readonly evidence: {
				/** Both from 0. */
				readonly sentence: number;
				readonly position: number;
				readonly number: 'logprob' | 'rank' | 'entropy' | 'missing alternative';
				/** What the file says; null where it should have named a token and does not. */
				readonly recorded: number | null;
				readonly local: number;
				readonly token: string;
				readonly tau: number;
				readonly comparedMasks: number;
			};
	  }
	| {
			readonly verdict: 'within-noise';
			/** `sameOrder`: positions whose likeliest tokens stand in the same order. */
			readonly evidence: MaskedNumbers & { readonly sameOrder: number };
	  }
	| { readonly verdict: 'same-tokens'; readonly evidence: MaskedNumbers }
	| {
			readonly verdict: 'bit-exact';
			readonly evidence: { readonly comparedMasks: number; readonly engineDiffers: boolean };
	  };

/** The verdict in one sentence. */
export function fillVerdictText({ verdict, evidence }: FillVerdict): string {
	switch (verdict) {
		case 'invalid':
			return `The file contradicts itself at ${evidence.path}.`;
		case 'not-comparable':
			return evidence.reason === 'model'
				? `Made with other files than the model here${named(evidence.resources)}.`
				: 'The sentences become other tokens here.';
		case 'diverged':
			return divergedText(evidence);
		case 'within-noise':
			return `At ${evidence.sameOrder} of ${masks(evidence.comparedMasks)} the likeliest tokens stand in the same order; where they do not, they differ by at most ${nats(evidence.largestDifference)}.`;
		case 'same-tokens':
			return `The same tokens in the same order at ${masks(evidence.comparedMasks)}; probabilities differ by at most ${nats(evidence.largestDifference)}.`;
		case 'bit-exact':
			return `Every logit at ${masks(evidence.comparedMasks)} is the same, bit for bit.`;
	}
}

type Diverged = Extract<FillVerdict, { verdict: 'diverged' }>['evidence'];

function divergedText({
	sentence,
	position,
	number,
	recorded,
	local,
	token,
	tau
}: Diverged): string {
	const where = `sentence ${sentence + 1}, token ${position + 1}`;
	if (number === 'missing alternative') {
		return `At ${where} the file leaves out “${token}”, which is among the likeliest tokens here.`;
	}
	const what = number === 'entropy' ? 'the entropy' : `the ${number} of “${token}”`;
	return `At ${where} the file says ${what} is ${short(recorded ?? NaN)}; here it is ${short(local)}, more than noise explains (${nats(tau)}).`;
}

function masks(count: number): string {
	return count === 1 ? 'the one masked token' : `${count} masked tokens`;
}

function nats(value: number): string {
	return `${short(value)} nats`;
}

function short(value: number): string {
	return Number(value.toPrecision(3)).toString();
}

function named(resources: readonly DifferingResource[]): string {
	const [first] = resources;
	if (first === undefined) return '';
	return resources.length === 1
		? ` (${first.name})`
		: ` (${first.name} and ${resources.length - 1} more)`;
}
