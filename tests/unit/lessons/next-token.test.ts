import { afterAll, describe, expect, it } from 'vitest';

import { HEROES } from '#core/sprout-world/words.ts';
import { analyse } from '#worker/analysis/analyse.ts';
import { LessonDesk, percent } from './lesson-desk.ts';

const desk = new LessonDesk('next-token');
const BEGINNINGS = ['went', 'sat', 'ran', 'came', 'stopped', 'rode', 'walked', 'was'];

afterAll(() => desk.dispose());

describe('the lesson “Which word comes next?”', { timeout: 120_000 }, () => {
	it('says how likely the eight beginnings are', async () => {
		const shares = [];
		for (const word of BEGINNINGS) {
			shares.push(await desk.probability('One morning Mia', ` ${word}`));
		}
		expect(percent(shares[0] ?? 0)).toBe('13.4 %');
		expect(percent(shares[1] ?? 0)).toBe('13.4 %');
		expect(desk.words('many-ways')).toContain('13.4 %');
		expect(Math.min(...shares)).toBeGreaterThan(0.1);
		expect(Math.max(...shares)).toBeLessThan(0.14);
		expect(shares.reduce((sum, share) => sum + share, 0)).toBeGreaterThan(0.99);
		expect(await desk.probability('One morning Mia', ' ate')).toBeLessThan(0.001);
		expect((await desk.distribution('One morning Mia')).length).toBe(1280);
	});

	it('says how sure the model is of a fact and of what stands in the text', async () => {
		const river = await desk.probability('The town of Velm lies on the river', ' Alda');
		expect(desk.words('one-way')).toContain(percent(river));
		const { question } = desk.step('look-back');
		if (question?.type !== 'prediction') throw new Error('a prediction');
		const wooden = await desk.probability(question.prompt, ' wooden');
		expect(desk.words('look-back')).toContain(percent(wooden));
	});

	it('counts the pieces of its story, and what it says of them holds', async () => {
		const [recipe] = desk.recipes('how-often');
		if (recipe === undefined) throw new Error('a recipe');
		const { tokens, finish_reason } = await desk.write(recipe);
		expect(tokens).toHaveLength(70);
		expect(finish_reason).toBe('stop');
		expect(desk.words('how-often')).toContain('70 pieces, so 70 questions');
		const [first, second] = tokens.filter(({ text }) => text === ' squirrel');
		expect(Math.exp(first?.logprob ?? 0)).toBeLessThan(0.1);
		expect(Math.exp(second?.logprob ?? -9)).toBeGreaterThan(0.9);
	});

	it('one word makes three whole stories', async () => {
		const stories: string[] = [];
		for (const recipe of desk.recipes('one-word-decides')) {
			const { text, finish_reason } = await desk.write(recipe);
			expect(finish_reason).toBe('stop');
			stories.push(text);
		}
		expect(stories[0]).toContain('with a thorn in its foot');
		expect(stories[1]).toContain('kettle');
		expect(stories[2]).toContain('medal');
	});

	it('has the surprises that it speaks of', async () => {
		const { activity } = desk.step('surprise');
		if (activity?.type !== 'score') throw new Error('a score');
		const request = { texts: [{ given: '', text: activity.text }], alternatives: 0 };
		const { signal } = new AbortController();
		const session = await desk.session();
		const [scored] = await analyse('score', session, request, signal, () => undefined);
		const bits = (word: string) => {
			const found = (scored?.tokens ?? []).filter(({ text }) => text === word);
			return found.map(({ score }) => -(score?.logprob ?? NaN) / Math.LN2);
		};
		expect(bits(' has')[0]?.toFixed(1)).toBe('1.0');
		expect(bits(' kite')[0]?.toFixed(1)).toBe('6.7');
		expect(bits(' boat')[0]?.toFixed(1)).toBe('6.5');
		expect(bits(' blue').at(-1)?.toFixed(1)).toBe('16.8');
		expect(desk.words('surprise')).toContain('1.0, 6.7, 6.5 and 16.8 bits');
		expect(desk.rightOptions('surprise')).toEqual(['the last *blue*']);
	});

	it('goes on about its own world where it knows nothing', async () => {
		const [text] = await desk.texts('outside');
		expect(text).toContain('river Gira');
		expect(text).toContain('Sorn');
		expect(text).not.toContain('Paris');
	});

	it('names a sure and an unsure beginning', async () => {
		const sure = await desk.probability('The town of Brask lies on the', ' river');
		expect(sure).toBeGreaterThan(0.99);
		const names = new Set(
			await Promise.all(HEROES.map(async (name) => (await desk.tokenIds(name))[0]))
		);
		const likely = (await desk.distribution('One day')).filter((share) => share > 0.005);
		expect(names.size).toBe(48);
		expect(likely).toHaveLength(48);
	});
});
