import { expect, it } from 'vitest';
import { exampleRun } from '../../../../tests/fixtures/example-run.ts';
import { perplexity, timelinePoints, timelineTable } from './timeline-table.ts';

const { tokens } = exampleRun().output;

it('puts the prompt before the output, and has no surprise for the first token', () => {
	const score = { logprob: -0.5, rank: 1, entropy: 0.7, alternatives: [] };
	const points = timelinePoints(
		[
			{ id: 1, text: '<s>', score: null },
			{ id: 2, text: 'Mia', score }
		],
		tokens
	);
	expect(points.slice(0, 2)).toEqual([
		{ piece: '<s>', outputIndex: null, surprise: null, entropy: null, margin: null },
		{ piece: 'Mia', outputIndex: null, surprise: 0.5, entropy: 0.7, margin: null }
	]);
	expect(points[2]).toMatchObject({ outputIndex: 0, surprise: -(tokens[0]?.logprob ?? NaN) });
	expect(timelineTable(points, 'en').rows).toHaveLength(2 + tokens.length);
});

it('gives the perplexity as e to the mean surprise', () => {
	const surprise = (value: number | null) => ({
		piece: 'a',
		outputIndex: 0,
		surprise: value,
		entropy: null,
		margin: null
	});
	expect(perplexity([surprise(Math.log(2)), surprise(Math.log(8)), surprise(null)])).toBeCloseTo(4);
	expect(perplexity([surprise(null)])).toBeNull();
});
