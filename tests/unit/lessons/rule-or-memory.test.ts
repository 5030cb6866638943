import { afterAll, describe, expect, it } from 'vitest';

import { HELD_OUT_SUMS, SMALL_SUMS, LARGEST_WIDE } from '#core/sprout-world/sums.ts';
import { LessonDesk, percent } from './lesson-desk.ts';

const desk = new LessonDesk('rule-or-memory');

afterAll(() => desk.dispose());

/** What the model says that a + b is; NaN when it says no number. */
async function sum(a: number, b: number): Promise<number> {
	const { text } = await desk.answer(`What is ${a} + ${b}?`);
	return Number(/= (\d+)\.$/.exec(text)?.[1]);
}

describe('the lesson “Rule or memory?”', { timeout: 240_000 }, () => {
	it('names sums that were held out, and counts them', () => {
		const isHeldOut = (a: number, b: number) =>
			HELD_OUT_SUMS.some((held) => held.a === a && held.b === b);
		for (const [a, b] of [
			[2, 3],
			[3, 2],
			[6, 7],
			[9, 9]
		] as const) {
			expect(isHeldOut(a, b)).toBe(true);
		}
		expect(HELD_OUT_SUMS).toHaveLength(52);
		expect(SMALL_SUMS.length + HELD_OUT_SUMS.length).toBe(441);
		expect(SMALL_SUMS).toHaveLength(389);
		expect(percent(52 / 441)).toBe('11.8 %');
		expect(LARGEST_WIDE).toBe(79);
	});

	it('all held-out sums are right', async () => {
		for (const { a, b } of HELD_OUT_SUMS) expect(await sum(a, b)).toBe(a + b);
		expect(await desk.texts('held-out')).toEqual(['2 + 3 = 5.', '6 + 7 = 13.', '9 + 9 = 18.']);
	});

	it('goes wrong beyond its world, and is sure of it', async () => {
		const output = await desk.answer('What is 25 + 25?');
		expect(output.text).toBe('25 + 25 = 40.');
		expect(desk.rightOptions('beyond')).toEqual(['40']);
		const four = output.tokens.find(({ text }) => text === '4');
		expect(desk.words('beyond')).toContain(percent(Math.exp(four?.logprob ?? NaN)));
	});

	it('has the table of mistakes, with its pattern', async () => {
		const words = desk.words('pattern').replace(/ +/g, ' ');
		for (const text of await desk.texts('pattern')) {
			const [, a, b, said] = /^(\d+) \+ (\d+) = (\d+)\.$/.exec(text) ?? [];
			expect(words).toContain(`| ${a} + ${b} | ${Number(a) + Number(b)} | ${said} |`);
		}
		let wrong = 0;
		let tensMissing = 0;
		for (let a = 21; a <= 50; a++) {
			for (let b = 21; b <= 50; b++) {
				const said = await sum(a, b);
				if (said === a + b) continue;
				wrong++;
				if ((a + b - said) % 10 === 0) tensMissing++;
			}
		}
		expect(words).toContain(`all 900 sums with both numbers from 21 to 50, ${wrong} are wrong`);
		expect(words).toContain(`and ${tensMissing} of these are off by a multiple of ten`);
	});

	it('the tests that it proposes come out as it says', async () => {
		expect(await sum(31, 5)).toBe(36);
		expect(await sum(5, 31)).toBe(36);
		expect(await sum(31, 35)).toBeLessThan(66);
		expect(await sum(79, 20)).toBe(99);
		expect(await sum(80, 20)).toBe(90);
	});

	it('turns other questions into sums', async () => {
		const answers = await desk.texts('other-sums');
		expect(answers).toEqual(['9 + 4 = 13.', '38 + 4 = 42.', '2 + 4 = 6.']);
		for (const answer of answers) expect(desk.words('other-sums')).toContain(answer.slice(0, -1));
	});
});
