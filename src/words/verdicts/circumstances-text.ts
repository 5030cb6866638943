/** On which terms an output follows from its request, and why it ends where it does. */
import { isChosenEnd, type RunEnd } from '#core/verification/run-end.ts';
import type { Term } from '#core/verification/terms.ts';
import type { Circumstances, Verdict } from '#core/verification/verdict.ts';
import { formatDigits, formatList, formatNumber } from '../format.ts';
import { plural } from '../plural.ts';
import { SETTING_WORDS } from '../setting-words.ts';
import { quotedToken } from '../token-words.ts';

export function circumstancesOf({ evidence }: Verdict): Circumstances {
	const { terms, end } = evidence as Circumstances;
	return { ...(terms === undefined ? {} : { terms }), ...(end === undefined ? {} : { end }) };
}

/** Whether something is in the request, or ended the text, that a reader has to know of first. */
export function isRemarkable(verdict: Verdict): boolean {
	const { terms = [], end } = circumstancesOf(verdict);
	return terms.length > 0 || (end !== undefined && isChosenEnd(end));
}

/** What a reader has to know first; empty where the request is an ordinary one. */
export function remarksText(verdict: Verdict): string {
	const { terms = [], end } = circumstancesOf(verdict);
	const chosen = end !== undefined && isChosenEnd(end) ? [endText(end)] : [];
	return [...terms.map(termText), ...chosen].join(' ');
}

/** Why the text ends, where nobody chose it: said last. */
export function ordinaryEndText(verdict: Verdict): string {
	const { end } = circumstancesOf(verdict);
	return end === undefined || isChosenEnd(end) ? '' : endText(end);
}

export function termText(term: Term): string {
	switch (term.kind) {
		case 'set-tokens':
			if (term.count === term.of) return 'Every token was set by hand, and none was drawn.';
			return `${plural(term.count, [
				'# token was set by hand, not drawn',
				'# tokens were set by hand, not drawn'
			])} (of ${formatNumber(term.of)}).`;
		case 'bias':
			return `${plural(term.count, [
				'A bias was set for # token',
				'A bias was set for # tokens'
			])}: ${biases(term)}.`;
		case 'stop-tokens':
			return `${plural(term.count, [
				'# token was added that ends the text',
				'# tokens were added that end the text'
			])}: ${pieces(term.texts)}.`;
		case 'no-end':
			return 'The model’s own end token was switched off.';
		case 'control-tokens':
			return `A message spells ${formatList(term.names)}, which the model read as a control token.`;
		case 'setting':
			return `An unusual setting: ${SETTING_WORDS[term.name].label} ${formatDigits(term.value, 6)}.`;
	}
}

function biases({ count, strongest }: Extract<Term, { kind: 'bias' }>): string {
	const named = strongest.map(({ text, bias }) => `${quotedToken(text)} ${signed(bias)}`);
	return named.join(', ') + (count > strongest.length ? ' …' : '');
}

function signed(value: number): string {
	return `${value < 0 ? '−' : '+'}${formatDigits(Math.abs(value), 6)}`;
}

function pieces(texts: readonly string[]): string {
	return texts.map(quotedToken).join(', ');
}

export function endText(end: RunEnd): string {
	switch (end.kind) {
		case 'end-token':
			return 'The model ended the text.';
		case 'stop-token':
			return `The text ends at ${quotedToken(end.text)}, an added end token.`;
		case 'stop-sequence':
			return `The text ends at the stop string ${quotedToken(end.sequence)}.`;
		case 'limit':
			return plural(end.tokens, [
				'The text ends at the limit of # token.',
				'The text ends at the limit of # tokens.'
			]);
		case 'memory':
			return 'The text ends because the model’s memory is full.';
		case 'by-hand':
			return `The text was stopped by hand after ${formatNumber(end.tokens)} of at most ${formatNumber(end.of)} tokens.`;
		case 'unexplained':
			return `The text ends after ${formatNumber(end.tokens)} of at most ${formatNumber(end.of)} tokens, and nothing in the request explains why.`;
	}
}
