import { afterAll, describe, expect, it } from 'vitest';

import { LessonDesk } from './lesson-desk.ts';

const desk = new LessonDesk('first-look');

afterAll(() => desk.dispose());

describe('the lesson “A first look at a language model”', { timeout: 120_000 }, () => {
	it('begins at a place where the model is undecided', async () => {
		const { question } = desk.step('guess');
		if (question?.type !== 'prediction') throw new Error('nothing is to be predicted');
		const [red, blue, big] = await Promise.all(
			question.options.map((option) => desk.probability(question.prompt, option))
		);
		expect(red).toBeCloseTo(0.05, 2);
		expect(blue).toBeCloseTo(0.05, 2);
		expect(big).toBeLessThan(0.001);
		expect(Math.max(...(await desk.distribution(question.prompt)))).toBeLessThan(0.1);
		expect(desk.words('guess')).toContain('near 5 % each');
	});

	it('writes without filters', () => {
		const [recipe] = desk.recipes('write');
		expect(recipe?.request).toMatchObject({ top_k: 0, top_p: 1 });
	});
});
