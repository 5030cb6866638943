/** A whole run under other settings: at each position, with the recorded tokens before it. */
import type { SamplingSettings } from '../run-file/schema.ts';
import { Explainer } from './explain.ts';
import type { KeptLogits } from './kept-logits.ts';

export interface ReplayRequest {
	readonly settings: SamplingSettings;
	readonly seed: bigint;
	readonly promptTokenIds: readonly number[];
	readonly outputTokenIds: readonly number[];
	/** How many of the first output tokens were set and not drawn; they are not compared. */
	readonly forcedCount: number;
	/** By output position; null where nothing was kept. */
	readonly kept: readonly (KeptLogits | null)[];
}

export interface ReplayResult {
	/** How many drawn tokens could be compared. */
	readonly compared: number;
	/** Positions at which another token would have been drawn, ascending. */
	readonly different: readonly number[];
	/** How many of the compared ones are only likely, because of tokens that were not kept. */
	readonly uncertain: number;
}

/**
 * Yields after every position, so that the caller can pause; returns the outcome. Positions are judged
 * one by one: from the first different one on, a real run would have gone on otherwise.
 */
export function* replayRun(request: ReplayRequest): Generator<undefined, ReplayResult> {
	const { outputTokenIds, forcedCount, kept } = request;
	const explainer = new Explainer(request);
	const different: number[] = [];
	let compared = 0;
	let uncertain = 0;
	for (const [position, id] of outputTokenIds.entries()) {
		const logits = kept[position] ?? null;
		if (position >= forcedCount && logits !== null) {
			const { tokenId, isExact } = explainer.draw(logits);
			compared++;
			if (tokenId !== id) different.push(position);
			if (!isExact) uncertain++;
			yield;
		}
		explainer.accept(id);
	}
	return { compared, different, uncertain };
}
