/** Whether a model of the catalogue was tested here, in words. */
import type { RealWeights } from '#catalog/real-weights.ts';

/** @param isLayoutProved whether a small model of its design runs in this project's tests */
export function testedText(seen: RealWeights | null, isLayoutProved = false): string {
	if (seen !== null) {
		const { areItsOwn, weights, form, date } = seen;
		return areItsOwn
			? `Tested with its own files (${form}, ${date}).`
			: `Tested with ${weights}, a model of the same design (${form}, ${date}), not with these files.`;
	}
	return isLayoutProved
		? 'Tested with a small model of the same design, not with these files.'
		: 'Not tested here.';
}
