import { afterAll, describe, expect, it } from 'vitest';

import { HELD_OUT_SUMS, SMALL_SUMS, LARGEST_WIDE } from '#core/sprout-world/sums.ts';
import { LessonDesk, percent } from './lesson-desk.ts';

const desk = new LessonDesk('rule-or-memory');

afterAll(() => desk.dispose());

const sum = (a: number, b: number) => desk.sum(a, b);

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
		// rule-or-memory.long.test.ts counts the mistakes of all 900 sums that the text speaks of.
		const missing: number[] = [];
		for (let number = 21; number <= 50; number++) {
			missing.push(2 * number - (await sum(number, number)));
		}
		expect(missing).toEqual([
			...[0, 0, 0, 0, 10, 10, 10, 10, 10, 10],
			...[20, 20, 20, 20, 20, 20, 34, 35, 20, 30],
			...[40, 40, 40, 40, 30, 30, 30, 30, 30, 40]
		]);
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
