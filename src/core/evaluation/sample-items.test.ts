import { expect, test } from 'vitest';
import { goldenItems, goldenSamples } from '../../../tests/fixtures/evaluation/read-goldens.ts';
import type { Sample } from './samples-file.ts';
import { itemOfSample } from './sample-items.ts';

test.each(['mc_0', 'mc_2', 'mc_two_classes', 'll_0', 'rolling', 'gen_0'])(
	'without the results beside it, %s is read as with them',
	(task) => {
		const guessed = goldenSamples(task).map((sample, at) => itemOfSample(sample, null, at + 1));
		expect(guessed).toEqual(goldenItems(task));
	}
);

test('choices in place of contexts have no right one unless the results name its column', () => {
	const [sample] = goldenSamples('mc_inputs');
	const guessed = itemOfSample(sample as Sample, null, 1).item.asked;
	const known = goldenItems('mc_inputs')[0]?.item.asked;
	expect(guessed).toMatchObject({ gold: null });
	expect(known).toMatchObject({ gold: 0 });
});

function goldFor(target: string, choices: readonly string[]) {
	const sample: Sample = {
		docId: 0,
		doc: null,
		target,
		requests: choices.map((choice) => ['Q', ` ${choice}`]),
		responses: choices.map(() => ({ kind: 'score', logLikelihood: -1, isGreedy: false })),
		filter: 'none',
		metrics: new Map(),
		hashes: null
	};
	const { asked } = itemOfSample(sample, null, 1).item;
	return asked.outputType === 'multiple_choice' ? asked.gold : undefined;
}

test('a target is an index, several, or a choice', () => {
	expect(goldFor('1', ['x', 'y'])).toBe(1);
	expect(goldFor('y', ['x', 'y'])).toBe(1);
	expect(goldFor('z', ['x', 'y'])).toBe(-100);
	expect(goldFor('2', ['x', 'y'])).toBe(-100);
	expect(goldFor('[0, 5]', ['x', 'y'])).toEqual([0, -100]);
});

test('a target that can be an index or a choice is not guessed', () => {
	expect(goldFor('1', ['1', '2'])).toBe(null);
	expect(goldFor('1', ['0', '1'])).toBe(1);
});
