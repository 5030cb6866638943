/** `word_perplexity`: exp of minus the log-likelihood of all texts by the number of their words. */
import { exp } from '../../sampling/exp-ln.ts';
import { weightedMean, type Metric } from './metric.ts';
import { byLength, countWords } from './rolling.ts';

export const WORD_PERPLEXITY: Metric = {
	name: 'word_perplexity',
	aggregation: 'weighted_perplexity',
	outputTypes: ['loglikelihood_rolling'],
	higherIsBetter: false,
	stderr: 'none',
	ofDocument: (asked, answered) => byLength(asked, answered, countWords),
	aggregate: (documents) => exp(-weightedMean(documents))
};
