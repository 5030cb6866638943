/** Each verdict on a written text, in whole sentences; positions are counted from 1, as people count. */
import type { DivergedEvidence, Verdict, VerdictToken } from '#core/verification/verdict.ts';
import { formatDigits, formatNats, formatNumber } from '../format.ts';
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
		engineDiffers ? 'The engine here is set up differently; it makes no difference.' : ''
	);
}

function sameTokensText(evidence: EvidenceOf<'same-tokens'>): string {
	const { comparedTokens, differingLogits, largestLogprobDifference } = evidence;
	const tokens = plural(comparedTokens, [
		'The one token is the same.',
		'All # tokens are the same.'
	]);
	if (differingLogits === 0) {
		return sentences(
			tokens,
			'So are the logits, but other recorded numbers do not follow from them.'
		);
	}
	const cause = evidence.engineDiffers ? 'Another engine or device explains this.' : '';
	if (differingLogits === null || largestLogprobDifference === null) {
		return sentences(tokens, 'The logits differ in some bits.', cause, TOKENS_ONLY);
	}
	return sentences(
		tokens,
		plural(differingLogits, ['The logits differ at # token.', 'The logits differ at # tokens.']),
		largestText(largestLogprobDifference, evidence.position),
		cause
	);
}

function largestText(difference: number, position: number | null): string {
	return position === null
		? `Logprobs differ by at most ${formatNats(difference)}.`
		: `Logprobs differ by at most ${formatNats(difference)}, at token ${formatNumber(position + 1)}.`;
}

const TOKENS_ONLY = 'Only the tokens were checked: no probabilities are recorded.';

function withinNoiseText(evidence: EvidenceOf<'within-noise'>): string {
	const { comparedTokens, exactTokens, largestShortfall, position, tau } = evidence;
	const [loss, at] = [formatNats(largestShortfall), formatNumber(position + 1)];
	return sentences(
		exactTokens === 0
			? 'No token is exactly what is drawn here.'
			: plural(comparedTokens - exactTokens, [
					'All tokens but # are exactly what is drawn here.',
					'All tokens but # are exactly what is drawn here.'
				]),
		`The largest loss is ${loss}, at token ${at}; numeric noise of another device explains up to ${formatNats(tau)}.`,
		evidence.largestLogprobDifference === null ? TOKENS_ONLY : ''
	);
}

function cannotTellText(evidence: EvidenceOf<'cannot-tell'>): string {
	const { doubt, comparedTokens, exactTokens, position, shortfall = 0, tau = 0 } = evidence;
	const at = formatNumber((position ?? 0) + 1);
	const others = comparedTokens - exactTokens;
	switch (doubt) {
		case 'nothing-drawn':
			return comparedTokens === 0
				? 'The file has no token, so there is nothing to check.'
				: 'Nothing was drawn, so there is nothing to check.';
		case 'end':
			return 'Every token is what is drawn here, but more of them should have followed.';
		case 'choice':
			return sentences(
				plural(others, [
					'# token is not what is drawn here.',
					'# tokens are not what is drawn here.'
				]),
				`The first is token ${at}, which loses by ${formatNats(shortfall)}.`,
				`It could be numeric noise of another device, up to ${formatNats(tau)}, but that cannot be told here.`
			);
		case 'numbers':
			return sentences(
				'Every token could be what is drawn here, but the recorded numbers are not confirmed.',
				`They first differ at token ${at} by more than this device explains (${formatNats(tau)}), and nobody has measured how much another explains: a reason to look closer, not a proof.`
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
	const { position, recorded, recordedNumber, localNumber, tau } = evidence;
	const there = recordedNumber ?? -Infinity;
	const here = localNumber ?? -Infinity;
	const [at, token] = [formatNumber(position + 1), quoted(recorded)];
	return sentences(
		`At token ${at} the file gives ${token} a logprob of ${formatNats(there)}, here it is ${formatNats(here)}: ${formatNats(Math.abs(there - here))} apart where numeric noise explains ${formatNats(tau ?? 0)}.`,
		'The recorded numbers do not come from these weights after this prompt and text.'
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
function numberText({
	position,
	number = 'digest',
	recordedNumber,
	localNumber
}: DivergedEvidence) {
	const at = formatNumber(position + 1);
	const what = NUMBERS[number];
	const [there, here] = [recordedNumber ?? null, localNumber ?? null];
	return sentences(
		there === null || here === null
			? `At token ${at} something that the file records does not follow: ${what}.`
			: `At token ${at} something that the file records does not follow: ${what} is ${formatDigits(there)} there, and ${formatDigits(here)} here.`,
		'The recorded numbers do not come from these weights after this prompt and text.'
	);
}

/** The probability agrees: what is left are the settings and the seed. */
function marginText(evidence: DivergedEvidence): string {
	const { position, recorded, recordedNumber: there = null, localNumber: here = null } = evidence;
	const [at, token] = [formatNumber(position + 1), quoted(recorded)];
	return sentences(
		there === null
			? `The file says that ${token} at token ${at} won without a rival.`
			: `The file says that ${token} at token ${at} won by ${formatNats(Math.abs(there))}.`,
		leadHere(here),
		there === null || here === null
			? ''
			: `That is ${formatNats(Math.abs(there - here))} apart where numeric noise explains ${formatNats(evidence.tau ?? 0)}.`,
		'Its probability holds, so settings or seed are not those of the run.'
	);
}

function leadHere(margin: number | null): string {
	if (margin === null) return 'Here it wins without a rival.';
	return margin < 0
		? `Here it loses by ${formatNats(-margin)}.`
		: `Here it wins by ${formatNats(margin)}.`;
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
				: `The prompt is tokenized differently here: ${count(evidence.recorded)} tokens in the file, ${count(evidence.local)} here.`;
		case 'sampler':
			return `The run was drawn with the sampler ${String(evidence.recorded)}; this app has ${String(evidence.local)}.`;
		case 'incomplete':
			return `Regrowing was stopped after ${count(evidence.local)} of ${count(evidence.recorded)} tokens, all of them equal.`;
	}
}

function count(value: string | number | null): string {
	return typeof value === 'number' ? formatNumber(value) : String(value);
}
