import { describe, expect, test } from 'vitest';

import { answerMask } from './answer-mask.ts';
import { checkAnswer, type CheckedAnswer } from './check-answer.ts';
import type { FillMaskAnswer } from './schema.ts';

const TAU = 0.01;
/** Token 2 was hidden; tokens 1 and 2 are close. */
const LOGITS = Float32Array.of(3, 2, 1.984375, 0, -1);
const asked = { position: 4, originalId: 2, topK: 3 };
const here = answerMask(LOGITS, '0123456789abcdef', asked, (id) => ` t${id}`);

function check(
	change: (answer: FillMaskAnswer) => void,
	{ originalId = 2, answer = here }: { originalId?: number | null; answer?: FillMaskAnswer } = {}
): CheckedAnswer {
	const recorded = structuredClone(answer);
	change(recorded);
	return checkAnswer(recorded, { answer, logits: LOGITS, originalId }, TAU);
}

const none = () => undefined;

test('an answer names the hidden token and the likeliest ones, as a person would read them', () => {
	expect(here).toMatchObject({
		position: 4,
		original: { text: ' t2', rank: 3 },
		logits_digest: '0123456789abcdef'
	});
	expect(here.alternatives.map(({ id, text }) => [id, text])).toEqual([
		[0, ' t0'],
		[1, ' t1'],
		[2, ' t2']
	]);
	expect(here.alternatives[2]?.logprob).toBe(here.original?.logprob);
	expect(answerMask(LOGITS, '', { ...asked, originalId: null }, String).original).toBeNull();
	const first = answerMask(LOGITS, '', { ...asked, originalId: 0 }, String).original;
	expect(first).toMatchObject({ text: '0', rank: 1 });
});

test('the answer computed here is the same in every respect', () => {
	expect(check(none)).toEqual({
		sameBits: true,
		sameOrder: true,
		sameNumbers: true,
		largestDifference: 0,
		contradiction: null
	});
});

describe('what noise explains', () => {
	test.each<[string, Partial<CheckedAnswer>, (answer: FillMaskAnswer) => void]>([
		['other bits', { sameBits: false }, (answer) => (answer.logits_digest = 'f'.repeat(16))],
		[
			'another logprob',
			{ sameNumbers: false, largestDifference: expect.closeTo(0.005, 12) as number },
			({ alternatives: [first] }) => first && (first.logprob += 0.005)
		],
		[
			'another logprob of the hidden token',
			{ sameNumbers: false, largestDifference: expect.closeTo(0.005, 12) as number },
			({ original }) => original && (original.logprob -= 0.005)
		],
		['another entropy', { sameNumbers: false }, (answer) => (answer.entropy += 0.005)],
		[
			'another rank, where tokens are close',
			{ sameNumbers: false },
			({ original }) => original && (original.rank = 2)
		],
		[
			'another order, where tokens are close',
			{
				sameOrder: false,
				sameNumbers: false,
				largestDifference: expect.closeTo(0.0078125, 6) as number
			},
			({ alternatives }) => {
				const close = alternatives.splice(1, 2).reverse();
				const between = close.reduce((sum, { logprob }) => sum + logprob, 0) / 2;
				alternatives.push(...close.map((each) => ({ ...each, logprob: between })));
			}
		]
	])('%s is no contradiction', (_name, changes, change) => {
		expect(check(change)).toEqual({ ...check(none), ...changes });
	});
});

describe('what noise does not explain', () => {
	const logprob = (id: number) => here.alternatives.find((each) => each.id === id)?.logprob ?? NaN;

	test('a logprob that is too high or too low, of any token', () => {
		for (const by of [0.011, -0.011]) {
			const { contradiction } = check(({ alternatives: [, second] }) => {
				if (second) second.logprob += by;
			});
			const recorded = logprob(1) + by;
			expect(contradiction).toEqual({
				number: 'logprob',
				recorded,
				local: logprob(1),
				token: ' t1'
			});
		}
	});

	test('an order that the numbers themselves do not have', () => {
		const { contradiction } = check(({ alternatives }) => {
			alternatives.push(...alternatives.splice(1, 2).reverse());
		});
		expect(contradiction).toMatchObject({ number: 'logprob', token: ' t1' });
	});

	test('a logprob that is no number', () => {
		const { contradiction } = check(({ alternatives: [first] }) => first && (first.logprob = NaN));
		expect(contradiction).toMatchObject({ number: 'logprob', token: ' t0' });
	});

	test('a logprob of a token that is not among the likeliest here', () => {
		const { contradiction } = check(({ alternatives }) => {
			alternatives[2] = { id: 3, text: ' t3', logprob: logprob(2) };
		});
		expect(contradiction).toMatchObject({
			number: 'logprob',
			local: expect.closeTo(logprob(0) - 3, 6) as number,
			token: ' t3'
		});
	});

	test('a logprob of a token that the model does not have', () => {
		const { contradiction } = check(({ alternatives: [first] }) => first && (first.id = 99));
		expect(contradiction).toMatchObject({ number: 'logprob', local: -Infinity });
	});

	test('a logprob of the hidden token', () => {
		const { contradiction, largestDifference } = check(({ original }) => {
			if (original) original.logprob += 0.02;
		});
		expect(largestDifference).toBeCloseTo(0.02, 12);
		expect(contradiction).toEqual({
			number: 'logprob',
			recorded: logprob(2) + 0.02,
			local: logprob(2),
			token: ' t2'
		});
	});

	test('a hidden token where the text has a mask', () => {
		const masked = answerMask(LOGITS, '', { ...asked, originalId: null }, String);
		const changes = { originalId: null, answer: masked };
		expect(check(none, changes).contradiction).toBeNull();
		const { contradiction } = check((answer) => {
			answer.original = { text: 'x', logprob: -1, rank: 1 };
		}, changes);
		expect(contradiction).toEqual({
			number: 'logprob',
			recorded: -1,
			local: -Infinity,
			token: 'x'
		});
	});

	test.each([
		[1, 2],
		[4, 3]
	])('rank %i, where %i is the nearest that it can have', (rank, local) => {
		const { contradiction } = check(({ original }) => original && (original.rank = rank));
		expect(contradiction).toEqual({ number: 'rank', recorded: rank, local, token: ' t2' });
	});

	test('a rank beyond tokens that lie more than twice the noise away', () => {
		const apart = Float32Array.of(3, 2, 1.978, 0);
		const answer = answerMask(apart, '', asked, String);
		const recorded = { ...answer, original: { text: '', logprob: -1.5, rank: 2 } };
		if (answer.original) recorded.original.logprob = answer.original.logprob;
		const local = { answer, logits: apart, originalId: 2 };
		expect(checkAnswer(recorded, local, TAU).contradiction).toMatchObject({
			number: 'rank',
			local: 3
		});
		expect(checkAnswer(recorded, local, 0.0125).contradiction).toBeNull();
	});

	test('an entropy beyond what such logprobs allow', () => {
		const most = TAU * (1 + 1.06 * here.entropy);
		for (const sign of [1, -1]) {
			expect(check((answer) => (answer.entropy += sign * 0.99 * most)).contradiction).toBeNull();
			const { contradiction } = check((answer) => (answer.entropy += sign * 1.01 * most));
			expect(contradiction).toMatchObject({ number: 'entropy', local: here.entropy, token: '' });
			expect(contradiction?.recorded).toBeCloseTo(here.entropy + sign * 1.01 * most, 12);
		}
	});

	test('an alternative that is left out, though it is likelier than the last one that is named', () => {
		const { contradiction } = check(({ alternatives }) => {
			const rare = [3, 4].map((id) => ({ id, text: ` t${id}`, logprob: logprob(0) - id }));
			alternatives.splice(1, 2, ...rare);
		});
		expect(contradiction).toEqual({
			number: 'missing-alternative',
			recorded: null,
			local: logprob(1),
			token: ' t1'
		});
	});

	test('the last alternative but for one, with a less likely one in its place', () => {
		const { contradiction, sameOrder } = check(({ alternatives }) => {
			alternatives[2] = { id: 3, text: ' t3', logprob: logprob(0) - 3 };
		});
		expect(sameOrder).toBe(false);
		expect(contradiction).toMatchObject({ number: 'missing-alternative', token: ' t2' });
	});

	test('fewer alternatives than were asked for', () => {
		const { contradiction } = check(({ alternatives }) => alternatives.pop());
		expect(contradiction).toMatchObject({ number: 'missing-alternative', token: ' t2' });
		expect(check(({ alternatives }) => alternatives.splice(0)).contradiction).toMatchObject({
			number: 'missing-alternative',
			token: ' t0'
		});
	});

	test('but an alternative as likely as the last one that is named may stand in its place', () => {
		const answer = answerMask(LOGITS, '', { ...asked, topK: 2 }, String);
		const { contradiction, sameOrder } = check(
			({ alternatives }) => {
				alternatives[1] = { id: 2, text: '2', logprob: logprob(2) };
			},
			{ answer }
		);
		expect(sameOrder).toBe(false);
		expect(contradiction).toBeNull();
	});
});

test('an answer from here that names no token is no answer', () => {
	const answer = { ...here, alternatives: [] };
	expect(() => checkAnswer(here, { answer, logits: LOGITS, originalId: 2 }, TAU)).toThrow(
		RangeError
	);
});
