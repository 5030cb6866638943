import { expect, test } from 'vitest';
import { LOADED, scriptedModel } from '../../../tests/fixtures/scripted-model.ts';
import { sprout } from '#catalog/sprout.ts';
import type { LessonModel } from '#core/lesson/schema.ts';
import type { LoadedModel } from '#protocol/worker-api.ts';
import type { ModelChoice, ModelState } from '../model/model-state.svelte.ts';
import { StepModel, type StepModelParts } from './step-model.svelte.ts';

const PRECISION = sprout.precisions[0]?.id ?? '';
const HERE: ModelChoice = { modelId: sprout.id, precisionId: PRECISION, backend: 'wasm' };
/** As it is once a model that nobody knows any more was in use. */
const OTHER: ModelChoice = { modelId: 'gone', precisionId: 'int8', backend: 'wasm' };

const named = (more: Partial<LessonModel> = {}): LessonModel => ({
	name: sprout.name,
	format: 'onnx',
	quantization: PRECISION,
	digest: null,
	source: null,
	size_bytes: null,
	backend: null,
	...more
});

function step(model: ModelState, parts: Partial<StepModelParts> = {}): StepModel {
	return new StepModel(model, { named: named(), anyWillDo: false, loadsItself: true, ...parts });
}

test('a model that comes with the app is loaded without asking, once the page has chosen its first', async () => {
	const model = scriptedModel({});
	const opened = step(model);
	expect([opened.isDue, opened.need.kind]).toEqual([false, 'loading']);
	await model.load(OTHER);
	expect(opened.isDue).toBe(true);
	expect(opened.need.kind).toBe('loading');
	await opened.load();
	expect(model.choice).toEqual(HERE);
	expect(opened.need).toEqual({ kind: 'ready', isOther: false });
});

test('it is loaded by itself once: a press brings it back after another one was chosen', async () => {
	const model = scriptedModel({});
	await model.load(OTHER);
	const opened = step(model);
	await opened.load();
	await model.load(OTHER);
	expect(opened.isDue).toBe(false);
	expect(opened.need.kind).toBe('waiting');
	await opened.load();
	expect(opened.need.kind).toBe('ready');
});

test('a cancelled load waits for a press and is not called loading', () => {
	const model = scriptedModel({ load: () => new Promise<LoadedModel>(() => undefined) });
	void model.load(HERE);
	const opened = step(model);
	expect(opened.need.kind).toBe('loading');
	model.cancel();
	expect(opened.isDue).toBe(false);
	expect(opened.need.kind).toBe('waiting');
});

test('a model that is writing is not taken away', async () => {
	const model = scriptedModel({});
	await model.load(OTHER);
	model.generating = true;
	const opened = step(model);
	expect(opened.isDue).toBe(false);
	expect(opened.need.kind).toBe('waiting');
	model.generating = false;
	expect(opened.isDue).toBe(true);
});

test('where any model will do, the one that is ready stays', async () => {
	const model = scriptedModel({ load: () => Promise.resolve(LOADED) });
	await model.load(HERE);
	const opened = step(model, { anyWillDo: true, named: named({ name: 'Elsewhere' }) });
	expect(opened.isDue).toBe(false);
	expect(opened.need).toEqual({ kind: 'ready', isOther: true });
});

test('a part that may not load by itself waits for a press', async () => {
	const model = scriptedModel({});
	await model.load(OTHER);
	expect(step(model, { loadsItself: false }).need.kind).toBe('waiting');
});

test('a model that is not here, and one that needs a graphics card, say so', async () => {
	const model = scriptedModel({});
	await model.detect();
	await model.load(HERE);
	const absent = step(model, { named: named({ name: 'Elsewhere' }) });
	expect([absent.isDue, absent.need.kind]).toEqual([false, 'absent']);
	const onGpu = step(model, { named: named({ backend: 'webgpu' }) });
	expect(onGpu.need.kind).toBe('no-webgpu');
});

test('why the right model failed is shown, another one’s failure is not in the way', async () => {
	const model = scriptedModel({ load: () => Promise.reject(new Error('out of memory')) });
	await model.load(OTHER);
	expect(step(model).isDue).toBe(true);
	await model.load(HERE);
	const opened = step(model);
	expect([opened.isDue, opened.need.kind]).toEqual([false, 'failed']);
});
