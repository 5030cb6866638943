import { afterAll, describe, expect, it } from 'vitest';

import { parseAxisValues } from '#core/sweep/axis-values.ts';
import { LessonDesk, percent } from './lesson-desk.ts';

const desk = new LessonDesk('temperature');
const FOREST = 'One morning Mia went to the forest.';

afterAll(() => desk.dispose());

/** What each value of a sweep over the temperature writes. */
async function sweepTexts(id: string): Promise<string[]> {
	const { activity } = desk.step(id);
	if (activity?.type !== 'sweep' || activity.field !== 'temperature') throw new Error('a sweep');
	const texts = [];
	for (const value of parseAxisValues('temperature', activity.values)) {
		texts.push((await desk.write(activity.recipe, { temperature: Number(value) })).text);
	}
	return texts;
}

/** The sharpened or flattened shares of a small bag, in percent with one decimal. */
function heated(shares: readonly number[], temperature: number): string[] {
	const powers = shares.map((share) => share ** (1 / temperature));
	const sum = powers.reduce((total, power) => total + power, 0);
	return powers.map((power) => percent(power / sum));
}

describe('the lesson “Temperature”', { timeout: 120_000 }, () => {
	it('at 0 the seed does not matter', async () => {
		const stories = new Set(await desk.texts('zero'));
		expect(stories.size).toBe(desk.rightNumber('zero'));
	});

	it('breaks where it says', async () => {
		const texts = await sweepTexts('hotter');
		expect(texts[2]).toContain('learned won the race');
		expect(texts[3]).toContain('The needle of Ivan did not pen');
		expect(desk.words('hotter')).toContain('*learned won the race*');
		expect(desk.rightOptions('hotter')).toEqual(['1.5']);
	});

	it('has the probabilities of its table', async () => {
		const words = desk.words('what-changes');
		const row = async (word: string) => {
			const shares = [];
			for (const temperature of [0.5, 1, 2]) {
				shares.push(percent(await desk.probability(FOREST, ` ${word}`, { temperature })));
			}
			return `| ${word} | ${shares.join(' | ')} |`;
		};
		for (const word of ['Mia', 'The', 'It']) {
			expect(words.replace(/ +/g, ' ')).toContain(await row(word));
		}
		const rest = [];
		for (const temperature of [0.5, 1, 2]) {
			const shares = (await desk.distribution(FOREST, { temperature })).sort((a, b) => b - a);
			rest.push(percent(shares.slice(60).reduce((sum, share) => sum + share, 0)));
		}
		expect(words.replace(/ +/g, ' ')).toContain(
			`| all but the 60 likeliest | ${rest.join(' | ')} |`
		);
	});

	it('calculates right', () => {
		const shares = [0.5, 0.3, 0.2];
		expect(heated(shares, 0.5)).toEqual(['65.8 %', '23.7 %', '10.5 %']);
		expect(desk.rightNumber('calculate')).toBe(65.8);
		expect(heated(shares, 2)).toEqual(['41.5 %', '32.2 %', '26.3 %']);
		expect(desk.words('calculate')).toContain('41.5 %, 32.2 % and 26.3 %');
		expect(heated([0.8, 0.2], 0.5)).toEqual(['94.1 %', '5.9 %']);
		expect(heated([0.8, 0.2], 2)).toEqual(['66.7 %', '33.3 %']);
	});

	it('knows how sure of a fact the model is at each temperature', async () => {
		const prompt = 'The town of Velm lies on the river';
		const shares = [];
		for (const temperature of [0.5, 1, 1.5, 2, 3]) {
			shares.push(percent(await desk.probability(prompt, ' Alda', { temperature })));
		}
		expect(desk.words('sure-and-unsure').replace(/ +/g, ' ')).toContain(
			`| *Alda* | ${shares.join(' | ')} |`
		);
		expect(desk.rightOptions('sure-and-unsure')).toEqual(['About 30 %']);
		const firsts = (await sweepTexts('sure-and-unsure')).map((text) => text.split(/[ .]/)[1]);
		expect(firsts).toEqual(['Alda', 'Alda', 'Fenn', 'Fenn']);
	});

	it('filters mend the text at temperature 2', async () => {
		const [all] = await desk.texts('cut-off');
		expect(all).toContain('Mia was@ for the rest.8 learned some jam');
		expect(desk.words('cut-off')).toContain('*Mia was@ for the rest.8 learned some jam*');
	});
});
