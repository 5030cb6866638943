/** The evidence behind a verdict as rows of a table: what was looked at, and what was found. */
import type { FillTerm } from '#core/fill-mask/fill-terms.ts';
import type { FillVerdict } from '#core/fill-mask/fill-verdict.ts';
import type { RunEnd } from '#core/verification/run-end.ts';
import type { Term } from '#core/verification/terms.ts';
import type {
	DifferingResource,
	Doubt,
	Verdict,
	VerdictToken
} from '#core/verification/verdict.ts';
import { formatDigits, formatNats, formatNumber, shortDigest } from '../format.ts';
import { strangersWords } from '../strangers-words.ts';
import { quotedToken } from '../token-words.ts';
import { endText, termText } from './circumstances-text.ts';
import { fillTermText } from './fill-verdict-text.ts';

export type EvidenceRow = readonly [name: string, value: string];

type Show = (value: never) => string;
type KeyOf<Union> = Union extends unknown ? keyof Union : never;
type FactKey = Exclude<
	KeyOf<Verdict['evidence'] | FillVerdict['evidence']>,
	'resources' | 'terms' | 'end'
>;

const count = (value: number): string => formatNumber(value);
// @wc-include
const NONE = 'none';
/** Counted from 1, as people count. */
const place = (position: number | null): string =>
	position === null ? NONE : formatNumber(position + 1);
const nats = (value: number | null): string => (value === null ? NONE : formatNats(value));
const yesOrNo = (value: boolean): string =>
	// @wc-include
	value ? 'yes' : 'no';
const asIs = (value: string): string => value;

/** Digests are long; a count, a name or nothing is as it is. */
function side(value: string | number | null): string {
	if (value === null) return NONE;
	if (typeof value === 'number') return formatNumber(value);
	return /^sha256:[0-9a-f]{64}$/.test(value) ? shortDigest(value) : strangersWords(value);
}

function token(value: VerdictToken | null): string {
	if (value === null) return 'none: the text ends here';
	const { id, text, margin } = value;
	const name = `${quotedToken(text)} (${id.toString()})`;
	return margin === null ? name : `${name}, ahead by ${formatNats(margin)}`;
}

const REASONS: Readonly<Record<string, string>> = {
	model: 'the model’s files',
	template: 'the chat template',
	prompt: 'the tokens of the prompt',
	tokens: 'the tokens of the sentences',
	sampler: 'the sampler',
	incomplete: 'the end: regrowing was stopped'
};

const CAUSES: Readonly<Record<string, string>> = {
	token: 'the token itself',
	probability: 'the token’s probability',
	margin: 'the token’s lead',
	number: 'a number recorded with it'
};

const NUMBERS: Readonly<Record<string, string>> = {
	logprob: 'the token’s logprob',
	rank: 'the token’s rank',
	entropy: /* @wc-include */ 'the entropy',
	'missing-alternative': 'a token that is left out',
	digest: 'the digest of the logits'
};

const DOUBTS: Readonly<Record<Doubt, string>> = {
	'nothing-drawn': 'nothing was drawn',
	end: /* @wc-include */ 'the end',
	choice: 'a choice that is too close',
	numbers: 'the recorded numbers'
};

/** Every fact of every verdict: what it is called, and how its value is shown. */
const FACTS: Readonly<Record<FactKey, readonly [name: string, show: Show]>> = {
	code: ['What is wrong', asIs],
	path: ['Where in the file', asIs],
	reason: ['What differs', (value: string) => REASONS[value] ?? value],
	cause: ['What does not match', (value: string) => CAUSES[value] ?? value],
	doubt: ['What is uncertain', (value: Doubt) => DOUBTS[value]],
	number: ['Which number does not match', (value: string) => NUMBERS[value] ?? value],
	sentence: ['At sentence', place],
	position: ['At token', place],
	sharedTokens: ['Tokens that agree before it', count],
	comparedTokens: ['Tokens compared', count],
	comparedMasks: ['Masked tokens compared', count],
	exactTokens: ['Tokens exactly as drawn here', count],
	sameOrder: ['Masked tokens with the same order', count],
	differingLogits: ['Positions with different logits', (value: number | null) => side(value)],
	shortfall: ['The recorded token loses by', nats],
	largestShortfall: ['Largest loss', nats],
	largestLogprobDifference: ['Largest difference of a logprob', nats],
	largestDifference: ['Largest difference of a logprob', nats],
	recordedNumber: ['Number in the file', nats],
	localNumber: ['Number here', nats],
	tau: ['Explained by rounding, up to', nats],
	engineDiffers: ['Engine or device set up differently', yesOrNo],
	token: ['Token', quotedToken],
	recorded: ['In the file', either],
	regrown: ['Drawn here', token],
	local: ['Here', either]
};

/** A token, a digest or a number. */
function either(value: VerdictToken | string | number | null): string {
	if (typeof value === 'object') return value === null ? NONE : token(value);
	return typeof value === 'number' ? formatDigits(value, 6) : side(value);
}

function resourceRow({ name: said, recordedDigest, localDigest }: DifferingResource): EvidenceRow {
	const name = strangersWords(said);
	if (recordedDigest === null) return [name, 'only here'];
	if (localDigest === null) return [name, 'only in the file'];
	return [name, `${shortDigest(recordedDigest)} in the file, ${shortDigest(localDigest)} here`];
}

function termRow(term: Term | FillTerm): EvidenceRow {
	return [TERMS[term.kind], isFillTerm(term) ? fillTermText(term) : termText(term)];
}

function isFillTerm(term: Term | FillTerm): term is FillTerm {
	const { kind } = term;
	return kind === 'hidden-words' || kind === 'hidden-frame' || kind === 'part-scored';
}

const TERMS: Readonly<Record<(Term | FillTerm)['kind'], string>> = {
	'hidden-words': 'Hidden words',
	'hidden-frame': 'Hidden control tokens',
	'part-scored': 'Scored in part',
	'set-tokens': 'Set by hand',
	bias: 'Bias',
	'stop-tokens': 'Added end tokens',
	'no-end': 'Model’s own end',
	'control-tokens': 'Control tokens',
	setting: 'Unusual setting'
};

/** In the order in which the evidence was recorded. */
export function evidenceRows(
	evidence: Verdict['evidence'] | FillVerdict['evidence']
): readonly EvidenceRow[] {
	return Object.entries(evidence).flatMap(([key, value]): readonly EvidenceRow[] => {
		if (key === 'resources') return (value as readonly DifferingResource[]).map(resourceRow);
		if (value === '') return [];
		if (key === 'terms') return (value as readonly (Term | FillTerm)[]).map(termRow);
		if (key === 'end') return [['How it ends', endText(value as RunEnd)]];
		const [name, show] = FACTS[key as FactKey];
		return [[name, show(value as never)]];
	});
}
