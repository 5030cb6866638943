/** `bits_per_byte`: minus the log-likelihood of all texts in bits, by the number of their bytes. */
import { ln } from '../../sampling/exp-ln.ts';
import { weightedMean, type Metric } from './metric.ts';
import { byLength, countBytes } from './rolling.ts';

export const BITS_PER_BYTE: Metric = {
	name: 'bits_per_byte',
	aggregation: 'bits_per_byte',
	outputTypes: ['loglikelihood_rolling'],
	higherIsBetter: false,
	stderr: 'none',
	ofDocument: (asked, answered) => byLength(asked, answered, countBytes),
	aggregate: (documents) => -weightedMean(documents) / ln(2)
};
