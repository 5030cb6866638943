import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AppError } from '#core/errors.ts';
import { int } from '#core/evaluation/python/json-value.ts';
import type { Asked, EvaluationItem } from '#core/evaluation/requests.ts';
import { EvaluationStore } from '#storage/evaluation-store.ts';
import { EvaluationRun, type EvaluatedModel } from './evaluation-run.svelte.ts';

const TOTAL = 200;
const ITEMS: EvaluationItem[] = Array.from({ length: TOTAL }, (_, i) => ({
	docId: i,
	doc: new Map([['n', int(i)]]),
	target: 'x',
	asked: { outputType: 'loglikelihood', context: `document ${i}`, continuation: ' x' }
}));
const EVALUATION = {
	id: 'one',
	config: new Map([['task', 'made']]),
	modelDigest: 'd1',
	modelName: 'Made',
	total: TOTAL,
	startedAt: '2026-11-30T12:00:00.000Z'
};

const stores: EvaluationStore[] = [];
let clock = 0;

function openTab(): { store: EvaluationStore; run: EvaluationRun } {
	const store = new EvaluationStore();
	stores.push(store);
	return { store, run: new EvaluationRun(store, () => clock) };
}

/** Takes 10 ms a document. @param dies after so many batches, as a worker does that crashes */
function modelThat({ digest = 'd1', dies = Infinity } = {}) {
	const asked: string[] = [];
	const answered: string[] = [];
	let batches = 0;
	const model: EvaluatedModel = {
		digest,
		ask: async (each, signal) => {
			asked.push(...each.map(contextOf));
			clock += each.length * 10;
			batches += 1;
			await Promise.resolve();
			if (signal.aborted) throw new AppError('aborted', 'cancelled');
			if (batches > dies) throw new AppError('worker-crashed', 'gone');
			answered.push(...each.map(contextOf));
			return each.map((one) => ({
				outputType: 'loglikelihood',
				logLikelihood: -contextOf(one).length,
				isGreedy: false
			}));
		}
	};
	return { model, asked, answered };
}

function contextOf(asked: Asked): string {
	return asked.outputType === 'loglikelihood' ? asked.context : '';
}

beforeEach(() => {
	clock = 0;
	vi.stubGlobal('indexedDB', new IDBFactory());
});
afterEach(async () => {
	await Promise.all(stores.splice(0).map((store) => store.close()));
	vi.unstubAllGlobals();
});

test('all documents are asked about once, in order, and their answers are kept', async () => {
	const { store, run } = openTab();
	await store.add(EVALUATION, ITEMS);
	const { model, asked } = modelThat();
	await run.run('one', model);
	expect(run.task.status).toMatchObject({ kind: 'done' });
	expect(asked).toEqual(ITEMS.map((item) => contextOf(item.asked)));
	const answers = await store.answers('one', 0, TOTAL);
	expect(answers).toHaveLength(TOTAL);
	expect(answers[150]).toEqual({
		outputType: 'loglikelihood',
		logLikelihood: -'document 150'.length,
		isGreedy: false
	});
	expect(await store.items('one', 7, 1)).toEqual([ITEMS[7]]);
});

test('killed twice, nothing is lost, and no answer is asked for again', async () => {
	const first = openTab();
	await first.store.add(EVALUATION, ITEMS);
	const answered: string[] = [];
	for (const dies of [3, 2]) {
		const { run } = openTab();
		const killed = modelThat({ dies });
		await run.run('one', killed.model);
		expect(run.task.error?.code).toBe('worker-crashed');
		answered.push(...killed.answered);
		expect(await first.store.answered('one')).toBe(answered.length);
	}
	expect(answered.length).toBeGreaterThan(2);
	expect(answered.length).toBeLessThan(TOTAL);
	const last = modelThat();
	const { run } = openTab();
	await run.run('one', last.model);
	expect(run.task.status.kind).toBe('done');
	expect([...answered, ...last.answered]).toEqual(ITEMS.map((item) => contextOf(item.asked)));
});

test('it is paused and continues, and says rate and remaining time', async () => {
	const { store, run } = openTab();
	await store.add(EVALUATION, ITEMS);
	const { model } = modelThat();
	const rates: (number | null)[] = [];
	const pausing: EvaluatedModel = {
		...model,
		ask: async (asked, signal) => {
			rates.push(run.task.progress?.rate ?? null);
			const answers = await model.ask(asked, signal);
			if ((run.task.progress?.done ?? 0) > 30) run.pause();
			return answers;
		}
	};
	await run.run('one', pausing);
	expect(run.task.status.kind).toBe('idle');
	const done = await store.answered('one');
	expect(done).toBeGreaterThan(30);
	expect(done).toBeLessThan(TOTAL);
	expect(rates[0]).toBe(null);
	expect(rates.at(-1)).toBeCloseTo(100, 6);
	await run.run('one', model);
	expect(await store.answered('one')).toBe(TOTAL);
});

test('another model does not continue it', async () => {
	const { store, run } = openTab();
	await store.add(EVALUATION, ITEMS);
	const { model, asked } = modelThat({ digest: 'd2' });
	await run.run('one', model);
	expect(run.task.error?.code).toBe('model-unknown');
	expect(asked).toEqual([]);
});

test('of two tabs, one continues, and no answer is there twice', async () => {
	const one = openTab();
	const other = openTab();
	await one.store.add(EVALUATION, ITEMS);
	await Promise.all([
		one.run.run('one', modelThat().model),
		other.run.run('one', modelThat().model)
	]);
	const ends = [one.run, other.run].map(({ task }) => task.error?.code ?? task.status.kind);
	expect(ends.sort()).toEqual(['busy', 'done']);
	expect(await one.store.answered('one')).toBe(TOTAL);
});

test('one that is removed leaves nothing behind, and others alone', async () => {
	const { store } = openTab();
	await store.add(EVALUATION, ITEMS);
	await store.add({ ...EVALUATION, id: 'two' }, ITEMS.slice(0, 3));
	await store.remove('one');
	expect(await store.items('one', 0, TOTAL)).toEqual([]);
	expect((await store.all()).map(({ id }) => id)).toEqual(['two']);
	expect(await store.items('two', 0, TOTAL)).toHaveLength(3);
});
