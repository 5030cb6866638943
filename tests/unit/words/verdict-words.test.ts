import { afterAll, describe, expect, test } from 'vitest';
import type { CheckedToken } from '#core/verification/checked-token.ts';
import type { FillTerm } from '#core/fill-mask/fill-terms.ts';
import type { FillVerdict } from '#core/fill-mask/fill-verdict.ts';
import type { RunEnd } from '#core/verification/run-end.ts';
import type { Term } from '#core/verification/terms.ts';
import type { Verdict } from '#core/verification/verdict.ts';
import { evidenceRows } from '#words/verdicts/evidence-rows.ts';
import { fillVerdictText } from '#words/verdicts/fill-verdict-text.ts';
import { verdictText } from '#words/verdicts/verdict-text.ts';
import { fillVerdictLook, VERDICT_LOOKS } from '#words/verdicts/verdict-words.ts';
import { apart, fate, firstDisagreement, oddNumber } from '#words/verdicts/verify-words.ts';
import { neverShown, untranslated } from './shown-words.ts';

type EvidenceOf<Union extends { verdict: string; evidence: unknown }> = {
	readonly [Kind in Union['verdict']]: readonly Extract<Union, { verdict: Kind }>['evidence'][];
};

/** Named so that no word of a sentence is among them. */
const RECORDED = { id: 12, text: ' «œuvre»', margin: 0.5 };
const DRAWN = { id: 13, text: ' «ßtraße»', margin: null };
const DIGEST = `sha256:${'0'.repeat(64)}`;
const NAMES = ['1.onnx', '2.onnx', '3.onnx', '4.onnx', '5.onnx'];
const DATA = [RECORDED.text, DRAWN.text, ...NAMES, 'sampler-1', 'sampler-2', 'runs[0].id'].flatMap(
	(text) => [text, text.trim(), text.trim().replaceAll('«', '').replaceAll('»', '')]
);

const resources = NAMES.map((name, i) => ({
	name,
	recordedDigest: i === 1 ? null : DIGEST,
	localDigest: i === 2 ? null : DIGEST
}));
/** One file, some, four and five. */
const otherModels = [0, 1, 2, 4, 5].map((count) => ({
	reason: 'model' as const,
	recorded: DIGEST,
	local: DIGEST,
	resources: resources.slice(0, count)
}));

const INVALID = [
	{ code: 'run-id-mismatch' as const, path: '' },
	{ code: 'run-field-invalid' as const, path: '' },
	{ code: 'run-field-invalid' as const, path: 'runs[0].id' },
	{ code: 'run-unknown-version' as const, path: '' },
	{ code: 'run-too-large' as const, path: '' },
	{ code: 'run-not-json' as const, path: '' }
];

const diverged = {
	cause: 'token' as const,
	position: 3,
	sharedTokens: 3,
	comparedTokens: 8,
	recorded: RECORDED,
	regrown: DRAWN
};

const sameTokens = {
	comparedTokens: 8,
	differingLogits: 2,
	largestLogprobDifference: 0.01,
	position: 3,
	engineDiffers: true
};

const withinNoise = {
	comparedTokens: 8,
	exactTokens: 7,
	largestShortfall: 0.001,
	position: 3,
	tau: 0.01,
	largestLogprobDifference: 0.001,
	engineDiffers: false
};

const NUMBERS = ['logprob', 'rank', 'entropy', 'missing-alternative', 'digest'] as const;

const doubtful = { comparedTokens: 8, exactTokens: 8, position: null };

const bias = { text: RECORDED.text, bias: -4 };
/** One and many of each, and every kind. */
const TERMS: readonly Term[] = [
	{ kind: 'set-tokens', count: 1, of: 8 },
	{ kind: 'set-tokens', count: 7, of: 8 },
	{ kind: 'set-tokens', count: 8, of: 8 },
	{ kind: 'bias', count: 1, strongest: [bias] },
	{ kind: 'bias', count: 9, strongest: [bias, { ...bias, bias: 5 }] },
	{ kind: 'stop-tokens', count: 1, texts: [RECORDED.text] },
	{ kind: 'stop-tokens', count: 2, texts: [RECORDED.text, DRAWN.text] },
	{ kind: 'no-end', count: 1 },
	{ kind: 'control-tokens', names: [RECORDED.text] },
	{ kind: 'setting', name: 'repetition_penalty', value: 100 }
];
const ENDS: readonly RunEnd[] = [
	{ kind: 'end-token' },
	{ kind: 'stop-token', text: RECORDED.text },
	{ kind: 'stop-sequence', sequence: RECORDED.text },
	{ kind: 'limit', tokens: 1 },
	{ kind: 'limit', tokens: 30 },
	{ kind: 'memory', tokens: 30 },
	{ kind: 'by-hand', tokens: 6, of: 30 }
];

/** Each kind of verdict on a run, with everything that its evidence can say. */
const OF_RUNS: EvidenceOf<Verdict> = {
	invalid: INVALID,
	'not-comparable': [
		...otherModels,
		{ reason: 'template', recorded: DIGEST, local: null, resources: [] },
		{ reason: 'prompt', recorded: null, local: 7, resources: [] },
		{ reason: 'prompt', recorded: 5, local: 7, resources: [] },
		{ reason: 'sampler', recorded: 'sampler-2', local: 'sampler-1', resources: [] },
		{ reason: 'incomplete', recorded: 8, local: 5, resources: [] }
	],
	diverged: [
		diverged,
		{ ...diverged, shortfall: 0.5 },
		{ ...diverged, shortfall: Infinity },
		{ ...diverged, recorded: null },
		{ ...diverged, regrown: null },
		{ ...diverged, cause: 'probability', recordedNumber: -1, localNumber: -2, tau: 0.01 },
		{ ...diverged, cause: 'margin', recordedNumber: 1, localNumber: 2, tau: 0.01 },
		{ ...diverged, cause: 'margin', recordedNumber: 1, localNumber: -2, tau: 0.01 },
		{ ...diverged, cause: 'margin', recordedNumber: 1, localNumber: null, tau: 0.01 },
		{ ...diverged, cause: 'margin', recordedNumber: null, localNumber: 2, tau: 0.01 },
		...NUMBERS.map((number) => ({
			...diverged,
			cause: 'number' as const,
			number,
			token: RECORDED.text,
			recordedNumber: 5,
			localNumber: number === 'digest' ? null : 1,
			tau: 0.01
		}))
	],
	'cannot-tell': [
		{ ...doubtful, doubt: 'nothing-drawn' },
		{ ...doubtful, doubt: 'nothing-drawn', comparedTokens: 0, exactTokens: 0 },
		{ ...doubtful, doubt: 'end', end: { kind: 'unexplained', tokens: 6, of: 30 } },
		{ ...doubtful, doubt: 'choice', exactTokens: 7, position: 3, shortfall: 0.05, tau: 0.1 },
		{ ...doubtful, doubt: 'numbers', position: 3, cause: 'probability', tau: 0.1 }
	],
	'within-noise': [
		withinNoise,
		{ ...withinNoise, exactTokens: 0 },
		{ ...withinNoise, largestLogprobDifference: null }
	],
	'same-tokens': [
		sameTokens,
		{ ...sameTokens, comparedTokens: 1, differingLogits: 0, engineDiffers: false },
		{ ...sameTokens, differingLogits: null, largestLogprobDifference: null, position: null },
		{ ...sameTokens, position: null }
	],
	'bit-exact': [
		{ comparedTokens: 8, engineDiffers: false, terms: TERMS },
		...ENDS.map((end) => ({ comparedTokens: 8, engineDiffers: false, terms: [], end })),
		{ comparedTokens: 1, engineDiffers: false },
		{ comparedTokens: 8, engineDiffers: true }
	]
};

const masked = {
	comparedMasks: 2,
	differingLogits: 1,
	largestDifference: 0.001,
	tau: 0.01,
	engineDiffers: false
};
const fillDiverged = {
	sentence: 0,
	position: 3,
	recorded: -1,
	local: -2,
	token: RECORDED.text,
	tau: 0.01,
	comparedMasks: 2
};

const FILL_TERMS: readonly FillTerm[] = [
	...[1, 6].flatMap((count): FillTerm[] => [
		{ kind: 'hidden-words', count, texts: [RECORDED.text] },
		{ kind: 'hidden-frame', count, texts: [RECORDED.text] }
	]),
	{ kind: 'part-scored', count: 2, of: 5 }
];

const OF_FILLED_MASKS: EvidenceOf<FillVerdict> = {
	invalid: INVALID,
	'not-comparable': [...otherModels, { reason: 'tokens', recorded: 5, local: 7, resources: [] }],
	diverged: [
		{ ...fillDiverged, number: 'logprob' },
		{ ...fillDiverged, number: 'rank' },
		{ ...fillDiverged, number: 'entropy' },
		{ ...fillDiverged, number: 'missing-alternative', recorded: null }
	],
	'cannot-tell': [
		{ ...fillDiverged, doubt: 'numbers', number: 'logprob', terms: [] },
		{ ...fillDiverged, doubt: 'numbers', number: 'rank', terms: FILL_TERMS }
	],
	'within-noise': [{ ...masked, sameOrder: 1 }],
	'same-tokens': [masked, { ...masked, comparedMasks: 1, terms: FILL_TERMS }],
	'bit-exact': [
		{ comparedMasks: 1, engineDiffers: false },
		{ comparedMasks: 2, engineDiffers: true }
	]
};

function verdictsOf<V extends Verdict | FillVerdict>(evidence: EvidenceOf<V>) {
	return Object.entries(evidence).flatMap(([verdict, all]) =>
		(all as readonly V['evidence'][]).map((each) => ({ verdict, evidence: each }) as V)
	);
}

function expectSpanish(texts: readonly string[], code = ''): void {
	expect(texts.map((text) => untranslated(text, [...DATA, code]))).toEqual(texts.map(() => ''));
}

describe('a verdict on a run is said in Spanish alone, evidence included', () => {
	test.each(verdictsOf(OF_RUNS))('$verdict: $evidence', (verdict) => {
		const { name, meaning } = VERDICT_LOOKS[verdict.verdict];
		const code = verdict.verdict === 'invalid' ? verdict.evidence.code : '';
		expectSpanish(
			[name, meaning, verdictText(verdict), ...evidenceRows(verdict.evidence).flat()],
			code
		);
	});
});

describe('a verdict on filled masks is said in Spanish alone, evidence included', () => {
	test.each(verdictsOf(OF_FILLED_MASKS))('$verdict: $evidence', (verdict) => {
		const { name, meaning } = fillVerdictLook(verdict);
		const code = verdict.verdict === 'invalid' ? verdict.evidence.code : '';
		expectSpanish(
			[name, meaning, fillVerdictText(verdict), ...evidenceRows(verdict.evidence).flat()],
			code
		);
	});
});

const DRAW: CheckedToken = {
	id: 12,
	forced: false,
	drawId: 12,
	shortfall: 0,
	atEdge: false,
	margin: 1,
	marginDifference: 0,
	logprob: -1,
	logprobDifference: 0,
	sameBits: true,
	sameTrace: true
};
const TOLERANCE = {
	shortfall: 0.01,
	logprob: 0.01,
	margin: 0.01,
	numbersDecide: true,
	choicesHold: true,
	isExact: false
};

const TOKENS: readonly CheckedToken[] = [
	DRAW,
	{ ...DRAW, forced: true },
	{ ...DRAW, drawId: 13, shortfall: Infinity },
	{ ...DRAW, drawId: 13, shortfall: 1 },
	{ ...DRAW, drawId: 13, shortfall: 0.001 },
	{ ...DRAW, logprobDifference: 1 },
	{ ...DRAW, logprobDifference: null, marginDifference: null },
	{ ...DRAW, marginDifference: 1 },
	{ ...DRAW, marginDifference: Infinity },
	{ ...DRAW, oddNumber: { number: 'rank', recorded: 5, local: 1, token: RECORDED.text } }
];

describe('what verifying found at a token is said in Spanish alone', () => {
	test.each(TOKENS)('%j', (token) => {
		const disagreement = firstDisagreement({
			tokens: [token],
			texts: [{ piece: RECORDED.text, drawnPiece: DRAWN.text }],
			tolerance: TOLERANCE,
			verdict: { verdict: 'bit-exact', evidence: { comparedTokens: 1, engineDiffers: false } }
		} as unknown as Parameters<typeof firstDisagreement>[0]);
		expectSpanish([
			fate(token),
			oddNumber(token, TOLERANCE),
			apart(token.marginDifference),
			disagreement ?? ''
		]);
	});
});

afterAll(() => {
	// Else a sentence stands there that no case above leads to.
	expect(neverShown('src/words/verdicts/')).toEqual([]);
});
