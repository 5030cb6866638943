import { expect, test, vi } from 'vitest';
import { exampleRun } from '../../../tests/fixtures/example-run.ts';
import { LOADED } from '../../../tests/fixtures/scripted-model.ts';
import { sprout } from '#catalog/sprout.ts';
import { AppError } from '#core/errors.ts';
import type { VerifyResult } from '#protocol/worker-api.ts';
import type { ModelClient } from '../model/model-parts.ts';
import { ModelState } from '../model/model-state.svelte.ts';
import { VerifyState } from './verify-state.svelte.ts';
import { targetOfRun } from './verify-target.ts';

const run = exampleRun();
const target = targetOfRun(run);
const RESULT = {
	verdict: { verdict: 'bit-exact', evidence: { comparedTokens: 3, engineDiffers: false } },
	tokens: [],
	texts: [],
	tolerance: {
		shortfall: 0.001,
		logprob: 0.001,
		margin: 0.002,
		numbersDecide: true,
		choicesHold: true,
		isExact: false
	},
	engine: run.engine,
	elapsedMs: 1
} as const satisfies VerifyResult;

function setup(work: ModelClient['verify']) {
	const client: ModelClient = {
		dead: new Promise(() => undefined),
		load: () => Promise.resolve({ ...LOADED, engine: run.engine }),
		preview: vi.fn<ModelClient['preview']>(),
		spell: vi.fn<ModelClient['spell']>(),
		generate: vi.fn<ModelClient['generate']>(),
		verify: work,
		analyse: vi.fn(),
		followCheck: vi.fn(),
		leaveCheck: vi.fn(),
		terminate: vi.fn()
	};
	const model = new ModelState({
		catalog: [sprout],
		createClient: () => client,
		createLoadRequest: () => ({}) as never,
		detectBackends: () => Promise.reject(new Error('not asked')),
		now: () => 0
	});
	const verdicts = vi.fn();
	return { model, verdicts, verify: new VerifyState(model, verdicts) };
}

const ON_CPU = { backend: 'wasm', exact: false } as const;

test('loads the model that the run names, verifies, and tells the verdict', async () => {
	const work = vi.fn<ModelClient['verify']>(() => Promise.resolve(RESULT));
	const { model, verify, verdicts } = setup(work);
	await verify.verify(target, ON_CPU);
	expect(model.choice).toEqual({ modelId: 'sprout', precisionId: 'int8', backend: 'wasm' });
	expect(verify.status).toEqual({ kind: 'done', value: RESULT });
	expect(verdicts).toHaveBeenCalledWith(run.id, RESULT.verdict);
	expect(work.mock.calls[0]?.[0]).toEqual({ claim: target.claim, exact: false });
});

test('shows how far it is', async () => {
	const { verify } = setup((_request, _signal, onProgress) => {
		onProgress({ checkedTokens: 1, totalTokens: 3 });
		return new Promise(() => undefined);
	});
	void verify.verify(target, ON_CPU);
	await vi.waitFor(() =>
		expect(verify.status).toEqual({
			kind: 'running',
			progress: { at: 'working', progress: 1 / 3 }
		})
	);
});

test('stopped, it has no verdict and can start again', async () => {
	let calls = 0;
	const { model, verify, verdicts } = setup((_request, signal) => {
		if (calls++ > 0) return Promise.resolve(RESULT);
		return new Promise((_resolve, reject) => {
			signal.addEventListener('abort', () => reject(new AppError('aborted', '')));
		});
	});
	const first = verify.verify(target, ON_CPU);
	await vi.waitFor(() => expect(model.generating).toBe(true));
	verify.stop();
	await first;
	expect(verify.status).toEqual({ kind: 'idle' });
	expect(verdicts).not.toHaveBeenCalled();
	await verify.verify(target, ON_CPU);
	expect(verify.status.kind).toBe('done');
});

test('what cannot be computed is an error, not a verdict', async () => {
	const { verify, verdicts } = setup(() => Promise.reject(new AppError('prompt-too-long', '')));
	await verify.verify(target, ON_CPU);
	expect(verify.status).toMatchObject({ kind: 'failed', error: { code: 'prompt-too-long' } });
	expect(verdicts).not.toHaveBeenCalled();
});

test('a model that this app does not have is not loaded', async () => {
	const { model, verify } = setup(() => Promise.resolve(RESULT));
	await verify.verify({ ...target, model: { name: 'Oak', quantization: 'int8' } }, ON_CPU);
	expect(verify.status.kind).toBe('idle');
	expect(model.status.kind).toBe('idle');
});
