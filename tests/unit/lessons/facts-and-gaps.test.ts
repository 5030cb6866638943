import { afterAll, describe, expect, it } from 'vitest';

import { buildAnswerKey } from '#core/sprout-world/answer-key.ts';
import { FACTS, GAP_QUESTIONS } from '#core/sprout-world/facts-table.ts';
import type { RunOutput } from '#core/run-file/schema.ts';
import { parseAxisValues } from '#core/sweep/axis-values.ts';
import { LessonDesk, percent } from './lesson-desk.ts';

const desk = new LessonDesk('facts-and-gaps');

afterAll(() => desk.dispose());

/** The probability of the least likely word of an answer. */
const leastSure = ({ tokens }: RunOutput) =>
	Math.min(...tokens.map(({ logprob }) => Math.exp(logprob)));

/** Answers of a sweep over seeds, with how often each came. */
async function answersOf(
	id: string,
	question?: string
): Promise<[answer: string, count: number][]> {
	const { activity } = desk.step(id);
	if (activity?.type !== 'sweep' || activity.field !== 'seed') throw new Error('a sweep');
	const messages = question === undefined ? [] : [{ role: 'user' as const, content: question }];
	const counts = new Map<string, number>();
	for (const seed of parseAxisValues('seed', activity.values)) {
		const changes = { seed: String(seed), ...(messages.length > 0 && { messages }) };
		const { text } = await desk.write(activity.recipe, changes);
		counts.set(text, (counts.get(text) ?? 0) + 1);
	}
	return [...counts].sort((a, b) => b[1] - a[1]);
}

describe('the lesson “Facts and gaps”', { timeout: 120_000 }, () => {
	it('counts facts and gaps right', () => {
		const { facts, gaps } = buildAnswerKey();
		expect(facts).toHaveLength(140);
		expect(desk.lesson.text).toContain('140 facts');
		const kinds = ['town', 'river', 'mountain', 'inventor'];
		const counts = kinds.map((kind) => gaps.filter((gap) => gap.kind === kind).length);
		expect(counts).toEqual([4, 2, 3, 3]);
		expect(desk.lesson.text).toContain(
			'four towns, two rivers, three mountains and three inventors'
		);
		expect(desk.lesson.summary).toContain('twelve names');
		for (const name of ['Tolm', 'Sevin', 'Plesk', 'Sirka', 'Havel']) {
			expect(gaps.some(({ entity }) => entity === name)).toBe(true);
		}
	});

	it('knows its fact and makes up its gap', async () => {
		expect(await desk.texts('a-fact')).toEqual(['Velm is known for its honey.']);
		expect(await desk.texts('a-gap')).toEqual(['Sevin is known for its paper.']);
		const paper = await desk.answer('What is Sevin known for?');
		expect(desk.words('a-gap')).toContain(percent(leastSure(paper)));
	});

	it('is as sure as the table says', async () => {
		const facts = [];
		for (const { question } of FACTS) facts.push(leastSure(await desk.answer(question)));
		const gaps = [];
		for (const { question } of GAP_QUESTIONS) gaps.push(leastSure(await desk.answer(question)));
		expect(gaps).toHaveLength(28);
		expect(gaps.filter((share) => share >= 0.9)).toHaveLength(desk.rightNumber('how-sure'));
		expect(facts.every((share) => share >= 0.9)).toBe(true);
		const words = desk.words('how-sure');
		expect(words).toContain(`the surest made-up answer (${percent(Math.max(...gaps))})`);
		expect(words).toContain(`the least sure right one (${percent(Math.min(...facts))})`);
		expect(Math.min(...facts) - Math.max(...gaps)).toBeLessThan(0.001);
		const surest = GAP_QUESTIONS[gaps.indexOf(Math.max(...gaps))]?.question ?? '';
		expect((await desk.answer(surest)).text).toBe('In the river Ovra there are many trout.');
	});

	it('asked again, a gap gives several answers and a fact one', async () => {
		expect(await answersOf('ask-again')).toEqual([
			['The sign of Plesk shows a cat.', 5],
			['The sign of Plesk shows a pony.', 3],
			['The sign of Plesk shows a hare.', 2]
		]);
		expect(await answersOf('ask-again', 'What does the sign of Velm show?')).toEqual([
			['The sign of Velm shows a goat.', 10]
		]);
	});

	it('the test fails for Sirka', async () => {
		expect(await answersOf('test-fails')).toEqual([['Sirka invented the singing door.', 10]]);
		const inventor = FACTS.find(({ value }) => value === 'singing door');
		expect(inventor?.entity).toBe('Nelro');
	});

	it('answers questions that make no sense', async () => {
		const answers = await desk.texts('nonsense');
		expect(answers).toEqual([
			'Velm was born in Nivo.',
			'Tolm invented the glass drum.',
			'0 + 0 = 0.'
		]);
		expect(desk.words('nonsense')).toContain(answers.join(' '));
	});

	it('the worksheet’s answers are the model’s', async () => {
		expect((await desk.answer('Where was Havel born?')).text).toBe('Havel was born in Ostra.');
		expect((await desk.answer('What did Havel invent?')).text).toBe(
			'Havel invented the glass drum.'
		);
		const zarek = FACTS.filter(({ entity }) => entity === 'Zarek').map(({ value }) => value);
		expect(zarek).toEqual(['glass drum', 'Ostra']);
		expect((await desk.answer('Are you sure?')).text).toBe(
			'I am Sprout, a very small language model.'
		);
	});
});
