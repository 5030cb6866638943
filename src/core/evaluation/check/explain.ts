/** What the drawn documents say together about a published file. */
import type { DocumentCheck } from './compare-answers.ts';
import type { Variant } from './variants.ts';

export interface DrawnDocument {
	/** Place in the file, from 0. */
	readonly place: number;
	readonly check: DocumentCheck;
	/** Changed questions whose answers agree with what was published. */
	readonly explainedBy: readonly Variant['reason'][];
}

export type Explanation =
	| { readonly kind: 'agrees' }
	/** Asked otherwise than the file says. */
	| { readonly kind: Variant['reason']; readonly places: readonly number[] }
	/** Nearly all differ, and by little: weights of another precision. */
	| { readonly kind: 'precision'; readonly places: readonly number[]; readonly medianNats: number }
	/** Nearly all differ, and by much: another model, template or examples. */
	| {
			readonly kind: 'prompt-or-model';
			readonly places: readonly number[];
			readonly medianNats: number;
	  }
	/** Some differ while the others agree to the last digits: these answers were changed. */
	| { readonly kind: 'altered'; readonly places: readonly number[] };

/** Of the drawn documents: with more of them differing it is no matter of single answers. */
const MOST_ALTERED = 0.5;
/** Of the differing ones that a changed question must explain. */
const EXPLAINED = 0.9;
/** Of the score: weights of few bits change it less, another prompt or model more. */
const LITTLE = 0.25;

/** @param drawn at least one */
export function explain(drawn: readonly DrawnDocument[]): Explanation {
	const differing = drawn.filter(({ check }) => !check.agrees);
	const places = differing.map(({ place }) => place);
	if (differing.length === 0) return { kind: 'agrees' };
	for (const kind of ['prefix-token', 'delimiter'] as const) {
		const count = differing.filter(({ explainedBy }) => explainedBy.includes(kind)).length;
		if (count >= EXPLAINED * differing.length) return { kind, places };
	}
	if (differing.length <= MOST_ALTERED * drawn.length) return { kind: 'altered', places };
	const medianNats = median(differing.flatMap(({ check }) => differences(check, () => 1)));
	const relative = median(
		differing.flatMap(({ check }) => differences(check, (own) => Math.max(1, Math.abs(own))))
	);
	return { kind: relative <= LITTLE ? 'precision' : 'prompt-or-model', places, medianNats };
}

function differences({ scores }: DocumentCheck, size: (own: number) => number): number[] {
	return scores.map(({ published, own }) => Math.abs(published - own) / size(own));
}

/** Infinite where there is nothing to compare: texts differ, or they do not. */
function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? Infinity;
}
