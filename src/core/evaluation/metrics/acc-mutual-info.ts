/** `acc_mutual_info`: as `acc`, of how much likelier the context makes the choice than it is without one. */
import { evaluationError } from '../evaluation-error.ts';
import { largestAt } from '../log-likelihood.ts';
import { choicesOf, isGold, logLikelihoods, meanOfFirst, oneGold, type Metric } from './metric.ts';

export const ACC_MUTUAL_INFO: Metric = {
	name: 'acc_mutual_info',
	aggregation: 'mean',
	outputTypes: ['multiple_choice'],
	higherIsBetter: true,
	stderr: 'mean',
	ofDocument: (asked, answered) => {
		const scored = choicesOf(asked, answered);
		oneGold(scored, 'acc_mutual_info');
		const { unconditional } = scored.answered;
		if (unconditional.length !== scored.asked.choices.length) {
			throw evaluationError('resps', 'a log-likelihood without context for each choice');
		}
		const gains = logLikelihoods(scored).map(
			(score, at) => score - (unconditional[at]?.logLikelihood ?? NaN)
		);
		return [isGold(scored, largestAt(gains))];
	},
	aggregate: meanOfFirst
};
