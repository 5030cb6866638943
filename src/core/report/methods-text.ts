/** What a paper has to say about a run: model, engine, settings, seed, date, verdict. */
import type { Run } from '../run-file/schema.ts';
import { verdictText } from '../verification/verdict-text.ts';
import type { Verdict } from '../verification/verdict.ts';
import {
	bibtexEntry,
	engineSentence,
	MARKS,
	modelSentence,
	recordSentence,
	shortId,
	verifiedSentence,
	type MethodsFormat
} from './report-sentences.ts';

/** Settings that are on, in the order in which the sampler applies them. */
export function settingsInWords({ request }: Run): string {
	const words = [`temperature ${request.temperature}`];
	if (request.temperature > 0) {
		words.push(request.top_k === 0 ? 'no top-k' : `top-k ${request.top_k}`);
		words.push(request.top_p === 1 ? 'no top-p' : `top-p ${request.top_p}`);
		if (request.min_p > 0) words.push(`min-p ${request.min_p}`);
	}
	if (request.repetition_penalty !== 1) {
		words.push(`repetition penalty ${request.repetition_penalty}`);
	}
	if (request.presence_penalty !== 0) words.push(`presence penalty ${request.presence_penalty}`);
	if (request.frequency_penalty !== 0) words.push(`frequency penalty ${request.frequency_penalty}`);
	const biases = Object.keys(request.logit_bias).length;
	if (biases > 0) words.push(`a bias on ${biases} ${biases === 1 ? 'token' : 'tokens'}`);
	words.push(`at most ${request.max_tokens} tokens`);
	const stops = request.stop_sequences.map((stop) => JSON.stringify(stop)).join(', ');
	if (stops !== '') words.push(`stop at ${stops}`);
	return words.join(', ');
}

const ENDS: Readonly<Record<Run['output']['finish_reason'], string>> = {
	stop: 'which the model ended itself',
	length: 'which is the limit that was set',
	cancelled: 'when it was stopped by hand'
};

function samplingSentence(run: Run): string {
	const { request, output, usage } = run;
	const forced = request.forced_token_ids.length;
	const branch = forced === 0 ? '' : ` The first ${forced} output tokens were set by hand.`;
	const prompt = request.mode === 'chat' ? 'The chat prompt' : 'The text prompt';
	const date =
		request.date === undefined ? '' : ` The chat template was told the date ${request.date}.`;
	const end =
		output.stop_sequence === null
			? ENDS[output.finish_reason]
			: `ended by the stop sequence ${JSON.stringify(output.stop_sequence)}`;
	return (
		`${prompt} of ${usage.input_tokens} tokens was continued with the sampler ${request.sampler}, ` +
		`seed ${request.seed}: ${settingsInWords(run)}. The output has ${usage.output_tokens} tokens, ${end}.${branch}${date}`
	);
}

/**
 * A paragraph for the methods section.
 *
 * @param verdict of a verification on the author's machine; null when there was none
 */
export function methodsParagraph(run: Run, verdict: Verdict | null, format: MethodsFormat): string {
	const code = MARKS[format];
	const verified = verdict === null ? '' : verifiedSentence(verdict.verdict, verdictText(verdict));
	return (
		`The text was generated on ${run.created.slice(0, 10)}. ${modelSentence(run, code)} ` +
		`${engineSentence(run)} ${samplingSentence(run)} ${recordSentence(run, 'text', code)}${verified}`
	);
}

/** A `@misc` entry that names run, model and digests. */
export function bibtexNote(run: Run): string {
	const { sampler, seed } = run.request;
	return bibtexEntry(
		run,
		`Generated text, run ${shortId(run)}`,
		`sampler ${sampler}, seed ${seed}, ${settingsInWords(run)}`
	);
}
