/** `byte_perplexity`: exp of minus the log-likelihood of all texts by the number of their bytes. */
import { exp } from '../../sampling/exp-ln.ts';
import { weightedMean, type Metric } from './metric.ts';
import { byLength, countBytes } from './rolling.ts';

export const BYTE_PERPLEXITY: Metric = {
	name: 'byte_perplexity',
	aggregation: 'weighted_perplexity',
	outputTypes: ['loglikelihood_rolling'],
	higherIsBetter: false,
	stderr: 'none',
	ofDocument: (asked, answered) => byLength(asked, answered, countBytes),
	aggregate: (documents) => exp(-weightedMean(documents))
};
