/** Forged runs, drawn by a program over everything that a file says: none is upheld. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { LoadedSession } from '#worker/verify-claim.ts';
import { openModel } from '../../cli/open-model.ts';
import { SPROUT_FOLDER, sproutFileNames } from '../../cli/sprout-folder.ts';
import { contest, falseAlarms } from '../forging/contest.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

let model: LoadedSession;

beforeAll(async () => {
	model = await openModel(SPROUT_FOLDER, sproutFileNames('int8'));
});

afterAll(() => model.session.dispose());

describe('the forging contest, in short', () => {
	test('no forged run is upheld whose shown request does not draw its text', async () => {
		const { accepted, verdicts } = await contest(model, 40, 1);
		expect(accepted).toEqual([]);
		expect(verdicts.get('diverged') ?? 0).toBeGreaterThan(10);
	});

	test('every honest run is upheld, and bit-exact in exact mode', async () => {
		expect(await falseAlarms(model, 20, 2)).toEqual([]);
	});
});
