import { describe, expect, test } from 'vitest';

import {
	exampleFillMaskRun,
	unsealedFillMaskRun
} from '../../../tests/fixtures/example-fill-mask-run.ts';
import {
	checkFillAnswers,
	checkFillMaskConsistency,
	checkFillRequest,
	forwardPasses
} from './consistency.ts';
import { maskPasses } from './mask-passes.ts';
import type { FillMaskAnswer, FillMaskRun, FillMaskSentence } from './schema.ts';

const { request } = unsealedFillMaskRun();
const sentence: FillMaskSentence = {
	text: 'a [MASK] b c',
	token_ids: [2, 10, 4, 11, 12, 3],
	masked_positions: [1, 2, 5]
};

function requestWith(...sentences: FillMaskSentence[]) {
	return { ...request, sentences };
}

test('a text of several sentences takes a pass each, or one for each hidden token', () => {
	const other = { ...sentence, masked_positions: [2] };
	const asked = requestWith(sentence, other);
	expect(forwardPasses(asked)).toBe(2);
	expect(forwardPasses({ ...asked, masking: 'one-by-one' })).toBe(4);
	expect(maskPasses(asked)).toEqual([
		{ sentence: 0, tokenIds: [2, 4, 4, 11, 12, 4], positions: [1, 2, 5] },
		{ sentence: 1, tokenIds: [2, 10, 4, 11, 12, 3], positions: [2] }
	]);
	expect(maskPasses({ ...asked, masking: 'one-by-one' })).toEqual([
		{ sentence: 0, tokenIds: [2, 4, 4, 11, 12, 3], positions: [1] },
		{ sentence: 0, tokenIds: [2, 10, 4, 11, 12, 3], positions: [2] },
		{ sentence: 0, tokenIds: [2, 10, 4, 11, 12, 4], positions: [5] },
		{ sentence: 1, tokenIds: [2, 10, 4, 11, 12, 3], positions: [2] }
	]);
});

describe('the positions of masks', () => {
	test('may be any of their sentence, in order', () => {
		expect(checkFillRequest(requestWith(sentence, sentence))).toBeNull();
		const first = { ...sentence, masked_positions: [0, 1, 2, 3, 4, 5] };
		expect(checkFillRequest(requestWith(first))).toBeNull();
	});

	test.each([
		[[6], 0],
		[[2, 6], 1],
		[[1, 2, 2], 2],
		[[3, 2], 1]
	])('cannot be %j: the one at %i lies outside or is out of order', (positions, wrong) => {
		const bad = { ...sentence, masked_positions: positions };
		expect(checkFillRequest(requestWith(sentence, bad))).toEqual({
			path: `request.sentences[1].masked_positions[${wrong}]`,
			expected: 'a position in the sentence, after the one before'
		});
	});

	test('hold every mask that the text has', () => {
		const bad = { ...sentence, masked_positions: [1, 5] };
		expect(checkFillRequest(requestWith(bad))).toEqual({
			path: 'request.sentences[0].masked_positions',
			expected: 'the mask at position 2 in it'
		});
	});
});

const ANSWERS = 'output.sentences[0].answers';

/** The example, with its two answers changed. */
function foundIn(change: (answers: FillMaskAnswer[], run: FillMaskRun) => void) {
	const run = structuredClone(exampleFillMaskRun());
	change(run.output.sentences[0]?.answers ?? [], run);
	return checkFillAnswers(run);
}

function answerAt(answers: readonly FillMaskAnswer[], index: number): FillMaskAnswer {
	const answer = answers[index];
	if (answer === undefined) throw new Error(`no answer ${index}`);
	return answer;
}

describe('the answers', () => {
	test.each<[string, string, (answers: FillMaskAnswer[], run: FillMaskRun) => void]>([
		['output.sentences', '1 entries', (_, { output }) => output.sentences.push({ answers: [] })],
		[ANSWERS, '2 entries', (answers) => answers.pop()],
		[`${ANSWERS}[1].position`, '4', (answers) => (answerAt(answers, 1).position = 2)],
		[
			`${ANSWERS}[0].original`,
			'the hidden token',
			(answers) => (answerAt(answers, 0).original = null)
		],
		[
			`${ANSWERS}[1].original`,
			'null',
			(answers) => (answerAt(answers, 1).original = { text: 'x', logprob: -1, rank: 1 })
		],
		[
			`${ANSWERS}[0].alternatives`,
			'at most 1 entries',
			(_, { request: asked }) => (asked.top_k = 1)
		],
		[
			`${ANSWERS}[1].alternatives`,
			'each token once',
			(answers) => answerAt(answers, 1).alternatives.forEach((each) => (each.id = 12))
		],
		[
			`${ANSWERS}[1].alternatives[1].logprob`,
			'no more than the one before',
			(answers) => {
				const [first, second] = answerAt(answers, 1).alternatives;
				if (first && second) second.logprob = first.logprob + 0.01;
			}
		]
	])('that do not fit what was asked are named: %s should be %s', (path, expected, change) => {
		expect(foundIn(change)).toEqual({ path, expected });
	});

	test('of a second sentence are held to the same', () => {
		const run = exampleFillMaskRun();
		const [asked] = run.request.sentences;
		const [answered] = run.output.sentences;
		if (asked === undefined || answered === undefined) throw new Error('no sentence');
		const request = { ...run.request, sentences: [asked, asked] };
		const second = { answers: answered.answers.slice(1) };
		const output = { ...run.output, sentences: [answered, second] };
		expect(checkFillAnswers({ request, output })).toEqual({
			path: 'output.sentences[1].answers',
			expected: '2 entries'
		});
	});

	test('may be equally likely', () => {
		expect(
			foundIn((answers) => answerAt(answers, 0).alternatives.forEach((each) => (each.logprob = -1)))
		).toBeNull();
	});
});

test('the usage says how many tokens were read in how many passes', () => {
	const run = exampleFillMaskRun();
	expect(checkFillMaskConsistency(run)).toBeNull();
	const usageOf = (usage: Partial<FillMaskRun['usage']>) =>
		checkFillMaskConsistency({ ...run, usage: { ...run.usage, ...usage } });
	expect(usageOf({ input_tokens: 9 })).toEqual({ path: 'usage.input_tokens', expected: '8' });
	expect(usageOf({ forward_passes: 2 })).toEqual({ path: 'usage.forward_passes', expected: '1' });
});
