/** `acc_norm`: as `acc`, of the log-likelihood by the choice's length in characters (code points), its delimiter left out. */
import { largestAt } from '../log-likelihood.ts';
import { choicesOf, isGold, meanOfFirst, perLength, type Metric } from './metric.ts';

export const ACC_NORM: Metric = {
	name: 'acc_norm',
	aggregation: 'mean',
	outputTypes: ['multiple_choice'],
	higherIsBetter: true,
	stderr: 'mean',
	ofDocument: (asked, answered) => {
		const scored = choicesOf(asked, answered);
		const scores = perLength(scored, (choice) => Array.from(choice).length);
		return [isGold(scored, largestAt(scores))];
	},
	aggregate: meanOfFirst
};
