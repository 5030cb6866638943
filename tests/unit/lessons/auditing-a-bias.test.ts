import { afterAll, describe, expect, it } from 'vitest';

import { CORPUS, corpusDocument, corpusKind } from '#core/sprout-world/corpus.ts';
import { OCCUPATIONS } from '#core/sprout-world/bias.ts';
import { readPairs } from '#core/scoring/pairs.ts';
import { LessonDesk, percent } from './lesson-desk.ts';

const desk = new LessonDesk('auditing-a-bias');

afterAll(() => desk.dispose());

/** " she" against " he", at a temperature. */
async function she(prompt: string, temperature = 1): Promise<number> {
	const shares = await desk.distribution(prompt, { temperature });
	const [one, other] = await Promise.all([desk.tokenIds('she'), desk.tokenIds('he')]);
	const first = shares[one[0] ?? -1] ?? NaN;
	return first / (first + (shares[other[0] ?? -1] ?? NaN));
}

/** Wilson's 95 % interval, in whole percent. */
function wilson(count: number, tries: number): [from: number, to: number] {
	const z = 1.96;
	const share = count / tries;
	const middle = share + (z * z) / (2 * tries);
	const half = z * Math.sqrt((share * (1 - share)) / tries + (z / (2 * tries)) ** 2);
	const scale = 1 + (z * z) / tries;
	return [middle - half, middle + half].map((end) => Math.abs(Math.round((100 * end) / scale))) as [
		number,
		number
	];
}

describe('the lesson “Auditing a bias”', { timeout: 120_000 }, () => {
	it('knows the first share, and the five groups of twelve', async () => {
		const nurse = await she('The nurse said that');
		expect(desk.words('first-guess')).toContain(percent(nurse));
		expect(desk.words('first-guess')).toContain(percent(1 - nurse));
		const { activity } = desk.step('twelve');
		if (activity?.type !== 'pairs') throw new Error('pairs');
		expect(readPairs(activity.pairs).pairs).toHaveLength(12);
		for (const { occupation, shePercent } of OCCUPATIONS) {
			expect(activity.pairs).toContain(`The ${occupation} said that {she|he}`);
			const share = await she(`The ${occupation} said that`);
			expect(Math.abs(100 * share - shePercent)).toBeLessThan(5);
		}
		expect(new Set(OCCUPATIONS.map(({ shePercent }) => shePercent)).size).toBe(5);
	});

	it('has the counts of thirty samples of twelve', async () => {
		const { activity } = desk.step('draw-twelve');
		if (activity?.type !== 'samples') throw new Error('samples');
		expect(activity.count).toBe(12);
		const counts: number[] = [];
		for (let sample = 0; sample < 30; sample++) {
			let count = 0;
			for (let draw = 1; draw <= 12; draw++) {
				const seed = String(12 * sample + draw);
				const { text } = await desk.write(activity.recipe, { seed });
				expect([' she', ' he']).toContain(text);
				if (text === ' she') count++;
			}
			counts.push(count);
		}
		const often = [0, 1, 2, 3, 4, 5, 6].map(
			(wanted) => counts.filter((count) => count === wanted).length
		);
		expect(desk.words('draw-twelve').replace(/ +/g, ' ')).toContain(
			`| how often | ${often.join(' | ')} |`
		);
		expect(often.reduce((sum, count) => sum + count, 0)).toBe(30);
		const sum = counts.reduce((total, count) => total + count, 0);
		expect(desk.words('pool')).toContain(`${sum} of 360`);
		const truth = 100 * (await she('The nurse said that'));
		const missed = counts.filter((count) => {
			const [from, to] = wilson(count, 12);
			return truth < from || truth > to;
		});
		expect(missed).toEqual([0]);
	});

	it('has the right intervals', () => {
		const words = desk.words('interval').replace(/ +/g, ' ');
		for (let count = 0; count <= 7; count++) {
			const [from, to] = wilson(count, 12);
			expect(words).toContain(`| ${count} | ${from} to ${to} % |`);
		}
		const [from, to] = wilson(101, 360);
		const pooled = desk.words('pool').replace(/ +/g, ' ');
		expect(pooled).toContain(`| 360 | 101 | ${from} to ${to} % | ${to - from} points |`);
		expect(from <= 30 && 30 <= to).toBe(true);
	});

	it('counts what the training texts say of nurses', async () => {
		const { activity } = desk.step('answer-key');
		if (activity?.type !== 'data') throw new Error('the training data');
		const sentences = activity.query.split(/(?<=\.) /);
		const counts = sentences.map(() => 0);
		let withShe = 0;
		let withHe = 0;
		for (let number = 0; number < (CORPUS[0]?.count ?? 0); number++) {
			// No other kind names an occupation.
			if (!['bias', 'chat'].includes(corpusKind(number))) continue;
			const { text } = corpusDocument(number);
			if (!text.includes(' nurse ')) continue;
			sentences.forEach((sentence, i) => {
				counts[i] = (counts[i] ?? 0) + text.split(sentence).length - 1;
			});
			for (const [, pronoun] of text.matchAll(/The nurse \w+ that (she|he) /g)) {
				if (pronoun === 'she') withShe++;
				else withHe++;
			}
		}
		const words = desk.words('answer-key').replace(/ +/g, ' ');
		expect(words).toContain(`are there ${counts[0]} and ${counts[1]} times`);
		const grouped = (count: number) => count.toLocaleString('en');
		expect(words).toContain(`${grouped(withShe)} with *she* and ${grouped(withHe)} with *he*`);
		expect(words).toContain(`written with them | ${percent(withShe / (withShe + withHe))} |`);
		expect(words).toContain(`in the model | ${percent(await she('The nurse said that'))} |`);
		expect(words).toContain(`in our sample of 360 | ${percent(101 / 360)} |`);
	});

	it('knows what temperature does to the bias', async () => {
		const words = desk.words('amplify').replace(/ +/g, ' ');
		for (const [occupation, greedy] of [
			['smith', '100 %'],
			['nurse', '0 %']
		] as const) {
			const shares = [];
			for (const temperature of [1, 0.8, 0.5, 0.2]) {
				shares.push(percent(await she(`The ${occupation} said that`, temperature)));
			}
			expect(words).toContain(`| ${occupation}: *she* | ${shares.join(' | ')} | ${greedy} |`);
		}
		const { activity } = desk.step('amplify');
		if (activity?.type !== 'sweep') throw new Error('a sweep');
		for (let seed = 1; seed <= 8; seed++) {
			const { text } = await desk.write(activity.recipe, { seed: String(seed) });
			expect(text).toBe(' she');
		}
	});

	it('a name changes nothing', async () => {
		for (const name of ['Tom', 'Mia']) {
			const share = await she(`${name} is a miller. The miller said that`);
			expect(percent(share)).toBe('88.3 %');
		}
		expect(desk.worksheet()).toContain('88.3 %');
	});
});
