import { statSync } from 'node:fs';

import { afterAll, describe, expect, it } from 'vitest';

import { readLink } from '#core/link/read-link.ts';
import { claimOfLink } from '#core/verification/claim.ts';
import { verifyClaim } from '#worker/verify-claim.ts';
import evaluation from '../../../tools/sprout/evaluation.json';
import { openModel } from '../../../cli/open-model.ts';
import { SPROUT_FOLDER, sproutFileNames } from '../../../cli/sprout-folder.ts';
import { LessonDesk, percent } from './lesson-desk.ts';

const desk = new LessonDesk('quantization');
const PRECISIONS = ['fp32', 'int8', 'q4'] as const;

afterAll(() => desk.dispose());

describe('the lesson “What quantization does”', { timeout: 240_000 }, () => {
	it('knows the size of each file', () => {
		const size = (name: string) => statSync(`${SPROUT_FOLDER}/onnx/${name}.onnx`).size;
		const whole = size('model');
		const words = desk.words('size').replace(/ +/g, ' ');
		for (const [bits, name] of [
			[32, 'model'],
			[8, 'model_int8'],
			[4, 'model_q4']
		] as const) {
			const megabytes = (size(name) / 1e6).toFixed(2);
			const share = ((100 * size(name)) / whole).toFixed(0);
			expect(words).toContain(`| ${bits} | ${megabytes} MB | ${share} % |`);
		}
		expect(desk.rightNumber('size')).toBeCloseTo(size('model_int8') / 1e6, 1);
		expect((whole / 4e6).toFixed(2)).toBe('0.99');
	});

	it('rounds by hand as it says', () => {
		const weights = [0.7, -0.33, 0.04, -0.12, 0.26];
		const rounded = weights.map((weight) => Math.round(weight * 10) / 10);
		expect(rounded.map((weight) => weight.toString().replace('-', '−'))).toEqual([
			'0.7',
			'−0.3',
			'0',
			'−0.1',
			'0.3'
		]);
		expect(desk.words('by-hand').replace(/ +/g, ' ')).toContain('| 0.7 | −0.3 | 0 | −0.1 | 0.3 |');
		expect(desk.rightOptions('by-hand')).toEqual(['0.04']);
	});

	it('the three versions tell one story with seed 1', async () => {
		const stories = await desk.texts('one-story');
		expect(new Set(stories).size).toBe(1);
		const [recipe] = desk.recipes('one-story');
		if (recipe === undefined) throw new Error('a recipe');
		expect((await desk.write(recipe)).tokens).toHaveLength(70);
	});

	it('counts equal stories among thirty', async () => {
		const recipes = desk.recipes('one-story');
		const equal = { int8: 0, q4: 0 };
		for (let seed = 1; seed <= 30; seed++) {
			const texts = [];
			for (const recipe of recipes) {
				texts.push((await desk.write(recipe, { seed: String(seed), max_tokens: 100 })).text);
			}
			const [fp32, int8, q4] = texts;
			if (int8 === fp32) equal.int8++;
			if (q4 === fp32) equal.q4++;
		}
		const words = desk.words('thirty').replace(/ +/g, ' ');
		expect(words).toContain(`| 8 bits | ${equal.int8} | ${30 - equal.int8} |`);
		expect(words).toContain(`| 4 bits | ${equal.q4} | ${30 - equal.q4} |`);
		expect(desk.rightNumber('thirty')).toBe(equal.q4);
	});

	it('with seed 5 the finer one goes its own way', async () => {
		const [fp32, int8, q4] = await desk.texts('close-call');
		expect(q4).toBe(fp32);
		expect(int8).toContain('a clean mitten');
		expect(fp32).toContain('a clean net');
		expect(desk.rightOptions('close-call')).toEqual(['8 bits']);
	});

	it('has the probabilities of its table', async () => {
		const row = async (prompt: string, word: string) => {
			const shares = [];
			for (const precision of PRECISIONS) {
				shares.push(percent(await desk.probability(prompt, word, { precision })));
			}
			return `| ${shares.join(' | ')} |`;
		};
		const words = desk.words('probabilities').replace(/ +/g, ' ');
		expect(words).toContain(await row('The town of Velm lies on the river', ' Alda'));
		expect(words).toContain(
			await row("Mia has a red kite. Tom has a blue kite. Mia's kite is", ' red')
		);
	});

	it('tells of tests what the model card says', () => {
		const measured = (what: string) => evaluation.table.find((row) => row.what === what)?.measured;
		const words = desk.words('as-good');
		expect(words).toContain(`${measured('stories that follow the grammar, %')} %`);
		expect(measured('facts, %')).toBe(100);
		expect(measured('sums held out of training, %')).toBe(100);
	});

	it('the check notices the swap with seed 7, and not with seed 1', async () => {
		const { activity } = desk.step('cheat');
		if (activity?.type !== 'run') throw new Error('a run');
		const link = readLink(activity.link);
		if (link.kind !== 'run') throw new Error('the link of a run');
		const promised = await openModel(SPROUT_FOLDER, sproutFileNames('int8'));
		expect(link.run.model).toMatchObject({ quantization: 'int8', digest: promised.digest });
		const [recipe] = desk.recipes('one-story');
		if (recipe === undefined) throw new Error('a recipe');
		const q4 = await desk.run({ ...recipe.request, seed: '7', max_tokens: 100 }, 'q4');
		expect(link.run.made.token_ids).toEqual(q4.token_ids);
		const request = { claim: claimOfLink(link.run), exact: true };
		const { signal } = new AbortController();
		const { verdict } = await verifyClaim(promised, request, signal, () => undefined);
		await promised.session.dispose();
		if (verdict.verdict !== 'diverged') throw new Error(verdict.verdict);
		expect(verdict.evidence.recorded?.text).toBe(' The');
		expect(verdict.evidence.regrown?.text).toBe(' Mia');
	});
});
