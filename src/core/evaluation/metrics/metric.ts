/** What every metric is: a few numbers for each document, and one for all of them. */
import type { Asked, Answered, Gold, OutputType } from '../requests.ts';
import { evaluationError } from '../evaluation-error.ts';

/** What a metric keeps of one document: a score, or what its aggregation needs, e.g. gold and prediction. */
export type DocumentNumbers = readonly number[];

/** `mean`: of the scores' mean, in closed form; `bootstrap`: by drawing documents again; `none`: the harness gives none. */
export type StderrKind = 'mean' | 'bootstrap' | 'none';

export interface MetricOptions {
	readonly ignoreCase?: boolean;
	readonly ignorePunctuation?: boolean;
	readonly ignoreNumbers?: boolean;
	/** Python's regular expressions. */
	readonly regexesToIgnore?: readonly string[];
}

export interface Metric {
	/** As the harness names it. */
	readonly name: string;
	/** What the harness calls the way from documents to one number. */
	readonly aggregation: string;
	readonly outputTypes: readonly OutputType[];
	readonly higherIsBetter: boolean;
	readonly stderr: StderrKind;
	readonly ofDocument: (
		asked: Asked,
		answered: Answered,
		options: MetricOptions
	) => DocumentNumbers;
	readonly aggregate: (documents: readonly DocumentNumbers[]) => number;
}

export interface ChoicesScored {
	readonly asked: Extract<Asked, { outputType: 'multiple_choice' }> & { readonly gold: Gold };
	readonly answered: Extract<Answered, { outputType: 'multiple_choice' }>;
}

/**
 * @throws AppError `evaluation-field-invalid` unless it is a question with choices, each of them scored
 */
export function choicesOf(asked: Asked, answered: Answered): ChoicesScored {
	if (asked.outputType !== 'multiple_choice' || answered.outputType !== 'multiple_choice') {
		throw evaluationError('output_type', 'multiple_choice');
	}
	if (asked.choices.length === 0) throw evaluationError('choices', 'at least one choice');
	if (answered.scores.length !== asked.choices.length) {
		throw evaluationError('resps', 'one log-likelihood for each choice');
	}
	const { gold } = asked;
	if (gold === null) throw evaluationError('target', 'which choice is right');
	return { asked: { ...asked, gold }, answered };
}

/** @throws AppError `evaluation-field-invalid` for several right choices, of which this metric knows nothing */
export function oneGold({ asked }: ChoicesScored, metric: string): number {
	if (typeof asked.gold === 'number') return asked.gold;
	throw evaluationError(metric, 'one right choice');
}

export function logLikelihoods({ answered }: ChoicesScored): number[] {
	return answered.scores.map((score) => score.logLikelihood);
}

/** Each choice's log-likelihood by its length, whose unit `lengthOf` chooses. */
export function perLength(scored: ChoicesScored, lengthOf: (choice: string) => number): number[] {
	const lengths = scored.asked.choices.map(lengthOf);
	return logLikelihoods(scored).map((score, at) => score / (lengths[at] ?? NaN));
}

/** 1 where the choice is right, as `acc` and its kin count. */
export function isGold({ asked }: ChoicesScored, choice: number): 0 | 1 {
	const { gold } = asked;
	return (typeof gold === 'number' ? gold === choice : gold.includes(choice)) ? 1 : 0;
}

/** As Python's `sum(scores) / len(scores)`, from left to right. */
export function mean(scores: readonly number[]): number {
	return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

export function meanOfFirst(documents: readonly DocumentNumbers[]): number {
	return mean(documents.map(([score = NaN]) => score));
}

/** Sum of the first numbers by the sum of the second ones. */
export function weightedMean(documents: readonly DocumentNumbers[]): number {
	const sum = (at: number) => documents.reduce((so, numbers) => so + (numbers[at] ?? NaN), 0);
	return sum(0) / sum(1);
}
