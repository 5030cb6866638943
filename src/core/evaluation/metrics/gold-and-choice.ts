/** What metrics of classes keep of a document: the right class, then the likeliest choice. */
import { largestAt } from '../log-likelihood.ts';
import type { Answered, Asked } from '../requests.ts';
import { choicesOf, logLikelihoods, oneGold, type DocumentNumbers } from './metric.ts';

export function goldAndChoice(asked: Asked, answered: Answered, metric: string): DocumentNumbers {
	const scored = choicesOf(asked, answered);
	return [oneGold(scored, metric), largestAt(logLikelihoods(scored))];
}
