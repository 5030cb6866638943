import { expect, test, vi } from 'vitest';
import { exampleFillMaskRun } from '../../../tests/fixtures/example-fill-mask-run.ts';
import { scriptedModel } from '../../../tests/fixtures/scripted-model.ts';
import { FillCheck } from './fill-check.svelte.ts';
import { FILL_DRAFT } from './fill-draft.ts';
import { fillTargetOfRun } from './fill-target.ts';

const target = fillTargetOfRun(exampleFillMaskRun());
const FOUND = { verdict: { verdict: 'bit-exact' }, elapsedMs: 3 } as never;

test('a check loads the model, tells how far it is, and tells its verdict once', async () => {
	const onVerdict = vi.fn();
	const shares: unknown[] = [];
	const model = scriptedModel({
		analyse: (_kind, _request, _signal, onProgress) => {
			onProgress({ done: 1, total: 4 });
			shares.push(check.status);
			return Promise.resolve(FOUND);
		}
	});
	const check = new FillCheck(model, onVerdict);
	const checking = check.verify(target, 'wasm');
	expect(check.status).toEqual({ kind: 'running', progress: { at: 'loading' } });
	await checking;
	expect(shares).toEqual([{ kind: 'running', progress: { at: 'working', progress: 0.25 } }]);
	expect(check.targetId).toBe(target.id);
	expect(check.status).toEqual({ kind: 'done', value: FOUND });
	expect(onVerdict.mock.calls).toEqual([[target.id, { verdict: 'bit-exact' }]]);
});

test('a check that was left gives no verdict, whatever the model still says', async () => {
	const onVerdict = vi.fn();
	const model = scriptedModel({ analyse: () => Promise.resolve(FOUND) });
	const check = new FillCheck(model, onVerdict);
	const checking = check.verify(target, 'wasm');
	check.leave();
	await checking;
	expect(onVerdict).not.toHaveBeenCalled();
	expect(check.status.kind).toBe('idle');
	expect(check.targetId).toBeNull();
});

test.each([
	['sentences', [{ text: 'A [MASK].', hidden: [1, 2] }], true],
	['positions that are none', [{ text: 'A', hidden: [0.5] }], false],
	['another shape', { text: 'A', hidden: [] }, false]
])('a kept draft of %s is read back only if it is one', async (_what, value, isOne) => {
	const result = await FILL_DRAFT['~standard'].validate(value);
	if (isOne) expect(result).toMatchObject({ value });
	else expect(result).toHaveProperty('issues');
});
