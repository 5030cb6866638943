/** The harness's `samples_*.jsonl`, which its loaders and the library datasets read. */
import {
	itemHashes,
	type Answered,
	type Asked,
	type EvaluationItem,
	type OutputType
} from './requests.ts';
import type { LogLikelihood } from './log-likelihood.ts';
import type { DocumentNumbers } from './metrics/metric.ts';
import { float, int, writePythonJson, type PythonJson } from './python/json-value.ts';
import { printFloat } from '#core/jinja/values/numbers.ts';
import { pythonStr } from './python/repr.ts';

export interface SampleToWrite {
	readonly item: EvaluationItem;
	/** What the model answered. */
	readonly answered: Answered;
	/** What the filter made of it. */
	readonly filtered: Answered;
	readonly filter: string;
	/** By metric. */
	readonly scores: ReadonlyMap<string, DocumentNumbers>;
}

/** The order in which the harness scores a document. */
const METRIC_ORDER = [
	'perplexity',
	'acc',
	'f1',
	'mcc',
	'acc_norm',
	'acc_bytes',
	'exact_match',
	'brier_score',
	'acc_mutual_info',
	'word_perplexity',
	'byte_perplexity',
	'bits_per_byte'
] as const;

/** One line, without its end. */
export function sampleLine({ item, answered, filtered, filter, scores }: SampleToWrite): string {
	const names = METRIC_ORDER.filter((name) => scores.has(name));
	const { docHash, promptHash, targetHash } = itemHashes(item);
	return writePythonJson(
		new Map<string, PythonJson>([
			['doc_id', int(item.docId)],
			['doc', item.doc],
			['target', pythonStr(item.target)],
			['arguments', argumentsOf(item.asked)],
			['resps', responses(answered).map((response) => [response])],
			['filtered_resps', responses(filtered)],
			['filter', filter],
			['metrics', names],
			['doc_hash', docHash],
			['prompt_hash', promptHash],
			['target_hash', targetHash],
			...names.map((name): [string, PythonJson] => [
				name,
				WRITTEN[name](scores.get(name) ?? [], item.asked.outputType)
			])
		]),
		{ ensureAscii: false }
	);
}

function argumentsOf(asked: Asked): PythonJson {
	return new Map(
		requestsOf(asked).map((request, at) => [
			`gen_args_${at}`,
			new Map(request.map((argument, place) => [`arg_${place}`, argument]))
		])
	);
}

function requestsOf(asked: Asked): PythonJson[][] {
	switch (asked.outputType) {
		case 'loglikelihood':
			return [[asked.context, asked.continuation]];
		case 'loglikelihood_rolling':
			return [[asked.text]];
		case 'multiple_choice':
			return [...asked.pairs, ...asked.unconditional].map(({ context, continuation }) => {
				return [context, continuation];
			});
		case 'generate_until':
			return [[asked.context, asked.options.asWritten]];
	}
}

/** Log-likelihoods as texts: so the harness has it. */
function responses(answered: Answered): PythonJson[] {
	const pair = ({ logLikelihood, isGreedy }: LogLikelihood) => {
		return [printFloat(logLikelihood), isGreedy ? 'True' : 'False'];
	};
	switch (answered.outputType) {
		case 'loglikelihood':
			return [pair(answered)];
		case 'loglikelihood_rolling':
			return [printFloat(answered.logLikelihood)];
		case 'multiple_choice':
			return [...answered.scores, ...answered.unconditional].map(pair);
		case 'generate_until':
			return [answered.text];
	}
}

type Written = (numbers: DocumentNumbers, outputType: OutputType) => PythonJson;

const classes: Written = ([gold = NaN, choice = NaN]) => [int(gold), int(choice)];
const ofWholeText: Written = ([score = NaN, length = NaN]) => [float(score), int(length)];
const number: Written = ([score = NaN]) => float(score);

/** Whole numbers where the harness has some: the library datasets tells columns by that. */
const WRITTEN: Readonly<Record<(typeof METRIC_ORDER)[number], Written>> = {
	perplexity: number,
	acc: ([score = NaN], type) => (type === 'loglikelihood' ? int(score) : float(score)),
	f1: classes,
	mcc: classes,
	acc_norm: number,
	acc_bytes: number,
	exact_match: ([score = NaN], type) => (type === 'multiple_choice' ? int(score) : float(score)),
	// An array of NumPy's, printed; here with all digits.
	brier_score: ([gold = NaN, ...rest]) => [int(gold), `[${rest.map(printFloat).join(' ')}]`],
	acc_mutual_info: number,
	word_perplexity: ofWholeText,
	byte_perplexity: ofWholeText,
	bits_per_byte: ofWholeText
};
