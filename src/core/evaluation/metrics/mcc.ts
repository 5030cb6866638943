/** `mcc`: Matthews' correlation of the right class and the likeliest choice; 0 where one of them is always the same. */
import { goldAndChoice } from './gold-and-choice.ts';
import type { DocumentNumbers, Metric } from './metric.ts';

export const MCC: Metric = {
	name: 'mcc',
	aggregation: 'matthews_corrcoef',
	outputTypes: ['multiple_choice'],
	higherIsBetter: true,
	stderr: 'bootstrap',
	ofDocument: (asked, answered) => goldAndChoice(asked, answered, 'mcc'),
	aggregate: matthews
};

/** Source: scikit-learn's `matthews_corrcoef`, for any number of classes. */
function matthews(documents: readonly DocumentNumbers[]): number {
	const golds = new Map<number, number>();
	const choices = new Map<number, number>();
	let correct = 0;
	for (const [gold = NaN, choice = NaN] of documents) {
		golds.set(gold, (golds.get(gold) ?? 0) + 1);
		choices.set(choice, (choices.get(choice) ?? 0) + 1);
		if (gold === choice) correct += 1;
	}
	const all = documents.length;
	let products = 0;
	for (const [label, count] of golds) products += count * (choices.get(label) ?? 0);
	const spread = (all * all - squares(choices)) * (all * all - squares(golds));
	return spread === 0 ? 0 : (correct * all - products) / Math.sqrt(spread);
}

function squares(counts: ReadonlyMap<number, number>): number {
	let sum = 0;
	for (const count of counts.values()) sum += count * count;
	return sum;
}
