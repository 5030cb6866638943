/** What a paper has to say about a run: model, engine, settings, seed, date, verdict. */
import type { Run } from '#core/run-file/schema.ts';
import { isFilter } from '#core/sampling/filters.ts';
import {
	NEUTRAL_SETTINGS,
	NUMERIC_SETTINGS,
	type NumericSetting
} from '#core/sampling/settings.ts';
import { formatList, formatNumber } from '../format.ts';
import { plural } from '../plural.ts';
import { SETTING_WORDS } from '../setting-words.ts';
import { verdictText } from '../verdicts/verdict-text.ts';
import type { Verdict } from '#core/verification/verdict.ts';
import {
	bibtexEntry,
	engineSentence,
	MARKS,
	modelSentence,
	shortId,
	verifiedSentence,
	type MethodsFormat
} from './report-sentences.ts';

/** Temperature is always named, and of the others those that are on; of the common ones, that they are off, too. */
function settingInWords(name: NumericSetting, value: number): string[] {
	const { label, isCommon } = SETTING_WORDS[name];
	const named = label.toLowerCase();
	if (name === 'temperature' || value !== NEUTRAL_SETTINGS[name]) return [`${named} ${value}`];
	return isCommon ? [`no ${named}`] : [];
}

/** Settings that are on, in the order in which the sampler applies them. */
export function settingsInWords({ request }: Run): string {
	const words = NUMERIC_SETTINGS.flatMap((name) =>
		isFilter(name) && request.temperature === 0 ? [] : settingInWords(name, request[name])
	);
	const biases = Object.keys(request.logit_bias).length;
	if (biases > 0) words.push(plural(biases, ['a bias on # token', 'a bias on # tokens']));
	words.push(`at most ${request.max_tokens} tokens`);
	const stops = request.stop_sequences.map((stop) => JSON.stringify(stop)).join(', ');
	if (stops !== '') words.push(`stop at ${stops}`);
	if (request.stop_token_ids.length > 0) {
		words.push(`end tokens ${request.stop_token_ids.join(', ')}`);
	}
	return words.join(', ');
}

/** How the output ended. */
function outputSentence({ output, usage }: Run): string {
	const tokens = formatNumber(usage.output_tokens);
	if (output.stop_sequence !== null) {
		return `The output has ${tokens} tokens, ended by the stop sequence ${JSON.stringify(output.stop_sequence)}.`;
	}
	switch (output.finish_reason) {
		case 'stop':
			return `The output has ${tokens} tokens; the model ended it itself.`;
		case 'length':
			return `The output has ${tokens} tokens, the limit that was set.`;
		case 'cancelled':
			return `The output has ${tokens} tokens; it was stopped by hand.`;
	}
}

function spelledSentence({ request: { spelled_tokens: spelled } }: Run): string[] {
	if (spelled === undefined) return [];
	const names = formatList(spelled.tokens);
	return [
		spelled.read_as === 'text'
			? `Its messages spell ${names}, which the model read as plain text and not as control tokens.`
			: `It spells ${names}, which the model read as control tokens.`
	];
}

function samplingSentences(run: Run): string[] {
	const { request, usage } = run;
	const [tokens, settings] = [formatNumber(usage.input_tokens), settingsInWords(run)];
	const forced = request.forced_token_ids.length;
	return [
		request.mode === 'chat'
			? `The chat prompt of ${tokens} tokens was continued with the sampler ${request.sampler}, seed ${request.seed}: ${settings}.`
			: `The text prompt of ${tokens} tokens was continued with the sampler ${request.sampler}, seed ${request.seed}: ${settings}.`,
		outputSentence(run),
		...(request.date === undefined ? [] : [`The chat template was told the date ${request.date}.`]),
		...spelledSentence(run),
		...(forced === 0
			? []
			: [
					plural(forced, [
						'The first output token was set by hand.',
						'The first # output tokens were set by hand.'
					])
				])
	];
}

/**
 * A paragraph for the methods section.
 *
 * @param verdict of a verification on the author's machine; null when there was none
 */
export function methodsParagraph(run: Run, verdict: Verdict | null, format: MethodsFormat): string {
	const code = MARKS[format];
	return [
		`The text was generated on ${run.created.slice(0, 10)}.`,
		modelSentence(run, code),
		engineSentence(run),
		...samplingSentences(run),
		`The complete record, from which the text can be verified, is the run file ${code(run.id)}.`,
		...(verdict === null ? [] : [verifiedSentence(verdict.verdict, verdictText(verdict))])
	].join(' ');
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
