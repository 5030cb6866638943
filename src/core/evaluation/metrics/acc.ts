/**
 * `acc`: the share of documents whose likeliest choice is right; the first of equally likely ones counts.
 * Where there are no choices, of those whose target the model would have written itself.
 */
import { largestAt } from '../log-likelihood.ts';
import { choicesOf, isGold, logLikelihoods, meanOfFirst, type Metric } from './metric.ts';

export const ACC: Metric = {
	name: 'acc',
	aggregation: 'mean',
	outputTypes: ['loglikelihood', 'multiple_choice'],
	higherIsBetter: true,
	stderr: 'mean',
	ofDocument: (asked, answered) => {
		if (answered.outputType === 'loglikelihood') return [answered.isGreedy ? 1 : 0];
		const scored = choicesOf(asked, answered);
		return [isGold(scored, largestAt(logLikelihoods(scored)))];
	},
	aggregate: meanOfFirst
};
