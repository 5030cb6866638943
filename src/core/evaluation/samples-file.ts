/** The harness's `samples_*.jsonl`: each document with what was asked, and the log-likelihoods that were answered. */
import { docHash, textHash, type ItemHashes } from './hashes.ts';
import { readLine, type JsonFields } from './json-fields.ts';
import type { LogLikelihood } from './log-likelihood.ts';
import { isList, isNumber, type PythonJson } from './python/json-value.ts';
import { printFloat } from '#core/jinja/values/numbers.ts';
import { readFloat } from './python/number-text.ts';

/** A log-likelihood with whether it is greedy; or a text: what was written, or a whole text's log-likelihood. */
export type SampleResponse =
	({ readonly kind: 'score' } & LogLikelihood) | { readonly kind: 'text'; readonly text: string };

export interface Sample {
	readonly docId: number;
	readonly doc: PythonJson;
	/** As Python's `str` writes it. */
	readonly target: string;
	/** One for each request: its arguments in order, a context and a continuation or options, or a text alone. */
	readonly requests: readonly (readonly PythonJson[])[];
	/** One for each request, after the filter. */
	readonly responses: readonly SampleResponse[];
	readonly filter: string;
	/** By metric; a text or a list where the metric needs more than a number. */
	readonly metrics: ReadonlyMap<string, PythonJson>;
	/** As the file says; null in files of versions before there were any. */
	readonly hashes: ItemHashes | null;
}

/**
 * @param number of the line, from 1, for the error
 * @throws AppError `evaluation-field-invalid` with line and field
 */
export function readSample(line: string, number: number): Sample {
	const fields = readLine(line, number);
	const requests = requestsOf(fields);
	const responses = fields.list('filtered_resps').map((value) => responseOf(value, fields));
	if (responses.length !== requests.length) {
		fields.fail('filtered_resps', `${requests.length} responses, one for each request`);
	}
	const metricNames = fields.has('metrics') ? fields.texts('metrics') : [];
	return {
		docId: fields.whole('doc_id'),
		doc: fields.any('doc'),
		target: fields.text('target'),
		requests,
		responses,
		filter: fields.has('filter') ? fields.text('filter') : 'none',
		metrics: new Map(metricNames.map((name) => [name, fields.any(name)])),
		hashes: hashesOf(fields)
	};
}

function requestsOf(fields: JsonFields): PythonJson[][] {
	// A list in versions before 0.4.3.
	if (isList(fields.any('arguments'))) {
		return fields.list('arguments').map((one) => {
			return isList(one) ? [...one] : fields.fail('arguments', 'lists');
		});
	}
	const asked = fields.fields('arguments');
	return asked.keys().map((_, at) => {
		const one = asked.fields(`gen_args_${at}`);
		return one.keys().map((_key, place) => one.any(`arg_${place}`));
	});
}

function hashesOf(fields: JsonFields): ItemHashes | null {
	if (!fields.has('doc_hash')) return null;
	return {
		docHash: fields.text('doc_hash'),
		promptHash: fields.text('prompt_hash'),
		targetHash: fields.text('target_hash')
	};
}

function responseOf(value: PythonJson, fields: JsonFields): SampleResponse {
	if (isList(value)) {
		const logLikelihood = numberOf(value[0] ?? null);
		const isGreedy = truthOf(value[1] ?? null);
		if (value.length !== 2 || logLikelihood === null || isGreedy === null) {
			return fields.fail('filtered_resps', 'a log-likelihood and True or False');
		}
		return { kind: 'score', logLikelihood, isGreedy };
	}
	if (isNumber(value)) return { kind: 'text', text: printFloat(Number(value.value)) };
	if (typeof value !== 'string') return fields.fail('filtered_resps', 'texts');
	return { kind: 'text', text: value };
}

/** As Python prints it, or as JSON has it in older versions. */
function truthOf(value: PythonJson): boolean | null {
	if (typeof value === 'boolean') return value;
	if (value === 'True') return true;
	return value === 'False' ? false : null;
}

function numberOf(value: PythonJson): number | null {
	if (typeof value === 'string') return readFloat(value);
	return isNumber(value) ? Number(value.value) : null;
}

/** Which hashes the file's own text contradicts, of what it holds: altered documents, prompts or targets. */
export function contradictedHashes(sample: Sample): (keyof ItemHashes)[] {
	const { hashes } = sample;
	if (hashes === null) return [];
	const prompt = sample.requests[0]?.[0];
	const own: ItemHashes = {
		docHash: docHash(sample.doc),
		promptHash: typeof prompt === 'string' ? textHash(prompt) : '',
		targetHash: textHash(sample.target)
	};
	return (['docHash', 'promptHash', 'targetHash'] as const).filter(
		(name) => own[name] !== hashes[name]
	);
}
