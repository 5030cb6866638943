/** Which tokens the picture of the steps shows, and the numbers behind it. */
import { inSentence } from '#words/in-sentence.ts';
import type { ExplainedStep, Explanation, StepKind } from '#core/sampling/explain.ts';
import { keptIndex, type KeptLogits } from '#core/sampling/kept-logits.ts';
import type { PictureTable } from '../../kit/pictures/picture-table.ts';
import { stepOf, stopName, STOPS, type Stop } from './step-words.ts';

export interface StepRow {
	readonly id: number;
	/** Where it is among the kept tokens. */
	readonly index: number;
	readonly isWritten: boolean;
	readonly isDrawn: boolean;
}

const LIKELIEST = 9;
const LOUDEST = 4;

/** The indices of the largest values, largest first. */
function largest(values: Float64Array | Float32Array, count: number): number[] {
	const found: number[] = [];
	for (let i = 0; i < values.length; i++) {
		const value = values[i] ?? 0;
		if (value === -Infinity) continue;
		const last = found.at(-1);
		if (found.length === count && last !== undefined && value <= (values[last] ?? 0)) continue;
		let place = found.length;
		while (place > 0 && (values[found[place - 1] ?? 0] ?? 0) < value) place--;
		found.splice(place, 0, i);
		found.length = Math.min(found.length, count);
	}
	return found;
}

/** The likeliest tokens, those with the best scores and the written one, by raw logit. */
export function stepRows(
	kept: KeptLogits,
	{ draw, scores }: Explanation,
	writtenId: number
): StepRow[] {
	const chosen = new Set([...largest(kept.logits, LIKELIEST), ...largest(scores, LOUDEST)]);
	for (const id of [writtenId, draw.tokenId]) {
		const index = keptIndex(kept, id);
		if (index !== -1) chosen.add(index);
	}
	return [...chosen]
		.sort((a, b) => (kept.logits[b] ?? 0) - (kept.logits[a] ?? 0) || a - b)
		.map((index) => {
			const id = kept.ids[index] ?? 0;
			return { id, index, isWritten: id === writtenId, isDrawn: id === draw.tokenId };
		});
}

export function findStep({ steps }: Explanation, kind: StepKind): ExplainedStep | undefined {
	return steps.find((step) => step.kind === kind);
}

const PROBABILITY_STOPS = STOPS.filter(
	(stop): stop is Exclude<Stop, 'noise' | 'winner'> => stop !== 'noise' && stop !== 'winner'
);

/** Every kept token with its numbers at every step, likeliest first. */
export function stepTable(
	kept: KeptLogits,
	explanation: Explanation,
	pieceOf: (id: number) => string,
	lang: string
): PictureTable {
	const { scaled, noise, scores, draw } = explanation;
	const steps = PROBABILITY_STOPS.map((stop) => findStep(explanation, stepOf(stop)));
	const order = Array.from(kept.ids.keys()).sort(
		(a, b) => (kept.logits[b] ?? 0) - (kept.logits[a] ?? 0) || a - b
	);
	return {
		columns: [
			{ label: 'Token', lang },
			{ label: 'Id', digits: 6 },
			{ label: 'Raw logit', digits: 4 },
			...PROBABILITY_STOPS.map((stop) => ({
				label: stop === 'raw' ? 'Raw probability' : `After ${inSentence(stopName(stop))}`,
				digits: 3
			})),
			{ label: 'Scaled logit (nats)', digits: 4 },
			{ label: 'Noise (nats)', digits: 4 },
			{ label: 'Score (nats)', digits: 4 },
			{ label: 'Drawn' }
		],
		rows: order.map((i) => {
			const id = kept.ids[i] ?? 0;
			const isLeft = (scaled[i] ?? -Infinity) > -Infinity;
			const ofLeft = (values: Float64Array) => (isLeft ? (values[i] ?? null) : null);
			return [
				pieceOf(id),
				id,
				kept.logits[i] ?? null,
				...steps.map((step) => step?.probabilities[i] ?? null),
				ofLeft(scaled),
				ofLeft(noise),
				ofLeft(scores),
				id === draw.tokenId ? /* @wc-include */ 'yes' : ''
			];
		})
	};
}
