/** What a paper has to say about masks that were filled: model, engine, masking, date, verdict. */
import type { FillVerdict } from '#core/fill-mask/fill-verdict.ts';
import { fillVerdictText } from '../verdicts/fill-verdict-text.ts';
import type { FillMaskRun } from '#core/fill-mask/schema.ts';
import { formatNumber } from '../format.ts';
import { plural } from '../plural.ts';
import {
	bibtexEntry,
	dateSentence,
	engineSentence,
	MARKS,
	modelSentence,
	shortId,
	verifiedSentence,
	type Mark,
	type MethodsFormat
} from './report-sentences.ts';

/** How tokens were hidden, in words. */
export function maskingInWords({ request }: FillMaskRun): string {
	const recorded = plural(request.top_k, [
		'the likeliest token recorded',
		'the # likeliest tokens recorded'
	]);
	return request.masking === 'together'
		? `all masks of a sentence in one forward pass, ${recorded}`
		: `one mask at a time with everything else visible, ${recorded}`;
}

function maskingSentences(run: FillMaskRun, code: Mark): string[] {
	const { request, usage } = run;
	const masks = request.sentences.reduce((sum, each) => sum + each.masked_positions.length, 0);
	const sentences = plural(request.sentences.length, ['one sentence', '# sentences']);
	const tokens = plural(masks, ['# token', '# tokens']);
	const passes = plural(usage.forward_passes, ['# forward pass', '# forward passes']);
	const inputTokens = formatNumber(usage.input_tokens);
	return [
		`In ${sentences} (${inputTokens} tokens in all), ${code(request.mask_token)} stood for ${tokens}: ${maskingInWords(run)} (${passes}).`,
		'Probabilities are the softmax of the raw logits; nothing was sampled.'
	];
}

/**
 * A paragraph for the methods section.
 *
 * @param verdict of a verification on the author's machine; null when there was none
 * @param known what this app calls the files of the model's digest; null where it does not know them
 */
export function fillMethodsParagraph(
	run: FillMaskRun,
	verdict: FillVerdict | null,
	format: MethodsFormat,
	known: string | null
): string {
	const code = MARKS[format];
	return [
		'The predictions were computed by a masked language model.',
		modelSentence(run, code, known),
		dateSentence(run),
		engineSentence(run),
		...maskingSentences(run, code),
		`The complete record, from which the numbers can be verified, is the run file ${code(run.id)}.`,
		...(verdict === null ? [] : [verifiedSentence(verdict.verdict, fillVerdictText(verdict))])
	].join(' ');
}

/** A `@misc` entry that names run, model and digests. */
export function fillBibtexNote(run: FillMaskRun, known: string | null): string {
	return bibtexEntry(run, known, `Filled masks, run ${shortId(run)}`, maskingInWords(run));
}
