import { describe, expect, test } from 'vitest';
import { unsealedFillMaskRun } from '../../../tests/fixtures/example-fill-mask-run.ts';
import { LogitsDigest } from '../digest/logits-digest.ts';
import { fillLinkOfRun, fillRecipeOfRun } from '../link/write-link.ts';
import { answerMask } from './answer-mask.ts';
import { fillClaimOfLink } from './fill-claim.ts';
import { sealFillMaskRun } from './fill-mask-file.ts';
import { fillTermsOf } from './fill-terms.ts';
import { fillToleranceOf, type FillTolerance } from './fill-tolerance.ts';
import type { FillVerdict } from './fill-verdict.ts';
import { evidenceRows } from '#words/verdicts/evidence-rows.ts';
import { fillVerdictLook } from '#words/verdicts/verdict-words.ts';
import { fillVerdictText } from '#words/verdicts/fill-verdict-text.ts';
import { FillGrader, refuseFill, type LocalMasked } from './grade-fill.ts';
import { pseudoLikelihood } from './pseudo-likelihood.ts';
import type { FillMaskAnswer, FillMaskRun } from './schema.ts';

const TAU = 1e-3;
/** As on the CPU, where noise was measured. */
const MEASURED: FillTolerance = { logprob: TAU, held: TAU, numbersDecide: true };
const VOCABULARY = 16;
const piece = (id: number) => `t${id}`;
/** Of the two masked positions of the example. */
const LOGITS = [1, 2].map((seed) =>
	Float32Array.from({ length: VOCABULARY }, (_, id) => ((id * 7 + seed * 5) % VOCABULARY) / 2)
);

/** The example with the numbers that `LOGITS` give. */
function honestRun(logits = LOGITS): FillMaskRun {
	const run = unsealedFillMaskRun();
	const digest = new LogitsDigest();
	const answers = logits.map((row, i) => {
		const asked = { position: [2, 4][i] ?? 0, originalId: [6, null][i] ?? null, topK: 2 };
		return answerMask(row, digest.add(row), asked, piece);
	});
	const output = { sentences: [{ answers }], logits_digest: digest.finish() };
	return sealFillMaskRun({ ...run, output });
}

const { model, engine, request } = unsealedFillMaskRun();
const local: LocalMasked = {
	digest: model.digest,
	resources: model.resources,
	engine,
	vocabularySize: VOCABULARY,
	maskTokenId: 4,
	specialTokenIds: new Set([2, 3, 4]),
	encode: () => request.sentences[0]?.token_ids ?? [],
	piece
};

function verify(run: FillMaskRun, logits = LOGITS, tolerance = MEASURED): FillVerdict {
	const refused = refuseFill(run, local);
	if (refused !== null) return refused;
	const grader = new FillGrader(run, local, tolerance);
	for (const row of logits) grader.add(row);
	return grader.verdict();
}

/** The example hides a word beside its mask. */
const HIDDEN = [{ kind: 'hidden-words', count: 1, texts: ['t6'] }];

const shifted = (by: number, id: number) =>
	LOGITS.map((row) => row.map((logit, i) => (i === id ? logit + by : logit)));

test('the same logits are bit-exact', () => {
	const verdict = verify(honestRun());
	expect(verdict).toEqual({
		verdict: 'bit-exact',
		evidence: { comparedMasks: 2, engineDiffers: false, terms: HIDDEN }
	});
	expect(fillVerdictText(verdict)).toBe(
		'The model was not shown 1 token that the sentence shows: “t6”. Every logit at 2 masked tokens is the same, bit for bit.'
	);
	expect(fillVerdictLook(verdict).tone).toBe('good');
});

test('other bits with the same tokens in order are the same tokens', () => {
	const verdict = verify(honestRun(), shifted(1e-4, 3));
	expect(verdict).toMatchObject({ verdict: 'same-tokens', evidence: { differingLogits: 2 } });
	expect(fillVerdictText(verdict)).toMatch(/ The same tokens in the same order/);
});

test('an order that noise turns is within noise', () => {
	const close = LOGITS.map((row) => row.map((logit, id) => (id < 2 ? 9 + id * 1e-4 : logit)));
	const turned = LOGITS.map((row) => row.map((logit, id) => (id < 2 ? 9 - id * 1e-4 : logit)));
	const verdict = verify(honestRun(close), turned);
	expect(verdict).toMatchObject({ verdict: 'within-noise', evidence: { sameOrder: 0 } });
	expect(fillVerdictText(verdict)).toMatch(/ At 0 of 2 masked tokens/);
});

function lie(change: (answer: FillMaskAnswer) => void): FillMaskRun {
	const run = honestRun();
	const answer = run.output.sentences[0]?.answers[0];
	if (answer !== undefined) change(answer);
	return run;
}

test.each<[string, (answer: FillMaskAnswer) => void]>([
	['logprob', ({ alternatives: [first] }) => first && (first.logprob -= 0.01)],
	['logprob', ({ original }) => original && (original.logprob += 0.01)],
	['rank', ({ original }) => original && (original.rank += 1)],
	['rank', ({ original }) => original && (original.rank = 9)],
	['entropy', (answer) => (answer.entropy += 0.1)],
	['missing-alternative', ({ alternatives }) => alternatives.shift()],
	['missing-alternative', ({ alternatives }) => alternatives.pop()]
])('a false %s is found', (number, change) => {
	const verdict = verify(lie(change));
	expect(verdict).toMatchObject({ verdict: 'diverged', evidence: { number, position: 2 } });
	expect(fillVerdictText(verdict)).toMatch(/^At sentence 1, token 3 /);
	const ofOtherBits = lie((answer) => {
		change(answer);
		answer.logits_digest = '0'.repeat(16);
	});
	expect(verify(ofOtherBits)).toMatchObject({
		verdict: 'diverged',
		evidence: { number, position: 2, tau: TAU }
	});
});

test('numbers of other weights have diverged', () => {
	expect(verify(honestRun(), shifted(0.1, 6)).verdict).toBe('diverged');
});

test('another model, other tokens and false spellings are told apart', () => {
	const other = { ...honestRun(), model: { ...model, digest: `sha256:${'0'.repeat(64)}` } };
	expect(verify(other)).toMatchObject({
		verdict: 'not-comparable',
		evidence: { reason: 'model' }
	});
	const refused = refuseFill(honestRun(), { ...local, encode: () => [1, 2] });
	expect(refused).toMatchObject({ verdict: 'not-comparable', evidence: { reason: 'tokens' } });
	const misspelt = lie(({ alternatives: [first] }) => first && (first.text = 'other'));
	expect(verify(misspelt)).toMatchObject({
		verdict: 'invalid',
		evidence: { path: 'output.sentences[0].answers[0].alternatives[0]' }
	});
	const unknown = lie(({ alternatives: [first] }) => first && (first.id = VOCABULARY));
	expect(verify(unknown).verdict).toBe('invalid');
});

test('what a refusal tells: the files that differ, or how many tokens a sentence has', () => {
	const other = `sha256:${'0'.repeat(64)}`;
	const [config, ...others] = model.resources;
	const resources = others.map((each) => ({ ...each }));
	expect(refuseFill(honestRun(), { ...local, digest: other, resources })).toEqual({
		verdict: 'not-comparable',
		evidence: {
			reason: 'model',
			recorded: model.digest,
			local: other,
			resources: [{ name: 'config.json', recordedDigest: config?.digest, localDigest: null }]
		}
	});
	const ids = request.sentences[0]?.token_ids ?? [];
	for (const encoded of [[...ids, 3], ids.map((id, i) => (i === 7 ? 99 : id))]) {
		expect(refuseFill(honestRun(), { ...local, resources, encode: () => encoded })).toEqual({
			verdict: 'not-comparable',
			evidence: { reason: 'tokens', recorded: 8, local: encoded.length, resources: [] }
		});
	}
});

test('what a file says of tokens is held against the tokenizer here', () => {
	const invalid = (path: string) => ({
		verdict: 'invalid',
		evidence: { code: 'run-field-invalid', path }
	});
	expect(refuseFill(honestRun(), { ...local, maskTokenId: 5 })).toEqual(
		invalid('request.mask_token_id')
	);
	const answer = 'output.sentences[0].answers[0]';
	expect(verify(lie(({ original }) => original && (original.text = 'x')))).toEqual(
		invalid(`${answer}.original.text`)
	);
	const second = `${answer}.alternatives[1]`;
	const beyond = lie(({ alternatives: [, other] }) => {
		if (other !== undefined) Object.assign(other, { id: VOCABULARY, text: piece(VOCABULARY) });
	});
	expect(verify(beyond)).toEqual(invalid(second));
	expect(refuseFill(honestRun(), local)).toBeNull();
});

test('a second sentence is graded as the first one is', () => {
	const run = honestRun();
	const [sentence] = run.request.sentences;
	const [answered] = run.output.sentences;
	if (sentence === undefined || answered === undefined) throw new Error('no sentence');
	const twice = {
		...run,
		request: { ...run.request, sentences: [sentence, sentence] },
		output: { ...run.output, sentences: [answered, structuredClone(answered)] }
	};
	const wrong = twice.output.sentences[1]?.answers[0]?.original;
	if (wrong == null) throw new Error('no hidden token');
	wrong.rank += 5;
	const grader = new FillGrader(twice, local, MEASURED);
	for (const row of [...LOGITS, ...LOGITS]) grader.add(row);
	expect(grader.masks.map(({ sentence: s, position }) => [s, position])).toEqual([
		[0, 2],
		[0, 4],
		[1, 2],
		[1, 4]
	]);
	expect(grader.verdict()).toMatchObject({
		verdict: 'diverged',
		evidence: { sentence: 1, position: 2, number: 'rank', tau: 1e-9, comparedMasks: 4 }
	});
	expect(() => grader.add(LOGITS[0] ?? new Float32Array(0))).toThrow(RangeError);
	wrong.text = 'x';
	expect(refuseFill(twice, local)).toMatchObject({
		evidence: { path: 'output.sentences[1].answers[0].original.text' }
	});
});

test('the numbers of a verdict say how much differs, and whether the engine does', () => {
	const elsewhere = { ...local, engine: { ...engine, threads: 2 } };
	const grader = (logits: readonly Float32Array[], run = honestRun()) => {
		const grading = new FillGrader(run, elsewhere, MEASURED);
		for (const row of logits) grading.add(row);
		return grading.verdict();
	};
	expect(grader(LOGITS)).toEqual({
		verdict: 'bit-exact',
		evidence: { comparedMasks: 2, engineDiffers: true, terms: HIDDEN }
	});
	const [first = new Float32Array(0)] = shifted(1e-3, 3);
	expect(grader([first, LOGITS[1] ?? first])).toEqual({
		verdict: 'same-tokens',
		evidence: {
			comparedMasks: 2,
			differingLogits: 1,
			largestDifference: expect.any(Number) as number,
			tau: TAU,
			engineDiffers: true,
			terms: HIDDEN
		}
	});
});

test('the same bits with another recorded number are refuted, whatever decides of others', () => {
	const off = lie((answer) => (answer.entropy += 1e-6));
	for (const numbersDecide of [true, false]) {
		expect(verify(off, LOGITS, { ...MEASURED, numbersDecide })).toMatchObject({
			verdict: 'diverged',
			evidence: { number: 'entropy', tau: 1e-9 }
		});
	}
	const digested = honestRun();
	digested.output.logits_digest = `sha256:${'0'.repeat(64)}`;
	expect(verify(digested)).toEqual({
		verdict: 'invalid',
		evidence: { code: 'run-field-invalid', path: 'output.logits_digest' }
	});
});

describe('what is beyond noise as far as it is known', () => {
	/** Half floats on a graphics card, which nobody has measured. */
	const unmeasured: FillTolerance = { logprob: 0.1, held: TAU, numbersDecide: false };

	test('is left open where nobody has measured more', () => {
		const verdict = verify(honestRun(), shifted(0.05, 6), unmeasured);
		expect(verdict).toMatchObject({
			verdict: 'cannot-tell',
			evidence: { doubt: 'numbers', sentence: 0, position: 2, tau: TAU, terms: HIDDEN }
		});
		expect(fillVerdictText(verdict)).toContain('The recorded numbers are not confirmed.');
		expect(fillVerdictLook(verdict).tone).toBe('fair');
		expect(verify(honestRun(), shifted(5, 6), unmeasured).verdict).toBe('cannot-tell');
	});

	test('is refuted where it was', () => {
		expect(verify(honestRun(), shifted(0.05, 6)).verdict).toBe('diverged');
		expect(verify(honestRun(), shifted(1e-4, 3), unmeasured).verdict).toBe('same-tokens');
	});

	test('follows from what verifies: no word of the claim makes a number pass', () => {
		const here = { engine, halfFloats: false };
		const claims = [engine, { ...engine, backend: 'webgpu' as const }, { ...engine, name: 'x' }];
		for (const claimed of claims) {
			expect(fillToleranceOf(claimed, here)).toMatchObject({ logprob: TAU, held: TAU });
		}
		expect(claims.map((each) => fillToleranceOf(each, here).numbersDecide)).toEqual([
			true,
			true,
			false
		]);
		const gpu = { engine: { ...engine, backend: 'webgpu' as const }, halfFloats: true };
		expect(fillToleranceOf(gpu.engine, gpu)).toEqual(unmeasured);
		expect(fillToleranceOf(gpu.engine, { ...here, halfFloats: true })).toEqual({
			...MEASURED,
			numbersDecide: false
		});
	});
});

describe('what of a request for masks a reader has to know', () => {
	const [sentence] = request.sentences;
	const asked = (masked: readonly number[], masking: 'together' | 'one-by-one') => ({
		masking,
		sentences: [{ text: '', token_ids: sentence?.token_ids ?? [], masked_positions: [...masked] }]
	});

	test('is words and control tokens that the model was not shown', () => {
		expect(fillTermsOf(asked([4], 'together'), local)).toEqual([]);
		expect(fillTermsOf(asked([0, 1, 2, 4], 'together'), local)).toEqual([
			{ kind: 'hidden-words', count: 2, texts: ['t5', 't6'] },
			{ kind: 'hidden-frame', count: 1, texts: ['t2'] }
		]);
	});

	test('is that a score leaves tokens out', () => {
		const words = (sentence?.token_ids ?? []).flatMap((id, i) =>
			local.specialTokenIds.has(id) ? [] : [i]
		);
		expect(fillTermsOf(asked(words, 'one-by-one'), local)).toEqual([]);
		const part = fillTermsOf(asked(words.slice(1), 'one-by-one'), local);
		expect(part).toEqual([{ kind: 'part-scored', count: words.length - 1, of: words.length }]);
		const verdict = {
			verdict: 'bit-exact',
			evidence: { comparedMasks: 1, engineDiffers: false, terms: part }
		} as const;
		expect(fillVerdictText(verdict)).toContain('tokens were scored.');
		expect(fillVerdictLook(verdict).tone).toBe('fair');
		expect(evidenceRows(verdict.evidence).map(([name]) => name)).toContain('Scored in part');
	});
});

test('the largest difference is that of all positions', () => {
	const run = honestRun();
	const alternative = run.output.sentences[0]?.answers[1]?.alternatives[0];
	if (alternative === undefined) throw new Error('no alternative');
	alternative.logprob -= 5e-4;
	const answer = run.output.sentences[0]?.answers[1];
	if (answer !== undefined) answer.logits_digest = '0'.repeat(16);
	const verdict = verify(run);
	if (verdict.verdict !== 'same-tokens') throw new Error(verdict.verdict);
	expect(verdict.evidence.largestDifference).toBeCloseTo(5e-4, 9);
});

test('an order that noise turns in one place is told', () => {
	const turn = (by: number) => (logit: number, id: number) => (id < 2 ? 9 + id * by : logit);
	const [first = new Float32Array(0), second = first] = LOGITS;
	const verdict = verify(honestRun([first.map(turn(1e-4)), second]), [
		first.map(turn(-1e-4)),
		second
	]);
	expect(verdict).toMatchObject({
		verdict: 'within-noise',
		evidence: { sameOrder: 1, comparedMasks: 2, differingLogits: 1 }
	});
});

test('a link claims what its run does, without the names of files; a question claims nothing', () => {
	const run = honestRun();
	const link = fillLinkOfRun(run, false);
	const { digest, quantization } = model;
	expect(fillClaimOfLink(link)).toEqual({
		model: { digest, quantization, resources: [] },
		engine,
		request: link.request,
		output: link.made?.output
	});
	expect(fillClaimOfLink(fillRecipeOfRun(run, false))).toBeNull();
});

test('the pseudo-log-likelihood adds up what the hidden tokens had', () => {
	const original = (logprob: number) => ({ original: { text: 'x', logprob, rank: 1 } });
	const score = pseudoLikelihood([original(-1), original(-3)]);
	expect(score).toMatchObject({ logLikelihood: -4, tokens: 2 });
	expect(score?.perplexity).toBeCloseTo(Math.exp(2), 12);
	expect(pseudoLikelihood([original(-1), { original: null }])).toBeNull();
	expect(pseudoLikelihood([])).toBeNull();
});
