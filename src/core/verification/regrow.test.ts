import { describe, expect, it } from 'vitest';

import { exampleRun, exampleToken } from '../../../tests/fixtures/example-run.ts';
import { AppError } from '../errors.ts';
import type { Run } from '../run-file/schema.ts';
import { compareRegrown, invalidVerdict } from './regrow.ts';
import type { Regrowth } from './regrow.ts';
import { verdictText } from '#words/verdicts/verdict-text.ts';

const EXAMPLE_PIECES = new Map([
	...exampleRun().output.tokens.flatMap(({ alternatives }) =>
		alternatives.map(({ id, text }) => [id, text] as const)
	),
	[9, ' nine'] as const
]);

function regrowthOf(run: Run): Regrowth {
	const { model, request, output, engine } = structuredClone(run);
	return {
		modelDigest: model.digest,
		resources: model.resources,
		templateDigest: request.template_digest,
		promptTokenIds: request.prompt_token_ids,
		output,
		engine,
		halfFloats: false,
		vocabularySize: 300,
		stopTokenIds: request.stop_token_ids,
		contextLength: 1000,
		controlTokens: [],
		piece: (id) => EXAMPLE_PIECES.get(id) ?? ''
	};
}

/** The example and its regrowth, after a change to both of which each may differ. */
function compare(change: (run: Run, regrowth: Regrowth) => void) {
	const run = exampleRun();
	const regrowth = regrowthOf(run);
	change(run, regrowth);
	const verdict = compareRegrown(run, regrowth);
	return { ...verdict, text: verdictText(verdict) };
}

function cut(output: Run['output'], length: number): void {
	output.tokens.length = length;
	output.token_ids.length = length;
	output.text = output.tokens.map((token) => token.text).join('');
}

describe('bit-exact', () => {
	it('is a run that regrows with the same numbers', () => {
		expect(compare(() => undefined)).toEqual({
			verdict: 'bit-exact',
			evidence: {
				comparedTokens: 3,
				engineDiffers: false,
				terms: [
					{ kind: 'set-tokens', count: 1, of: 3 },
					{ kind: 'bias', count: 1, strongest: [{ text: ' nine', bias: -1 }] }
				],
				end: { kind: 'end-token' }
			},
			text: '1 token was set by hand, not drawn (of 3). A bias was set for 1 token: “·nine” −1. All 3 tokens and all their logits are the same, bit for bit. The model ended the text.'
		});
	});

	it('says when the engine is set up differently all the same', () => {
		const { evidence } = compare((_run, regrowth) => (regrowth.engine.threads = 4));
		expect(evidence).toMatchObject({ engineDiffers: true });
	});

	it('holds for a cancelled run over its own length', () => {
		const verdict = compare((run) => {
			cut(run.output, 2);
			run.output.finish_reason = 'cancelled';
		});
		expect(verdict).toMatchObject({ verdict: 'bit-exact', evidence: { comparedTokens: 2 } });
	});

	it('does not mind alternatives that were left out of the file', () => {
		const verdict = compare((run) => {
			for (const token of run.output.tokens) token.alternatives = [];
		});
		expect(verdict.verdict).toBe('bit-exact');
	});
});

describe('same-tokens', () => {
	it('gives the largest logprob difference and where it is', () => {
		const verdict = compare((_run, { output, engine }) => {
			engine.backend = 'webgpu';
			for (const [i, token] of output.tokens.entries()) {
				token.logits_digest = '0123456789abcdef';
				token.logprob -= [1e-6, 2.5e-5, 0][i] ?? 0;
			}
		});
		expect(verdict).toMatchObject({
			verdict: 'same-tokens',
			evidence: { comparedTokens: 3, differingLogits: 3, position: 1, engineDiffers: true }
		});
		expect(verdict.text).toContain(
			'. All 3 tokens are the same. Tiny rounding differences only. Another engine or device explains this. The model ended'
		);
	});

	it('catches a recorded number of which only the last digits differ', () => {
		const verdict = compare(
			(run) => ((run.output.tokens[1] ?? exampleToken(0, '')).entropy += 1e-12)
		);
		expect(verdict).toMatchObject({ verdict: 'same-tokens', evidence: { differingLogits: 0 } });
		expect(verdict.text).toContain('do not match');
	});

	it('is not bit-exact when only the digest over all differs', () => {
		const verdict = compare((run) => (run.output.logits_digest = run.model.digest));
		expect(verdict.verdict).toBe('same-tokens');
	});
});

describe('cannot-tell', () => {
	it('is a run with odd numbers on an engine whose noise nobody has measured', () => {
		const verdict = compare((run, { engine }) => {
			run.engine.name = engine.name = 'web-llm';
			Object.assign(run.output.tokens[1] ?? {}, { logprob: -9, logits_digest: '0'.repeat(16) });
		});
		expect(verdict).toMatchObject({ verdict: 'cannot-tell', evidence: { doubt: 'numbers' } });
		expect(verdict.text).toContain('not a proof');
	});

	it('is a run in which every token was set, or that has none', () => {
		const set = compare(({ request }, regrowth) => {
			request.forced_token_ids = [5, 6, 2];
			Object.assign(regrowth, {});
		});
		expect(set).toMatchObject({ verdict: 'cannot-tell', evidence: { doubt: 'nothing-drawn' } });
		expect(set.text).toMatch(/^Every token was set by hand, and none was drawn\./);
	});
});

describe('a run that was stopped by hand', () => {
	it('says so first, and after how many tokens', () => {
		const verdict = compare((run, regrowth) => {
			run.request.forced_token_ids = [];
			run.request.logit_bias = {};
			run.output.finish_reason = 'cancelled';
			cut(run.output, 2);
			cut(regrowth.output, 2);
			regrowth.output.finish_reason = 'length';
		});
		expect(verdict.text).toMatch(/^The text was stopped by hand after 2 of at most 50 tokens\./);
	});
});

describe('diverged', () => {
	it('includes ranks, entropies and alternatives that do not follow', () => {
		for (const field of ['rank', 'entropy'] as const) {
			const verdict = compare((run) => Object.assign(run.output.tokens[1] ?? {}, { [field]: 9 }));
			expect(verdict).toMatchObject({
				verdict: 'diverged',
				evidence: { cause: 'number', number: field, position: 1, recordedNumber: 9 }
			});
		}
		const verdict = compare((run) =>
			Object.assign(run.output.tokens[1]?.alternatives[1] ?? {}, { id: 9, text: ' nine' })
		);
		expect(verdict.verdict).toBe('same-tokens');
		expect(verdict.text).toContain('do not match');
		const likelier = compare((run) =>
			Object.assign(run.output.tokens[1]?.alternatives[1] ?? {}, {
				id: 9,
				text: ' nine',
				logprob: -0.9
			})
		);
		expect(likelier).toMatchObject({ verdict: 'diverged', evidence: { number: 'logprob' } });
		expect(likelier.text).toContain('the logprob of an alternative');
		const elsewhere = compare((run, { output }) => {
			for (const token of output.tokens) token.logits_digest = '0123456789abcdef';
			Object.assign(run.output.tokens[1] ?? {}, { entropy: 0.6 });
		});
		expect(elsewhere).toMatchObject({ verdict: 'diverged', evidence: { number: 'entropy' } });
	});

	it('gives the first position, both tokens and both margins', () => {
		const verdict = compare((_run, { output }) => {
			output.tokens[1] = { ...exampleToken(8, ' cat'), margin: 0.125 };
			output.token_ids[1] = 8;
		});
		expect(verdict).toEqual({
			verdict: 'diverged',
			evidence: {
				cause: 'token',
				position: 1,
				sharedTokens: 1,
				comparedTokens: 3,
				recorded: { id: 6, text: ' fox', margin: 1.5 },
				regrown: { id: 8, text: ' cat', margin: 0.125 }
			},
			text: 'First difference at token 2: the file says “·fox”, this seed draws “·cat”.'
		});
	});

	it('includes probabilities and margins that noise does not explain', () => {
		const probability = compare((run) =>
			Object.assign(run.output.tokens[1] ?? {}, { logprob: -0.5 })
		);
		expect(probability).toMatchObject({
			verdict: 'diverged',
			evidence: { cause: 'probability', position: 1, recordedNumber: -0.5 }
		});
		const margin = compare((run) => Object.assign(run.output.tokens[2] ?? {}, { margin: 9 }));
		expect(margin).toMatchObject({
			verdict: 'diverged',
			evidence: { cause: 'margin', position: 2, recordedNumber: 9 }
		});
		expect(margin.text).toContain('the settings or the seed were different');
	});

	it('leaves margins alone where a filter may explain them and the logits are others', () => {
		const other = (run: Run, { output }: Regrowth): void => {
			for (const token of output.tokens) token.logits_digest = '0123456789abcdef';
			Object.assign(run.output.tokens[1] ?? {}, { margin: 9 });
		};
		expect(compare(other).verdict).toBe('same-tokens');
		const unfiltered = compare((run, regrowth) => {
			Object.assign(run.request, { top_k: 0, top_p: 1, min_p: 0 });
			other(run, regrowth);
		});
		expect(unfiltered).toMatchObject({ verdict: 'diverged', evidence: { cause: 'margin' } });
	});

	it('includes an output that ends earlier or later than the other', () => {
		const shorter = compare((_run, { output }) => {
			cut(output, 2);
		});
		expect(shorter).toMatchObject({
			verdict: 'diverged',
			evidence: { position: 2, regrown: null }
		});
		const longer = compare((run) => {
			cut(run.output, 2);
		});
		expect(longer).toMatchObject({
			verdict: 'diverged',
			evidence: { position: 2, recorded: null }
		});
		expect(longer.text).toContain('the file ends, this seed draws “”');
	});

	it('includes a cancelled run that is longer than what regrows', () => {
		const verdict = compare((run, { output }) => {
			run.output.finish_reason = 'cancelled';
			cut(output, 2);
		});
		expect(verdict.verdict).toBe('diverged');
	});
});

describe('not-comparable', () => {
	it('names the model files that differ', () => {
		const verdict = compare((_run, regrowth) => {
			const [first, second] = regrowth.resources;
			const changed = [
				{ ...first, digest: `sha256:${'0'.repeat(64)}` },
				second,
				{ ...second, name: 'new.bin' }
			];
			Object.assign(regrowth, { modelDigest: `sha256:${'1'.repeat(64)}`, resources: changed });
		});
		expect(verdict).toMatchObject({
			verdict: 'not-comparable',
			evidence: {
				reason: 'model',
				resources: [
					{ name: 'config.json' },
					{ name: 'new.bin', recordedDigest: null },
					{ name: 'tokenizer.json', localDigest: null }
				]
			}
		});
		expect(verdict.text).toBe(
			'The model here is not the one that wrote this run: config.json, new.bin and tokenizer.json differ.'
		);
	});

	it.each([
		['template', { templateDigest: null }],
		['prompt', { promptTokenIds: [1, 7] }]
	])('names the %s', (reason, change) => {
		const verdict = compare((_run, regrowth) => Object.assign(regrowth, change));
		expect(verdict).toMatchObject({ verdict: 'not-comparable', evidence: { reason } });
	});

	it('does not ask for a template in completion mode', () => {
		const verdict = compare((run, regrowth) => {
			run.request.template_digest = null;
			Object.assign(regrowth, { templateDigest: run.model.digest });
		});
		expect(verdict.verdict).toBe('bit-exact');
	});

	it('names another sampler', () => {
		const verdict = compare((run) => Object.assign(run.request, { sampler: 'gumbel-philox/2' }));
		expect(verdict.text).toBe(
			'The run was drawn with the sampler gumbel-philox/2; this app has gumbel-philox/1.'
		);
	});

	it('is a regrowth that was cancelled before it reached the end', () => {
		const verdict = compare((_run, { output }) => {
			cut(output, 1);
			output.finish_reason = 'cancelled';
		});
		expect(verdict).toMatchObject({
			verdict: 'not-comparable',
			evidence: { reason: 'incomplete' }
		});
	});
});

describe('invalid', () => {
	it('is a file whose text is not what its tokens spell', () => {
		const whole = compare((run) => (run.output.text = 'A cat'));
		expect(whole).toMatchObject({ verdict: 'invalid', evidence: { path: 'output.text' } });
		const piece = compare((run) => Object.assign(run.output.tokens[1] ?? {}, { text: ' cat' }));
		expect(piece).toMatchObject({ evidence: { path: 'output.tokens[1].text' } });
	});

	it('is a file that says another end than its tokens came to', () => {
		const verdict = compare((run) => (run.output.finish_reason = 'length'));
		expect(verdict).toMatchObject({
			verdict: 'invalid',
			evidence: { path: 'output.finish_reason' }
		});
	});

	it('is what could not be read', () => {
		const verdict = invalidVerdict(
			new AppError('run-field-invalid', 'x', { details: { path: 'output.tokens[3].logprob' } })
		);
		expect(verdict).toEqual({
			verdict: 'invalid',
			evidence: { code: 'run-field-invalid', path: 'output.tokens[3].logprob' }
		});
		expect(verdictText(verdict)).toContain('output.tokens[3].logprob');
	});

	it.each(['run-id-mismatch', 'run-unknown-version', 'run-too-large', 'run-not-json'] as const)(
		'has a sentence for %s',
		(code) => {
			expect(verdictText(invalidVerdict(new AppError(code, 'x')))).toMatch(/^This .*\.$/);
		}
	);
});
