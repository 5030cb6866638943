/** `f1` of class 1: 2 · true positives by those that are 1 and those that were taken for 1; 0 where there are none. */
import { evaluationError } from '../evaluation-error.ts';
import { goldAndChoice } from './gold-and-choice.ts';
import type { DocumentNumbers, Metric } from './metric.ts';

export const F1: Metric = {
	name: 'f1',
	aggregation: 'f1',
	outputTypes: ['multiple_choice'],
	higherIsBetter: true,
	stderr: 'bootstrap',
	ofDocument: (asked, answered) => goldAndChoice(asked, answered, 'f1'),
	aggregate: f1
};

/** Source: scikit-learn's `f1_score` by its defaults, which the harness calls. */
function f1(documents: readonly DocumentNumbers[]): number {
	const classes = new Set(documents.flat());
	if (classes.size > 2 || (classes.size === 2 && !classes.has(1))) {
		throw evaluationError('f1', 'two classes, one of them 1');
	}
	let both = 0;
	let ones = 0;
	for (const [gold, choice] of documents) {
		if (gold === 1 && choice === 1) both += 1;
		ones += Number(gold === 1) + Number(choice === 1);
	}
	return ones === 0 ? 0 : (2 * both) / ones;
}
