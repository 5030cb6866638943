import { describe, expect, test } from 'vitest';

import { exampleRun } from '../../../tests/fixtures/example-run.ts';
import { LogitsDigest } from '../digest/logits-digest.ts';
import { promptDigest } from '../link/prompt-digest.ts';
import { runLinkOfRun } from '../link/write-link.ts';
import type { RunEngine, RunRequest, TokenTrace } from '../run-file/schema.ts';
import { RunSampler } from '../sampling/sampler.ts';
import { traceLogits } from '../sampling/trace.ts';
import { claimOfLink, claimOfRun } from './claim.ts';
import type { Claim } from './claim.ts';
import { rangeAtEdge } from './filter-edge.ts';
import { gradeClaim, refuseClaim } from './grade.ts';
import { findFalseEnd, replayEnd } from './replay-end.ts';
import { noiseBand, scoreTau, toleranceOf } from './tau.ts';
import { verdictText } from '#words/verdicts/verdict-text.ts';
import type { Verdict } from './verdict.ts';
import { TokenVerifier } from './verify.ts';
import fc, { examples } from '../../../tests/property.ts';

const VOCABULARY = 300;
const TAU = 1e-3;
const PROMPT = [1, 7, 8, 9];

/** A made-up language model: smooth logits that depend on the last token and the length. */
function logitsAfter(ids: readonly number[], shift = 0): Float32Array {
	const last = ids.at(-1) ?? 0;
	const phase = (last * 37 + ids.length * 11) % 997;
	return Float32Array.from({ length: VOCABULARY }, (_, id) => {
		const wave = Math.sin(id * 12.9898 + phase * 78.233) * 43758.5453;
		const jitter = Math.sin(id * 3.7 + phase) * shift;
		return (wave - Math.floor(wave)) * 9 - 3 + jitter;
	});
}

const piece = (id: number): string => `<${id}>`;
/** What the model says of its own tokens. */
const OWN = {
	vocabularySize: VOCABULARY,
	stopTokenIds: [2],
	contextLength: 1000,
	controlTokens: [],
	piece
};
const decode = (ids: readonly number[]): string => ids.map(piece).join('');

function requestWith(changes: Partial<RunRequest>): RunRequest {
	const base = exampleRun().request;
	return {
		...base,
		prompt_token_ids: PROMPT,
		forced_token_ids: [],
		repetition_penalty: 1,
		logit_bias: {},
		max_tokens: 60,
		stop_sequences: [],
		stop_token_ids: [2],
		...changes
	};
}

/** What an honest run with these settings claims. */
function honestClaim(changes: Partial<RunRequest> = {}, shift = 0): Claim {
	const request = requestWith(changes);
	const sampler = new RunSampler({
		settings: request,
		seed: BigInt(request.seed),
		promptTokenIds: PROMPT
	});
	const digest = new LogitsDigest();
	const ids: number[] = [];
	const trace: TokenTrace[] = [];
	while (ids.length < request.max_tokens && ids.at(-1) !== 2) {
		const logits = logitsAfter([...PROMPT, ...ids], shift);
		const forced = request.forced_token_ids[ids.length];
		const draw = sampler.draw(logits);
		const id = forced ?? draw.tokenId;
		sampler.accept(id);
		ids.push(id);
		const { alternatives, ...numbers } = traceLogits(logits, id, 3);
		trace.push({
			id,
			text: piece(id),
			...numbers,
			margin: forced === undefined ? draw.margin : null,
			logits_digest: digest.add(logits),
			alternatives: alternatives.map((each) => ({ ...each, text: piece(each.id) }))
		});
	}
	return {
		...claimOfRun(exampleRun()),
		request,
		promptTokenIds: PROMPT,
		promptDigest: promptDigest(PROMPT),
		tokenIds: ids,
		trace,
		text: decode(ids),
		finishReason: ids.at(-1) === 2 ? 'stop' : 'length',
		stopSequence: null,
		logitsDigest: digest.finish()
	};
}

interface VerifyOptions {
	readonly stepwise?: boolean;
	readonly numbersDecide?: boolean;
}

function verify(claim: Claim, shift = 0, options: VerifyOptions = {}) {
	const { stepwise = true, numbersDecide = true } = options;
	const shortfall = scoreTau(TAU, { ...claim.request, repetition_penalty: 1 });
	const measured = { numbersDecide, choicesHold: numbersDecide, isExact: false };
	const tolerance = { shortfall, logprob: TAU, margin: 2 * shortfall, ...measured };
	const verifier = new TokenVerifier(claim, { promptTokenIds: PROMPT, tolerance, stepwise });
	claim.tokenIds.forEach((_, i) => {
		verifier.add(logitsAfter([...PROMPT, ...claim.tokenIds.slice(0, i)], shift));
	});
	const local = {
		modelDigest: claim.model.digest,
		resources: claim.model.resources,
		templateDigest: claim.request.template_digest,
		promptTokenIds: PROMPT,
		engine: claim.engine,
		...OWN
	};
	const verdict = gradeClaim(claim, verifier, replayEnd(claim, decode), local);
	return { verdict, tokens: verifier.tokens, text: verdictText(verdict) };
}

describe('verifying an honest run', () => {
	const settings: readonly Partial<RunRequest>[] = [
		{},
		{ temperature: 0 },
		{ temperature: 1.5, top_k: 0, top_p: 1 },
		{ min_p: 0.1, top_k: 0, top_p: 1 },
		{ repetition_penalty: 1.3, presence_penalty: 0.5, frequency_penalty: 0.2 },
		{ logit_bias: { '5': 4, '9': -4 }, forced_token_ids: [10, 20, 30] },
		{ max_tokens: 1 }
	];

	test.each(settings)('is bit-exact with the same logits: %j', (changes) => {
		const { verdict, tokens } = verify(honestClaim(changes));
		expect(verdict.verdict).toBe('bit-exact');
		expect(tokens.every(({ id, drawId, shortfall }) => id === drawId && shortfall === 0)).toBe(
			true
		);
	});

	test('gives the same tokens when logits differ in their last bits', () => {
		const { verdict, text } = verify(honestClaim(), 1e-6);
		expect(verdict).toMatchObject({ verdict: 'same-tokens', evidence: { engineDiffers: false } });
		expect(verdict.evidence).not.toHaveProperty('beyondNoise');
		expect(text).toMatch(/^All \d+ tokens are the same\. Tiny rounding differences only\./);
	});

	test('never diverges when every logit is off by less than half of tau', () => {
		fc.assert(
			fc.property(
				fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
				fc.double({ min: 0.3, max: 2, noNaN: true }),
				fc.integer({ min: 0, max: 20 }),
				fc.double({ min: 0.05, max: 1, noNaN: true }),
				fc.double({ min: 0, max: 0.3, noNaN: true }),
				(seed, temperature, topK, topP, minP) => {
					const filters = { top_k: topK, top_p: topP, min_p: minP };
					const claim = honestClaim({
						seed: String(seed),
						temperature,
						...filters,
						max_tokens: 20
					});
					const { verdict } = verify(claim, 4e-4, { stepwise: false });
					expect(verdict.verdict).not.toBe('diverged');
				}
			),
			{ numRuns: examples(150) }
		);
	}, 60_000);

	test('of a branch claims nothing about the tokens that were set', () => {
		const { tokens } = verify(honestClaim({ forced_token_ids: [10, 20] }));
		expect(tokens.slice(0, 3).map(({ forced }) => forced)).toEqual([true, true, false]);
	});

	test('from a link can still be bit-exact, and says less otherwise', () => {
		const claim = { ...honestClaim(), trace: null, text: null };
		expect(verify(claim).verdict.verdict).toBe('bit-exact');
		const { verdict, text } = verify(claim, 1e-6);
		expect(verdict.evidence).toMatchObject({
			differingLogits: null,
			largestLogprobDifference: null
		});
		expect(text).toMatch(/the same\. The logits differ in some bits.*Only the tokens were checked/);
	});
});

/** How far the file's number is from the one here. */
function numbersApart({ verdict, evidence }: Verdict): number {
	if (verdict !== 'diverged') throw new Error('it did not diverge');
	return Math.abs((evidence.recordedNumber ?? NaN) - (evidence.localNumber ?? NaN));
}

describe('verifying a lie', () => {
	const honest = honestClaim();

	function swapped(position: number, id: number): Claim {
		const tokenIds = honest.tokenIds.with(position, id);
		return { ...honest, tokenIds, trace: null, text: null };
	}

	function changedAt(
		position: number,
		change: (token: TokenTrace) => Partial<TokenTrace>
	): readonly TokenTrace[] {
		const trace = honest.trace ?? [];
		return trace.map((token, i) => (i === position ? { ...token, ...change(token) } : token));
	}

	test('finds one swapped token, wherever it is', () => {
		for (const position of [0, 5, honest.tokenIds.length - 1]) {
			const { verdict, text } = verify(swapped(position, 123));
			expect(verdict).toMatchObject({
				verdict: 'diverged',
				evidence: { cause: 'token', position, tau: TAU / 0.8 }
			});
			expect(text).toContain(`Changed at token ${position + 1}: the file says “<123>”`);
		}
	});

	test.each([
		['seed', { seed: '43' }],
		['temperature', { temperature: 0.9 }],
		['top_k', { top_k: 2 }],
		['top_p', { top_p: 0.3 }],
		['repetition_penalty', { repetition_penalty: 1.2 }]
	] as const)('finds another %s', (_, changes) => {
		const claim = { ...honest, request: { ...honest.request, ...changes } };
		expect(verify(claim).verdict.verdict).toBe('diverged');
	});

	test('finds other weights', () => {
		expect(verify(honest, 0.5).verdict.verdict).toBe('diverged');
	});

	test('finds recorded probabilities that are made up, though every token is the draw', () => {
		const trace = changedAt(3, (token) => ({ logprob: token.logprob - 0.2 }));
		for (const stepwise of [true, false]) {
			const { verdict, text } = verify({ ...honest, trace }, 1e-6, { stepwise });
			expect(verdict).toMatchObject({
				verdict: 'diverged',
				evidence: { cause: 'probability', position: 3, tau: TAU }
			});
			expect(text).toMatch(/^Changed at token 4: .* another probability than this model does\./);
			expect(numbersApart(verdict)).toBeCloseTo(0.2, 4);
		}
	});

	test('finds recorded margins that are made up', () => {
		const trace = changedAt(5, ({ margin }) => ({ margin: (margin ?? 0) + 0.1 }));
		const { verdict, text } = verify({ ...honest, trace }, 1e-6);
		expect(verdict).toMatchObject({
			verdict: 'diverged',
			evidence: { cause: 'margin', position: 5, tau: (2 * TAU) / 0.8 }
		});
		expect(text).toContain('At token 6 the file records another lead');
		expect(numbersApart(verdict)).toBeCloseTo(0.1, 4);
		const alone = changedAt(0, () => ({ margin: null }));
		expect(verify({ ...honest, trace: alone }).text).toContain(
			'At token 1 the file records another lead'
		);
	});

	test('finds a temperature by its margins where it changes no token', () => {
		const greedy = honestClaim({ top_k: 2, temperature: 0.3 });
		const lie = { ...greedy, request: { ...greedy.request, temperature: 0.33 } };
		expect(verify({ ...lie, trace: null }).verdict.verdict).toBe('bit-exact');
		expect(verify(lie).verdict).toMatchObject({
			verdict: 'diverged',
			evidence: { cause: 'margin' }
		});
	});

	test('cannot tell of odd numbers where nobody has measured the noise', () => {
		const trace = changedAt(3, (token) => ({ logprob: token.logprob - 0.2, margin: 9 }));
		const { verdict, text } = verify({ ...honest, trace }, 1e-6, { numbersDecide: false });
		expect(verdict).toMatchObject({
			verdict: 'cannot-tell',
			evidence: { doubt: 'numbers', position: 3 }
		});
		expect(text).toContain('not a proof');
	});

	test('finds numbers that do not follow from the very same logits', () => {
		for (const change of [{ rank: 99 }, { entropy: 0.5 }, { alternatives: [] }]) {
			const isLeftOut = 'alternatives' in change;
			const { verdict, text } = verify({ ...honest, trace: changedAt(2, () => change) });
			expect(verdict.verdict).toBe(isLeftOut ? 'bit-exact' : 'diverged');
			if (!isLeftOut) expect(text).toContain('the file and the model disagree about');
		}
		const other = changedAt(2, ({ alternatives: [first, ...rest] }) => ({
			alternatives: first === undefined ? [] : [{ ...first, id: first.id + 1 }, ...rest]
		}));
		expect(verify({ ...honest, trace: other }).verdict).toMatchObject({
			verdict: 'diverged',
			evidence: { cause: 'number', position: 2 }
		});
	});

	test('finds ranks, entropies and alternatives that are made up, also in one pass', () => {
		const lies: ((token: TokenTrace) => Partial<TokenTrace>)[] = [
			({ rank }) => ({ rank: rank + 100 }),
			({ entropy }) => ({ entropy: entropy + 0.1 }),
			({ alternatives: [, ...rest] }) => ({ alternatives: rest }),
			({ alternatives }) => ({
				alternatives: alternatives.map((each) => ({ ...each, logprob: each.logprob - 1 }))
			})
		];
		for (const lie of lies) {
			const { verdict } = verify({ ...honest, trace: changedAt(4, lie) }, 1e-6, {
				stepwise: false
			});
			expect(verdict).toMatchObject({
				verdict: 'diverged',
				evidence: { cause: 'number', position: 4 }
			});
		}
		const renamed = changedAt(4, ({ alternatives }) => ({
			alternatives: alternatives.map((each) => ({ ...each, text: 'nice' }))
		}));
		expect(verify({ ...honest, trace: renamed }, 1e-6).verdict).toMatchObject({
			verdict: 'invalid',
			evidence: { path: 'output.tokens[4].alternatives[0].text' }
		});
	});

	test('gives a token that the filters drop an infinite shortfall', () => {
		const claim = { ...swapped(3, 299), request: { ...honest.request, top_k: 1, max_tokens: 4 } };
		const { verdict } = verify({
			...claim,
			tokenIds: [...honestClaim({ top_k: 1 }).tokenIds.slice(0, 3), 299]
		});
		expect(verdict).toMatchObject({
			verdict: 'diverged',
			evidence: { position: 3, shortfall: Infinity }
		});
		expect(verdictText(verdict)).toContain('which the filters drop here');
	});

	test('finds words that the tokens do not spell, and tokens after the end', () => {
		expect(verify({ ...honest, text: 'Nice words.' }).verdict).toMatchObject({
			verdict: 'invalid',
			evidence: { path: 'output.text' }
		});
		const stops = { ...honest.request, stop_token_ids: honest.tokenIds.slice(4, 5) };
		const first = honest.tokenIds.indexOf(honest.tokenIds[4] ?? -1);
		expect(verify({ ...honest, request: stops }).verdict).toMatchObject({
			verdict: 'invalid',
			evidence: { path: `output.token_ids[${first + 1}]` }
		});
	});
});

test('a claim about another model, prompt or vocabulary is refused before anything is computed', () => {
	const claim = honestClaim();
	const local = {
		modelDigest: claim.model.digest,
		resources: claim.model.resources,
		templateDigest: claim.request.template_digest,
		promptTokenIds: PROMPT
	};
	expect(refuseClaim(claim, local, VOCABULARY)).toBeNull();
	const reasonOf = (changes: object) => refuseClaim(claim, { ...local, ...changes }, VOCABULARY);
	expect(reasonOf({ modelDigest: 'sha256:other' })?.evidence).toMatchObject({ reason: 'model' });
	expect(reasonOf({ templateDigest: null })?.evidence).toMatchObject({ reason: 'template' });
	expect(reasonOf({ promptTokenIds: [1] })?.evidence).toMatchObject({ reason: 'prompt' });
	expect(refuseClaim(claim, local, 10)?.verdict).toBe('invalid');
});

test('a link of a run makes the same claim, its text too, with less beside it', () => {
	const run = exampleRun();
	const fromRun = claimOfRun(run);
	expect(claimOfLink(runLinkOfRun(run, true))).toEqual({
		...fromRun,
		model: { ...fromRun.model, resources: [] },
		promptTokenIds: null,
		trace: null
	});
});

describe('the end of a run', () => {
	const claim = honestClaim();
	const end = (changes: Partial<Claim>) => {
		const changed = { ...claim, ...changes };
		return findFalseEnd(changed, replayEnd(changed, decode));
	};

	test('is where the first rule applies', () => {
		expect(end({})).toBeNull();
		expect(end({ finishReason: 'cancelled' })).toBeNull();
		expect(end({ finishReason: 'length' })).toBe('output.finish_reason');
		expect(end({ stopSequence: 'x' })).toBe('output.stop_sequence');
	});

	test('may come early when a run was cancelled or its context was full, not by itself', () => {
		const tokenIds = claim.tokenIds.slice(0, 5);
		const short = { tokenIds, trace: null, text: null };
		expect(end({ ...short, finishReason: 'cancelled' })).toBeNull();
		expect(end({ ...short, finishReason: 'length' })).toBeNull();
		expect(end({ ...short, finishReason: 'stop' })).toBe('output.finish_reason');
	});
});

describe('the edge of a filter', () => {
	const x = Float64Array.from([3, 2.9999, 1, 0, -Infinity]);
	const at = (tokenId: number, filters: object, tolerance = 1e-3) =>
		rangeAtEdge({
			x,
			filters: { top_k: 0, top_p: 1, min_p: 0, ...filters },
			tokenId,
			noise: (id) => (id === 0 ? 2 : 0),
			tolerance
		}).shortfall;

	test('may keep either of two tokens that are equal up to noise', () => {
		expect(at(1, { top_k: 1 })).toBe(0);
		expect(at(1, { top_k: 1 }, 1e-6)).toBe(Infinity);
		expect(at(1, { top_p: 0.3 })).toBe(0);
		expect(at(1, { min_p: 1 })).toBe(0);
	});

	test('does not help a token that is clearly outside', () => {
		expect(at(2, { top_k: 2 })).toBe(Infinity);
		expect(at(2, { min_p: 0.5 })).toBe(Infinity);
		expect(at(3, { top_p: 0.9 })).toBe(Infinity);
		expect(at(4, {})).toBe(Infinity);
	});

	test('does not help a token that is inside and loses', () => {
		expect(at(1, { top_k: 2 })).toBeCloseTo(2.0001);
		expect(at(1, { top_p: 0.99 })).toBeCloseTo(2.0001);
		expect(at(0, { top_k: 2 })).toBe(0);
	});

	test('gives the lead of a token a range: with and without each rival at the edge', () => {
		const range = (tokenId: number, filters: object) =>
			rangeAtEdge({
				x,
				filters: { top_k: 0, top_p: 1, min_p: 0, ...filters },
				tokenId,
				noise: () => 0,
				tolerance: 1e-3
			});
		// Either of the two equal ones may be the only one that is left.
		expect(range(0, { top_k: 1 })).toMatchObject({ mostMargin: Infinity });
		expect(range(0, { top_k: 1 }).leastMargin).toBeCloseTo(1e-4);
		const sure = range(0, { top_k: 2 });
		expect(sure.leastMargin).toBe(sure.mostMargin);
		expect(range(2, { top_k: 2 }).shortfall).toBe(Infinity);
	});
});

test('tau follows temperature and repetition penalty', () => {
	expect(scoreTau(1e-3, { temperature: 0, repetition_penalty: 1 })).toBe(1e-3);
	expect(scoreTau(1e-3, { temperature: 0.5, repetition_penalty: 1.25 })).toBe(2.5e-3);
	expect(scoreTau(1e-3, { temperature: 2, repetition_penalty: 0.5 })).toBe(1e-3);
	expect(noiseBand(false, 'webgpu', 'wasm').arithmetic).toBe('float32');
	expect(noiseBand(true, 'webgpu', 'webgpu').arithmetic).toBe('float16');
	expect(noiseBand(true, 'wasm', 'wasm').arithmetic).toBe('float32');
});

describe('the tolerance', () => {
	const engineOf = (name: string, backend: 'wasm' | 'webgpu') => {
		return { ...exampleRun().engine, name, backend };
	};
	const ORT = 'onnxruntime-web';
	const tolerance = (
		halfFloats: boolean,
		local: RunEngine,
		claimed: RunEngine = local,
		isExact = false
	) =>
		toleranceOf(
			{ engine: claimed, request: { temperature: 1, repetition_penalty: 100 } },
			{ engine: local, halfFloats },
			{ isExact }
		);
	const [cpu, gpu] = [engineOf(ORT, 'wasm'), engineOf(ORT, 'webgpu')];

	test('lets recorded numbers decide only where honest noise was measured', () => {
		expect(tolerance(false, cpu).numbersDecide).toBe(true);
		expect(tolerance(true, cpu).numbersDecide).toBe(true);
		expect(tolerance(true, gpu).numbersDecide).toBe(false);
		expect(tolerance(false, engineOf('web-llm', 'webgpu')).numbersDecide).toBe(false);
	});

	test('follows from the files and the backend here: no word of the claim makes it wider', () => {
		const own = tolerance(false, cpu);
		expect(own).toMatchObject({ shortfall: TAU, logprob: TAU, margin: 2 * TAU });
		for (const claimed of [gpu, engineOf('web-llm', 'webgpu'), engineOf('another', 'wasm')]) {
			expect(tolerance(false, cpu, claimed)).toMatchObject({
				shortfall: TAU,
				logprob: TAU,
				margin: 2 * TAU
			});
		}
		expect(tolerance(false, cpu, engineOf('another', 'wasm')).numbersDecide).toBe(false);
	});

	test('upholds no close choice where the noise is that of a device that is not here', () => {
		expect(tolerance(true, cpu, gpu)).toMatchObject({ choicesHold: false, logprob: TAU });
		expect(tolerance(true, gpu).choicesHold).toBe(false);
		expect(tolerance(false, engineOf('web-llm', 'webgpu')).choicesHold).toBe(false);
		expect(tolerance(false, cpu, gpu).choicesHold).toBe(true);
	});

	test('is nothing at all in exact mode with the same engine, and upholds no close choice with another', () => {
		expect(tolerance(false, cpu, cpu, true)).toMatchObject({ shortfall: 0, isExact: true });
		expect(tolerance(false, cpu, gpu, true)).toMatchObject({ choicesHold: false, isExact: false });
		expect(tolerance(false, gpu, gpu, true)).toMatchObject({ choicesHold: false, isExact: false });
	});
});
