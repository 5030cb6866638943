/** `brier_score`: the mean over documents of Σ (probability − right)² over the choices, by the softmax of their log-likelihoods. */
import { exp } from '../../sampling/exp-ln.ts';
import { evaluationError } from '../evaluation-error.ts';
import { largestAt } from '../log-likelihood.ts';
import { pairwiseSum } from '../pairwise-sum.ts';
import { choicesOf, logLikelihoods, oneGold, type DocumentNumbers, type Metric } from './metric.ts';

export const BRIER_SCORE: Metric = {
	name: 'brier_score',
	aggregation: 'brier_score',
	outputTypes: ['multiple_choice'],
	higherIsBetter: false,
	stderr: 'none',
	ofDocument: (asked, answered) => {
		const scored = choicesOf(asked, answered);
		return [oneGold(scored, 'brier_score'), ...softmax(logLikelihoods(scored))];
	},
	aggregate: (documents) => {
		const scores = documents.map(squaredErrors);
		return pairwiseSum(scores) / scores.length;
	}
};

function softmax(scores: readonly number[]): number[] {
	const most = scores[largestAt(scores)] ?? NaN;
	const powers = scores.map((score) => exp(score - most));
	const sum = pairwiseSum(powers);
	return powers.map((power) => power / sum);
}

function squaredErrors(document: DocumentNumbers, _at: number, all: readonly DocumentNumbers[]) {
	const [gold = NaN, ...probabilities] = document;
	const count = probabilities.length;
	if (document.length !== all[0]?.length) {
		throw evaluationError('brier_score', 'as many choices in each document');
	}
	// A negative index counts from the end, as in NumPy.
	const right = gold < 0 ? gold + count : gold;
	if (right < 0) throw evaluationError('brier_score', 'a right choice among the choices');
	return pairwiseSum(
		probabilities.map((probability, at) => {
			const error = probability - (at === right ? 1 : 0);
			return error * error;
		})
	);
}
