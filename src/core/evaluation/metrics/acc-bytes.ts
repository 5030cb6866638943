/** `acc_bytes`: as `acc`, of the log-likelihood by the choice's length in bytes of UTF-8, its delimiter left out. */
import { largestAt } from '../log-likelihood.ts';
import { choicesOf, isGold, meanOfFirst, perLength, type Metric } from './metric.ts';

export const ACC_BYTES: Metric = {
	name: 'acc_bytes',
	aggregation: 'mean',
	outputTypes: ['multiple_choice'],
	higherIsBetter: true,
	stderr: 'mean',
	ofDocument: (asked, answered) => {
		const scored = choicesOf(asked, answered);
		const encoder = new TextEncoder();
		const scores = perLength(scored, (choice) => encoder.encode(choice).length);
		return [isGold(scored, largestAt(scores))];
	},
	aggregate: meanOfFirst
};
