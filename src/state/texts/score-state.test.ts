import { expect, test } from 'vitest';
import { scriptedModel } from '../../../tests/fixtures/scripted-model.ts';
import { AppError } from '#core/errors.ts';
import { ScoreState } from './score-state.svelte.ts';

const SCORED = [{ tokens: [] }] as never;

test('scores say which model gave them and how long it took, and stay until others replace them', async () => {
	const answers = [Promise.resolve(SCORED), Promise.reject(new AppError('text-too-long', ''))];
	const model = scriptedModel({ analyse: () => answers.shift() as never });
	await model.load(model.defaultChoice);
	let nowMs = 100;
	const state = new ScoreState<string>(model, () => (nowMs += 50));
	await state.score('Mia', [{ given: '', text: 'Mia' }]);
	expect(state.scores).toEqual({
		input: 'Mia',
		modelName: 'Sprout int8',
		isSprout: true,
		texts: SCORED,
		elapsedMs: 50
	});
	await state.score('Tom', [{ given: '', text: 'Tom' }]);
	expect(state.task.error?.code).toBe('text-too-long');
	expect(state.scores?.input).toBe('Mia');
});

test('scoring that is cancelled leaves nothing behind', async () => {
	const model = scriptedModel({
		analyse: (_kind, _request, signal, onProgress) =>
			new Promise((_resolve, reject) => {
				onProgress({ done: 1, total: 4 });
				signal.addEventListener('abort', () => reject(new AppError('aborted', '')));
			})
	});
	await model.load(model.defaultChoice);
	const state = new ScoreState<string>(model, () => 7);
	const scoring = state.score('Mia', [{ given: '', text: 'Mia' }]);
	expect(state.task.progress).toEqual({ progress: { done: 1, total: 4 }, sinceMs: 7 });
	state.stop();
	await scoring;
	expect(state.task.status.kind).toBe('idle');
	expect(state.scores).toBeNull();
});
