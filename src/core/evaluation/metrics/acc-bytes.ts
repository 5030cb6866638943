/** `acc_bytes`: as `acc`, of the log-likelihood by the choice's length in bytes of UTF-8, its delimiter left out. */
import { largestAt } from '../log-likelihood.ts';
import { choicesOf, isGold, logLikelihoods, meanOfFirst, type Metric } from './metric.ts';

export const ACC_BYTES: Metric = {
	name: 'acc_bytes',
	aggregation: 'mean',
	outputTypes: ['multiple_choice'],
	higherIsBetter: true,
	stderr: 'mean',
	ofDocument: (asked, answered) => {
		const scored = choicesOf(asked, answered);
		const encoder = new TextEncoder();
		const lengths = scored.asked.choices.map((choice) => encoder.encode(choice).length);
		const scores = logLikelihoods(scored).map((score, at) => score / (lengths[at] ?? NaN));
		return [isGold(scored, largestAt(scores))];
	},
	aggregate: meanOfFirst
};
