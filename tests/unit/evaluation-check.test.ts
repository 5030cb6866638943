/** Published files of the built-in model, honest ones and others, are checked by asking the model again. */
import { beforeAll, describe, expect, test } from 'vitest';
import { sprout } from '#catalog/sprout.ts';
import { compareAnswers } from '#core/evaluation/check/compare-answers.ts';
import { drawDocuments } from '#core/evaluation/check/draw-documents.ts';
import { explain, type DrawnDocument } from '#core/evaluation/check/explain.ts';
import { variantsOf } from '#core/evaluation/check/variants.ts';
import { textHash } from '#core/evaluation/hashes.ts';
import type { Answered, Asked } from '#core/evaluation/requests.ts';
import { ItemAnswerer } from '#worker/evaluation/answer-items.ts';
import { openSprout } from '../../tools/sprout-logits.ts';

const COUNT = 400;
const PREFIX = '<|endoftext|>';
const PEOPLE = ['Mia', 'Tom', 'Leo', 'Ada', 'Ben'];
const COLOURS = ['red', 'blue', 'green', 'yellow', 'black', 'white', 'brown'];
const THINGS = ['kite', 'boat', 'ball'];
const of = <T>(list: readonly T[], at: number): T => list[at % list.length] as T;

const QUESTIONS: Asked[] = Array.from({ length: COUNT }, (_, i) => {
	const choices = [0, 1, 2].map((k) => of(COLOURS, i + 2 * k));
	const [a, b] = [of(PEOPLE, i), of(PEOPLE, i + 1 + (i % 3))];
	const thing = of(THINGS, i + Math.floor(i / 7));
	const context = `${a} has a ${choices[0]} ${thing}. ${b} has a ${choices[1]} cup. ${a}'s ${thing} is`;
	return {
		outputType: 'multiple_choice',
		choices,
		gold: 0,
		pairs: choices.map((choice) => ({ context, continuation: ` ${choice}` })),
		unconditional: []
	};
});

async function answers(weightsFile: string, questions: readonly Asked[]): Promise<Answered[]> {
	const precision = sprout.precisions.find((each) => each.weightsFile === weightsFile);
	if (precision === undefined) throw new Error(weightsFile);
	const session = await openSprout(precision);
	const answerer = new ItemAnswerer(session);
	const given: Answered[] = [];
	for (const asked of questions)
		given.push(await answerer.answer(asked, new AbortController().signal));
	await session.dispose();
	return given;
}

const changedTo = (reason: 'prefix-token' | 'delimiter') =>
	QUESTIONS.map((asked) => {
		const variant = variantsOf(asked, PREFIX).find((each) => each.reason === reason);
		if (variant === undefined) throw new Error(reason);
		return variant.asked;
	});

let own: Answered[] = [];
let withPrefix: Answered[] = [];
let withDelimiter: Answered[] = [];
let fourBits: Answered[] = [];

beforeAll(async () => {
	own = await answers('onnx/model.onnx', QUESTIONS);
	withPrefix = await answers('onnx/model.onnx', changedTo('prefix-token'));
	withDelimiter = await answers('onnx/model.onnx', changedTo('delimiter'));
	fourBits = await answers('onnx/model_q4.onnx', QUESTIONS);
}, 300_000);

/** What the check says of a file, in one draw. */
function verdict(published: readonly Answered[], trial: number, count: number) {
	const source = { fileDigest: textHash(`file ${trial}`), seed: String(trial) };
	const drawn = drawDocuments(source, COUNT, count).map((place): DrawnDocument => {
		const said = published[place] as Answered;
		const agreesWith = (answered: Answered[]) =>
			compareAnswers(said, answered[place] as Answered).agrees;
		return {
			place,
			check: compareAnswers(said, own[place] as Answered),
			explainedBy: [
				...(agreesWith(withPrefix) ? (['prefix-token'] as const) : []),
				...(agreesWith(withDelimiter) ? (['delimiter'] as const) : [])
			]
		};
	});
	return explain(drawn).kind;
}

/** As another machine would have it: every log-likelihood a little off. */
function elsewhere(answered: Answered, trial: number): Answered {
	if (answered.outputType !== 'multiple_choice') return answered;
	const off = (at: number) => (((trial * 31 + at * 17) % 11) - 5) * 2e-5;
	return {
		...answered,
		scores: answered.scores.map((score, at) => ({
			...score,
			logLikelihood: score.logLikelihood + off(at)
		}))
	};
}

/** The right choice gets the score of the likeliest, and the other way round. */
function flipped(answered: Answered): Answered {
	if (answered.outputType !== 'multiple_choice') return answered;
	const [first, second, ...rest] = answered.scores;
	if (first === undefined || second === undefined) return answered;
	return { ...answered, scores: [second, first, ...rest] };
}

const trials = (count: number) => Array.from({ length: count }, (_, trial) => trial);

describe('50 documents drawn from 400', () => {
	test('no honest file of 1,000 is called otherwise', () => {
		const verdicts = trials(1000).map((trial) =>
			verdict(
				own.map((answered) => elsewhere(answered, trial)),
				trial,
				50
			)
		);
		expect(new Set(verdicts)).toEqual(new Set(['agrees']));
	});

	test.each([
		['weights of 4 bits', () => fourBits, 'precision'],
		['a token at the beginning that should not be there', () => withPrefix, 'prefix-token'],
		['another delimiter', () => withDelimiter, 'delimiter']
	] as const)('%s are seen in 100 of 100 trials', (_what, published, expected) => {
		const verdicts = trials(100).map((trial) => verdict(published(), trial, 50));
		expect(verdicts).toEqual(trials(100).map(() => expected));
	});
});

test('2 % altered answers are seen in 99 of 100 trials at 200 of 400 documents', () => {
	const verdicts = trials(100).map((trial) => {
		const altered = new Set(
			drawDocuments({ fileDigest: textHash('a'), seed: `a${trial}` }, COUNT, 8)
		);
		const published = own.map((answered, at) => (altered.has(at) ? flipped(answered) : answered));
		return verdict(published, trial, 200);
	});
	expect(verdicts.filter((each) => each === 'altered').length).toBeGreaterThanOrEqual(99);
});
