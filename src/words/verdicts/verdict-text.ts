/** Each verdict on a written text, in whole sentences; positions are counted from 1, as people count. */
import type { DivergedEvidence, Verdict, VerdictToken } from '#core/verification/verdict.ts';
import { formatNats, formatNumber } from '../format.ts';
import { plural } from '../plural.ts';
import { quotedToken } from '../token-words.ts';
import { ordinaryEndText, remarksText } from './circumstances-text.ts';
import { invalidText, otherModelText } from './refusal-text.ts';

type EvidenceOf<Kind extends Verdict['verdict']> = Extract<Verdict, { verdict: Kind }>['evidence'];

/** What a reader has to know first, what was found, and why the text ends. */
export function verdictText(verdict: Verdict): string {
	return sentences(remarksText(verdict), findingText(verdict), ordinaryEndText(verdict));
}

function findingText(verdict: Verdict): string {
	switch (verdict.verdict) {
		case 'bit-exact':
			return bitExactText(verdict.evidence);
		case 'same-tokens':
			return sameTokensText(verdict.evidence);
		case 'diverged':
			return divergedText(verdict.evidence);
		case 'within-noise':
			return withinNoiseText(verdict.evidence);
		case 'cannot-tell':
			return cannotTellText(verdict.evidence);
		case 'not-comparable':
			return notComparableText(verdict.evidence);
		case 'invalid':
			return invalidText(verdict.evidence);
	}
}

/** Whole sentences after each other; empty ones are left out. */
function sentences(...parts: readonly string[]): string {
	return parts.filter((part) => part !== '').join(' ');
}

function bitExactText({ comparedTokens, engineDiffers }: EvidenceOf<'bit-exact'>): string {
	return sentences(
		plural(comparedTokens, [
			'The one token and all its logits are the same, bit for bit.',
			'All # tokens and all their logits are the same, bit for bit.'
		]),
		engineDiffers ? 'The engine is set up differently here, but it makes no difference.' : ''
	);
}

function sameTokensText(evidence: EvidenceOf<'same-tokens'>): string {
	const { comparedTokens, differingLogits, largestLogprobDifference } = evidence;
	const tokens = plural(comparedTokens, [
		'The one token is the same.',
		'All # tokens are the same.'
	]);
	if (differingLogits === 0) {
		return sentences(tokens, 'So are the logits, but other recorded numbers do not match them.');
	}
	const cause = evidence.engineDiffers ? 'Another engine or device explains this.' : '';
	if (differingLogits === null || largestLogprobDifference === null) {
		return sentences(tokens, 'The logits differ in some bits.', cause, TOKENS_ONLY);
	}
	return sentences(tokens, differenceText(largestLogprobDifference), cause);
}

/** In nats: a difference up to here changes no choice that anyone would notice. */
const TINY = 1e-3;

/** @param difference the largest of a logprob, in nats */
export function differenceText(difference: number): string {
	return difference <= TINY
		? 'Tiny rounding differences only.'
		: `Log-probabilities differ by up to ${formatNats(difference)}.`;
}

const TOKENS_ONLY = 'Only the tokens were checked: no probabilities are recorded.';

function withinNoiseText(evidence: EvidenceOf<'within-noise'>): string {
	const { comparedTokens, exactTokens } = evidence;
	return sentences(
		exactTokens === 0
			? 'No token is exactly as drawn here.'
			: plural(comparedTokens - exactTokens, [
					'All tokens but # are exactly as drawn here.',
					'All tokens but # are exactly as drawn here.'
				]),
		'Those choices were so close that rounding on another device explains them.',
		evidence.largestLogprobDifference === null ? TOKENS_ONLY : ''
	);
}

function cannotTellText(evidence: EvidenceOf<'cannot-tell'>): string {
	const { doubt, comparedTokens, exactTokens, position } = evidence;
	const at = formatNumber((position ?? 0) + 1);
	const others = comparedTokens - exactTokens;
	switch (doubt) {
		case 'nothing-drawn':
			return comparedTokens === 0
				? 'The file has no token, so there is nothing to check.'
				: 'Nothing was drawn, so there is nothing to check.';
		case 'end':
			return 'Every token is as drawn here, but the text should have continued.';
		case 'choice':
			return sentences(
				plural(others, ['# token is not as drawn here.', '# tokens are not as drawn here.']),
				`The first is token ${at}.`,
				'Rounding on another device could explain it, but that cannot be settled here.'
			);
		case 'numbers':
			return sentences(
				'Every token may be as drawn here, but the recorded numbers are not confirmed.',
				`They first differ at token ${at}, by more than rounding on this device explains. How much another device adds has not been measured: a reason to look closer, not a proof.`
			);
	}
}

function divergedText(evidence: DivergedEvidence): string {
	if (evidence.cause === 'number') return numberText(evidence);
	if (evidence.cause === 'probability') return probabilityText(evidence);
	if (evidence.cause === 'margin') return marginText(evidence);
	return evidence.shortfall === undefined ? regrownText(evidence) : lostText(evidence);
}

/** The logprob of the same token after the same text: it depends on weights and prompt alone. */
function probabilityText(evidence: DivergedEvidence): string {
	const [at, token] = [formatNumber(evidence.position + 1), quoted(evidence.recorded)];
	return sentences(
		`Changed at token ${at}: the file gives ${token} another probability than this model does.`,
		'The recorded numbers were not made with these weights, this prompt and this text.'
	);
}

const NUMBERS: Readonly<Record<NonNullable<DivergedEvidence['number']>, string>> = {
	get logprob() {
		return 'the logprob of an alternative';
	},
	get rank() {
		return 'the rank of the token';
	},
	get entropy() {
		return 'the entropy';
	},
	get 'missing-alternative'() {
		return 'which other tokens were likely';
	},
	get digest() {
		return 'the digest of the logits';
	}
};

/** A number beside the choice. */
function numberText({ position, number = 'digest' }: DivergedEvidence): string {
	return sentences(
		`At token ${formatNumber(position + 1)} the file and the model disagree about ${NUMBERS[number]}.`,
		'The recorded numbers were not made with these weights, this prompt and this text.'
	);
}

/** The probability agrees: what is left are the settings and the seed. */
function marginText(evidence: DivergedEvidence): string {
	const [at, token] = [formatNumber(evidence.position + 1), quoted(evidence.recorded)];
	return sentences(
		`At token ${at} the file records another lead for ${token} than this seed gives it.`,
		'Its probability matches, so the settings or the seed were different.'
	);
}

/** At one position, verified by its scores: the recorded token cannot have been the draw. */
function lostText({ position, recorded, regrown, shortfall }: DivergedEvidence): string {
	const at = formatNumber(position + 1);
	const [there, here] = [quoted(recorded), quoted(regrown)];
	return sentences(
		shortfall === Infinity
			? `Changed at token ${at}: the file says ${there}, which the filters drop here; this seed draws ${here}.`
			: `Changed at token ${at}: the file says ${there}, this seed draws ${here}.`,
		'The text was not made with these weights, settings and seed.'
	);
}

/** The first place where what was written again is another text. */
function regrownText({ position, recorded, regrown }: DivergedEvidence): string {
	const at = formatNumber(position + 1);
	if (recorded === null) {
		return `First difference at token ${at}: the file ends, this seed draws ${quoted(regrown)}.`;
	}
	return regrown === null
		? `First difference at token ${at}: the file says ${quoted(recorded)}, here the text ends.`
		: `First difference at token ${at}: the file says ${quoted(recorded)}, this seed draws ${quoted(regrown)}.`;
}

function quoted(token: VerdictToken | null): string {
	return quotedToken(token?.text ?? '');
}

function notComparableText(evidence: EvidenceOf<'not-comparable'>): string {
	switch (evidence.reason) {
		case 'model':
			return otherModelText(evidence.resources);
		case 'template':
			return 'The chat template here is not the one that this run was made with.';
		case 'prompt':
			return evidence.recorded === null
				? 'The prompt is tokenized differently here.'
				: `The prompt is tokenized differently here: ${plural(Number(evidence.recorded), ['# token', '# tokens'])} in the file, ${count(evidence.local)} here.`;
		case 'sampler':
			return `The run was drawn with the sampler ${String(evidence.recorded)}; this app has ${String(evidence.local)}.`;
		case 'incomplete':
			return `Regrowing was stopped after ${count(evidence.local)} of ${count(evidence.recorded)} tokens, all of them equal.`;
	}
}

function count(value: string | number | null): string {
	return typeof value === 'number' ? formatNumber(value) : String(value);
}
