import { afterAll, describe, expect, test } from 'vitest';
import { withEndInWords } from '#words/token-words.ts';
import type { Run } from '#core/run-file/schema.ts';
import type { Verdict } from '#core/verification/verdict.ts';
import { alteredOutcome, alteredRows, comparedWords, idWords } from '#words/altered-words.ts';
import { formatMs, formatNats, formatParameters, shortDigest } from '#words/format.ts';
import { noWebGpuText } from '#words/gpu-words.ts';
import { BACKEND_NAMES, precisionName } from '#words/model-words.ts';
import { endWords, prefillWords } from '#words/run-words.ts';
import { axisLabel, SETTING_WORDS } from '#words/setting-words.ts';
import { promptParts, promptRemarks, requestRows } from '#words/request-rows.ts';
import { rankWords, spokenToken } from '#words/token-words.ts';
import { exampleRun } from '../../fixtures/example-run.ts';
import { neverShown, untranslated } from './shown-words.ts';

function ended(output: Partial<Run['output']>, maxTokens = 2): string {
	return endWords({
		output: { finish_reason: 'length', stop_sequence: null, token_ids: [1, 2], ...output },
		request: { max_tokens: maxTokens }
	} as Run);
}

describe('is said in Spanish alone', () => {
	test.each([
		ended({ finish_reason: 'cancelled' }),
		ended({ finish_reason: 'stop' }),
		ended({ finish_reason: 'stop', stop_sequence: '«»' }),
		ended({}),
		ended({}, 9)
	])('how a run ended: %s', (words) => {
		expect(untranslated(words, [])).toBe('');
	});

	test.each([...[' ', '', '\n'].map(spokenToken), ...[1, 2].map(rankWords)])(
		'a token without letters, and a rank: %s',
		(words) => {
			expect(untranslated(words, [])).toBe('');
		}
	);

	test.each([
		...[1, 2e3, 2e5].map(formatMs),
		...[1.5e5, 7e9, 900].map(formatParameters),
		formatNats(Infinity),
		formatNats(1)
	])('a number with its unit: %s', (words) => {
		expect(untranslated(words, [])).toBe('');
	});

	/** Also what is said of values at which a setting does nothing, and of those on their other side. */
	test.each(Object.values(SETTING_WORDS))('a setting: $label', ({ label, hint, min, max }) => {
		const words = [min, -0.5, 0, 0.5, 1, 1.5, max].map(hint);
		expect([label, ...words].map((text) => untranslated(text, []))).toEqual(
			['', ...words].map(() => '')
		);
	});

	test.each(['no-api', 'no-answer', 'no-adapter'] as const)(
		'why WebGPU is missing: %s',
		(reason) => {
			expect(untranslated(noWebGpuText({ available: false, reason }), [])).toBe('');
		}
	);

	test('why WebGPU is missing, with what the browser says', () => {
		const lack = { available: false, reason: 'failed', message: '«device»' } as const;
		expect(untranslated(noWebGpuText(lack), ['«device»'])).toBe('');
	});

	test.each(['token-by-token', 'one-pass', 'chunks-of-32'] as const)(
		'how a prompt was read: %s',
		(prefill) => {
			expect(untranslated(prefillWords(prefill), [])).toBe('');
		}
	);

	test('the setting that is no number', () => {
		expect(untranslated(axisLabel('seed'), [])).toBe('');
	});

	test('a request, field by field, with its prompt', () => {
		const { request } = exampleRun();
		const nothing = { logit_bias: {}, forced_token_ids: [], stop_sequences: [] };
		const rows = requestRows({ ...request, ...nothing, stop_token_ids: [], template_digest: null });
		const words = rows.flatMap(({ field, name, value, hint }) =>
			field === 'sampler' ? [name, hint] : [name, value, hint]
		);
		const messages = (['system', 'user', 'assistant'] as const).map((role) => {
			return { role, content: '' };
		});
		const said = promptParts({ ...request, messages }).map(({ who }) => who);
		const spelled = (['text', 'control'] as const).flatMap((read_as) =>
			promptRemarks({
				date: '2026-11-30T07:08:09',
				spelled_tokens: { read_as, tokens: ['«»'] }
			})
		);
		expect([...words, ...said, ...spelled].map((text) => untranslated(text, []))).toEqual(
			[...words, ...said, ...spelled].map(() => '')
		);
	});

	test('what is said of a file that was altered', () => {
		const digest = `sha256:${'1'.repeat(64)}`;
		const file = { place: null, findings: [], run: null, prompt: '', text: '' };
		const ids = [
			{ ...file, statedId: null, computedId: digest },
			{ ...file, statedId: digest, computedId: null, place: 1 },
			{ ...file, statedId: digest, computedId: digest },
			{ ...file, statedId: '«»', computedId: digest }
		].map(idWords);
		const findings = [
			{ path: '', expected: '«»', found: null },
			{ path: '«»', expected: '«»', found: '«»' }
		];
		const rows = alteredRows(findings).flat();
		const outcomes = [
			{ verdict: 'bit-exact' },
			{ verdict: 'diverged', evidence: { position: 1, cause: 'token' } },
			{ verdict: 'diverged', evidence: { position: 1, cause: 'margin' } },
			{ verdict: 'cannot-tell' },
			{ verdict: 'not-comparable' },
			{ verdict: 'invalid' }
		].map((verdict) => alteredOutcome(verdict as Verdict));
		const compared = [
			null,
			{ kind: 'no-tokenizer' } as const,
			{ kind: 'comparing' } as const,
			{ kind: 'failed' } as const,
			{ kind: 'compared', findings: [], comparedPrompt: true } as const,
			{ kind: 'compared', findings: [], comparedPrompt: false } as const
		].map(comparedWords);
		const all = [...ids, ...rows, ...compared, ...outcomes];
		expect(all.map((text) => untranslated(text, [shortDigest(digest)]))).toEqual(all.map(() => ''));
	});

	test('the token that ends a text', () => {
		expect(untranslated(withEndInWords('<|endoftext|>'), [])).toBe('');
	});

	test('what parts of a model are called', () => {
		const names = [...Object.values(BACKEND_NAMES), ...['int8', 'q4', 'fp32'].map(precisionName)];
		// As they are called in every language.
		const proper = ['WASM', 'WebGPU', 'CPU', 'int8', 'bit'];
		expect(names.map((name) => untranslated(name, proper))).toEqual(names.map(() => ''));
	});
});

afterAll(() => {
	const left = neverShown('src/words/').filter(
		(text) => !/^src\/words\/(core|errors|verdicts|reports)\//.test(text)
	);
	expect(left).toEqual([]);
});
