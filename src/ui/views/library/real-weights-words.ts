/** Whether a model of the catalogue was seen at work here, in words. */
import type { RealWeights } from '#catalog/real-weights.ts';

export function realWeightsText(seen: RealWeights | null): string {
	if (seen === null) return 'Not loaded here with real weights yet.';
	const { areItsOwn, weights, form, date } = seen;
	if (areItsOwn) return `Loaded here with its own weights in ${date}, as ${form}.`;
	return `Its own weights were not loaded here; of its architecture, ${weights} was in ${date}, as ${form}.`;
}
