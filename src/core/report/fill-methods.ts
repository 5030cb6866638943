/** What a paper has to say about masks that were filled: model, engine, masking, date, verdict. */
import { fillVerdictText, type FillVerdict } from '../fill-mask/fill-verdict.ts';
import type { FillMaskRun } from '../fill-mask/schema.ts';
import { plural } from '../text/plural.ts';
import {
	bibtexEntry,
	engineSentence,
	MARKS,
	modelSentence,
	recordSentence,
	shortId,
	verifiedSentence,
	type Mark,
	type MethodsFormat
} from './report-sentences.ts';

/** How tokens were hidden, in words. */
export function maskingInWords({ request }: FillMaskRun): string {
	const how =
		request.masking === 'together'
			? 'all masks of a sentence in one forward pass'
			: 'one mask at a time with everything else visible';
	return `${how}, the ${request.top_k} likeliest tokens recorded`;
}

function maskingSentence(run: FillMaskRun, code: Mark): string {
	const { request, usage } = run;
	const masks = request.sentences.reduce((sum, each) => sum + each.masked_positions.length, 0);
	const tokens = plural(masks, ['# token was', '# tokens were']);
	const sentences = plural(request.sentences.length, ['one sentence', '# sentences']);
	const passes = plural(usage.forward_passes, ['# forward pass', '# forward passes']);
	return (
		`In ${sentences} (${usage.input_tokens} tokens in all), ${tokens} replaced by ` +
		`${code(request.mask_token)}: ${maskingInWords(run)} (${passes}). Probabilities are the softmax ` +
		`of the raw logits; nothing was sampled.`
	);
}

/**
 * A paragraph for the methods section.
 *
 * @param verdict of a verification on the author's machine; null when there was none
 */
export function fillMethodsParagraph(
	run: FillMaskRun,
	verdict: FillVerdict | null,
	format: MethodsFormat
): string {
	const code = MARKS[format];
	const verified =
		verdict === null ? '' : verifiedSentence(verdict.verdict, fillVerdictText(verdict));
	return (
		`The predictions were computed on ${run.created.slice(0, 10)}. ${modelSentence(run, code)} ` +
		`${engineSentence(run)} ${maskingSentence(run, code)} ` +
		`${recordSentence(run, 'numbers', code)}${verified}`
	);
}

/** A `@misc` entry that names run, model and digests. */
export function fillBibtexNote(run: FillMaskRun): string {
	return bibtexEntry(run, `Filled masks, run ${shortId(run)}`, maskingInWords(run));
}
