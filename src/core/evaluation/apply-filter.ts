/** What a task's filter makes of an answer before it is scored. */
import { evaluationError } from './evaluation-error.ts';
import { isList, isObject, type PythonJson } from './python/json-value.ts';
import type { Answered } from './requests.ts';
import type { NamedFilter } from './task-scoring.ts';
import { filterPipeline } from './tasks/filters.ts';

/**
 * @param doc the document; some filters look for its column `choices`
 * @throws AppError `evaluation-field-invalid` for filters of anything but texts, and such that leave no text
 */
export function applyFilter(
	{ name, steps }: NamedFilter,
	answered: Answered,
	doc: PythonJson
): Answered {
	if (answered.outputType !== 'generate_until') {
		if (steps.every((step) => step.function === 'take_first')) return answered;
		throw evaluationError(`filter ${name}`, 'take_first alone, of log-likelihoods');
	}
	const text = filterPipeline(steps)([answered.text], { choices: () => choicesOf(doc) });
	if (typeof text === 'string') return { outputType: 'generate_until', text };
	throw evaluationError(`filter ${name}`, 'take_first at the end, and a text');
}

function choicesOf(doc: PythonJson): string[] {
	const choices = isObject(doc) ? (doc.get('choices') ?? null) : null;
	if (isList(choices) && choices.every((choice) => typeof choice === 'string')) return [...choices];
	throw evaluationError('doc: choices', 'a list of texts');
}
