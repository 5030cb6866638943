/** `perplexity`: exp of minus the mean log-likelihood of a document's target. By document, not by token. */
import { exp } from '../../sampling/exp-ln.ts';
import { evaluationError } from '../evaluation-error.ts';
import { meanOfFirst, type Metric } from './metric.ts';

export const PERPLEXITY: Metric = {
	name: 'perplexity',
	aggregation: 'perplexity',
	outputTypes: ['loglikelihood'],
	higherIsBetter: false,
	stderr: 'bootstrap',
	ofDocument: (_asked, answered) => {
		if (answered.outputType === 'loglikelihood') return [answered.logLikelihood];
		throw evaluationError('output_type', 'loglikelihood');
	},
	aggregate: (documents) => exp(-meanOfFirst(documents))
};
