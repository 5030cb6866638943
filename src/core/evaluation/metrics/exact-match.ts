/**
 * `exact_match`. Of texts: the share that equals the target, after what the task says to ignore. Of choices:
 * the share whose right choice the model would have written itself.
 */
import { evaluationError } from '../evaluation-error.ts';
import { PythonRegex } from '../python/regex.ts';
import type { Answered, Asked } from '../requests.ts';
import { choicesOf, meanOfFirst, type Metric, type MetricOptions } from './metric.ts';

export const EXACT_MATCH: Metric = {
	name: 'exact_match',
	aggregation: 'mean',
	outputTypes: ['multiple_choice', 'generate_until'],
	higherIsBetter: true,
	stderr: 'mean',
	ofDocument: (asked, answered, options) => [
		(
			asked.outputType === 'generate_until'
				? matchesAny(asked.references, textOf(answered), options)
				: isGreedyChoice(asked, answered)
		)
			? 1
			: 0
	],
	aggregate: meanOfFirst
};

function textOf(answered: Answered): string {
	if (answered.outputType === 'generate_until') return answered.text;
	throw evaluationError('output_type', 'generate_until');
}

function isGreedyChoice(asked: Asked, answered: Answered): boolean {
	const scored = choicesOf(asked, answered);
	const { gold } = scored.asked;
	return (typeof gold === 'number' ? [gold] : gold).some(
		// A negative index counts from the end, as in Python; −100 stands for no choice.
		(index) => index !== -100 && scored.answered.scores.at(index)?.isGreedy === true
	);
}

function matchesAny(
	references: readonly string[] | null,
	text: string,
	options: MetricOptions
): boolean {
	if (references === null) throw evaluationError('target', 'texts that are right');
	const cut = cleaner(options);
	const cleaned = cut(text);
	return references.some((reference) => cut(reference) === cleaned);
}

const PUNCTUATION = /[!-/:-@[-`{-~]/g;

/** What is ignored goes in the harness's order: expressions, case, ASCII punctuation, ASCII digits. */
function cleaner(options: MetricOptions): (text: string) => string {
	const regexes = (options.regexesToIgnore ?? []).map((pattern) => new PythonRegex(pattern));
	return (text) => {
		// NumPy's texts end before the null characters at their end.
		let rest = withoutNulls(regexes.reduce((so, regex) => regex.sub('', so), text));
		if (options.ignoreCase === true) rest = lower(rest);
		if (options.ignorePunctuation === true) rest = rest.replace(PUNCTUATION, '');
		if (options.ignoreNumbers === true) rest = rest.replace(/[0-9]/g, '');
		return withoutNulls(rest);
	};
}

function withoutNulls(text: string): string {
	let end = text.length;
	while (text.charCodeAt(end - 1) === 0) end -= 1;
	return text.slice(0, end);
}

/** As `str.lower`, which is JavaScript's: both follow Unicode's full mapping, the final sigma included. */
function lower(text: string): string {
	return text.toLowerCase();
}
