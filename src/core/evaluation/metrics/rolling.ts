/** What the metrics of whole texts share: a log-likelihood, and how long the text is. */
import { evaluationError } from '../evaluation-error.ts';
import { SPACE } from '../python/white-space.ts';
import type { Answered, Asked } from '../requests.ts';
import type { DocumentNumbers } from './metric.ts';

const SPACES = new RegExp(`[${SPACE}]+`, 'u');

/** As `len(re.split(r"\s+", text))`: white space at an end makes an empty word there, which counts. */
export function countWords(text: string): number {
	return text.split(SPACES).length;
}

export function countBytes(text: string): number {
	return new TextEncoder().encode(text).length;
}

export function byLength(
	asked: Asked,
	answered: Answered,
	count: (text: string) => number
): DocumentNumbers {
	if (
		asked.outputType !== 'loglikelihood_rolling' ||
		answered.outputType !== 'loglikelihood_rolling'
	) {
		throw evaluationError('output_type', 'loglikelihood_rolling');
	}
	return [answered.logLikelihood, count(asked.text)];
}
