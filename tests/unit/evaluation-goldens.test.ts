/** Evaluations of the built-in model beside those of LM Evaluation Harness on the same weights. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sprout } from '#catalog/sprout.ts';
import type { LogLikelihood } from '#core/evaluation/log-likelihood.ts';
import { metricResults } from '#core/evaluation/metric-results.ts';
import type { Answered } from '#core/evaluation/requests.ts';
import type { EngineSession } from '#engines/engine.ts';
import { ItemAnswerer } from '#worker/evaluation/answer-items.ts';
import { openSprout } from '../../tools/sprout-logits.ts';
import {
	ANSWERS_DIGEST,
	DIGEST_TASKS,
	answersDigest
} from '../fixtures/evaluation/answers-digest.ts';
import {
	GOLDEN_DRAWS,
	GOLDEN_TASKS,
	goldenItems,
	goldenScoring,
	goldenText
} from '../fixtures/evaluation/read-goldens.ts';

/** Nats: what floating-point arithmetic in another order may add up to. */
const TOLERANCE = 1e-4;
const { signal } = new AbortController();
let session: EngineSession;

beforeAll(async () => {
	// The weights that the harness was given.
	const precision = sprout.precisions.find(({ weightsFile }) => weightsFile === 'onnx/model.onnx');
	if (precision === undefined) throw new Error('Sprout has float32 weights');
	session = await openSprout(precision);
});

afterAll(() => session.dispose());

function scoresOf(answered: Answered): readonly (LogLikelihood | number | string)[] {
	switch (answered.outputType) {
		case 'loglikelihood':
			return [{ logLikelihood: answered.logLikelihood, isGreedy: answered.isGreedy }];
		case 'loglikelihood_rolling':
			return [answered.logLikelihood];
		case 'multiple_choice':
			return [...answered.scores, ...answered.unconditional];
		case 'generate_until':
			return [answered.text];
	}
}

function expectAlike(own: Answered, published: Answered): void {
	const theirs = scoresOf(published);
	for (const [at, score] of scoresOf(own).entries()) {
		const other = theirs[at];
		if (typeof score === 'string') expect(score).toBe(other);
		else if (typeof score === 'number') {
			expect(Math.abs(score - Number(other))).toBeLessThan(TOLERANCE);
		} else {
			const { logLikelihood, isGreedy } = other as LogLikelihood;
			expect(Math.abs(score.logLikelihood - logLikelihood)).toBeLessThan(TOLERANCE);
			expect(score.isGreedy).toBe(isGreedy);
		}
	}
	expect(scoresOf(own)).toHaveLength(theirs.length);
}

test.each(GOLDEN_TASKS)('%s is answered and scored as by the harness', async (task) => {
	const { filters, metrics } = goldenScoring(task);
	// Filters come after the answers: the last one of gen_5 leaves them as they are.
	const items = goldenItems(task, filters.at(-1)?.name);
	const answerer = new ItemAnswerer(session);
	const own = [];
	for (const { item, answered: published } of items) {
		const answered = await answerer.answer(item.asked, signal);
		expectAlike(answered, published);
		own.push({ asked: item.asked, answered });
	}
	const theirs = items.map(({ item, answered }) => ({ asked: item.asked, answered }));
	const expected = metricResults(metrics, theirs, GOLDEN_DRAWS);
	for (const [at, { metric, value, stderr }] of metricResults(
		metrics,
		own,
		GOLDEN_DRAWS
	).entries()) {
		const other = expected[at];
		if (metric.aggregation === 'mean') {
			expect(value, metric.name).toBe(other?.value);
			expect(stderr, metric.name).toBe(other?.stderr);
		} else {
			const size = Math.max(1, Math.abs(other?.value ?? NaN));
			expect(value / size, metric.name).toBeCloseTo((other?.value ?? NaN) / size, 3);
		}
	}
});

test('the answers are those of browsers, to the bit', async () => {
	const files = DIGEST_TASKS.map((task) => goldenText(`frozen_${task}.jsonl`));
	expect(await answersDigest(session, files)).toBe(ANSWERS_DIGEST);
});
