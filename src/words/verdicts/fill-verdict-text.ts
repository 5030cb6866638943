/** Each verdict on filled masks, in whole sentences. */
import type { FillTerm } from '#core/fill-mask/fill-terms.ts';
import type { FillVerdict } from '#core/fill-mask/fill-verdict.ts';
import { formatNumber } from '../format.ts';
import { plural } from '../plural.ts';
import { quotedToken } from '../token-words.ts';
import { invalidText, otherModelText } from './refusal-text.ts';
import { differenceText } from './verdict-text.ts';

/** What a reader has to know first, and what was found. */
export function fillVerdictText(verdict: FillVerdict): string {
	return [...fillTermsIn(verdict).map(fillTermText), findingText(verdict)].join(' ');
}

/** Missing in verdicts from before they were recorded. */
export function fillTermsIn({ evidence }: FillVerdict): readonly FillTerm[] {
	return ('terms' in evidence ? evidence.terms : undefined) ?? [];
}

export function fillTermText(term: FillTerm): string {
	switch (term.kind) {
		case 'hidden-words':
			return `${plural(term.count, [
				'The model was not shown # token that the sentence shows',
				'The model was not shown # tokens that the sentence shows'
			])}: ${named(term)}.`;
		case 'hidden-frame':
			return `${plural(term.count, [
				'The model was not shown # control token of its own',
				'The model was not shown # control tokens of its own'
			])}: ${named(term)}.`;
		case 'part-scored':
			return `Only ${formatNumber(term.count)} of ${formatNumber(term.of)} tokens were scored.`;
	}
}

function named({ count, texts }: Exclude<FillTerm, { kind: 'part-scored' }>): string {
	return texts.map(quotedToken).join(', ') + (count > texts.length ? ' …' : '');
}

function findingText({ verdict, evidence }: FillVerdict): string {
	switch (verdict) {
		case 'invalid':
			return invalidText(evidence);
		case 'not-comparable':
			return evidence.reason === 'model'
				? otherModelText(evidence.resources)
				: 'The sentences are tokenized differently here.';
		case 'diverged':
			return divergedText(evidence);
		case 'cannot-tell':
			return cannotTellText(evidence);
		case 'within-noise': {
			const [same, all] = [evidence.sameOrder, evidence.comparedMasks].map(formatNumber);
			return `At ${same ?? ''} of ${all ?? ''} masked tokens the likeliest tokens are in the same order; the others differ only by rounding.`;
		}
		case 'same-tokens': {
			const tokens = plural(evidence.comparedMasks, [
				'The same tokens in the same order at the one masked token.',
				'The same tokens in the same order at # masked tokens.'
			]);
			return `${tokens} ${differenceText(evidence.largestDifference)}`;
		}
		case 'bit-exact':
			return plural(evidence.comparedMasks, [
				'Every logit at the one masked token is the same, bit for bit.',
				'Every logit at # masked tokens is the same, bit for bit.'
			]);
	}
}

function cannotTellText(evidence: EvidenceOf<'cannot-tell'>): string {
	const sentence = formatNumber(evidence.sentence + 1);
	const at = formatNumber(evidence.position + 1);
	return `The recorded numbers are not confirmed. They first differ at sentence ${sentence}, token ${at}, by more than rounding on this device explains. How much another device adds has not been measured: a reason to look closer, not a proof.`;
}

type EvidenceOf<Kind extends FillVerdict['verdict']> = Extract<
	FillVerdict,
	{ verdict: Kind }
>['evidence'];

type Diverged = Extract<FillVerdict, { verdict: 'diverged' }>['evidence'];

function divergedText(evidence: Diverged): string {
	const { number, token } = evidence;
	const sentence = formatNumber(evidence.sentence + 1);
	const at = formatNumber(evidence.position + 1);
	switch (number) {
		case 'missing-alternative':
			return `At sentence ${sentence}, token ${at} the file leaves out “${token}”, which is among the likeliest tokens here.`;
		case 'entropy':
			return `At sentence ${sentence}, token ${at} the file and the model disagree about the entropy.`;
		case 'logprob':
			return `At sentence ${sentence}, token ${at} the file and the model disagree about the probability of “${token}”.`;
		case 'rank':
			return `At sentence ${sentence}, token ${at} the file and the model disagree about the rank of “${token}”.`;
	}
}
