/** `acc_norm`: as `acc`, of the log-likelihood by the choice's length in characters (code points), its delimiter left out. */
import { largestAt } from '../log-likelihood.ts';
import { choicesOf, isGold, logLikelihoods, meanOfFirst, type Metric } from './metric.ts';

export const ACC_NORM: Metric = {
	name: 'acc_norm',
	aggregation: 'mean',
	outputTypes: ['multiple_choice'],
	higherIsBetter: true,
	stderr: 'mean',
	ofDocument: (asked, answered) => {
		const scored = choicesOf(asked, answered);
		const lengths = scored.asked.choices.map((choice) => Array.from(choice).length);
		const scores = logLikelihoods(scored).map((score, at) => score / (lengths[at] ?? NaN));
		return [isGold(scored, largestAt(scores))];
	},
	aggregate: meanOfFirst
};
