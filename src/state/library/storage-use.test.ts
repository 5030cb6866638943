import { expect, test } from 'vitest';

import { storageUse } from './storage-use.ts';

test('what the app itself takes is not counted as runs, and models are counted apart', () => {
	const estimate = { usage: 41_300_000, quota: 1e9 };
	expect(storageUse(estimate, { modelBytes: 18e6, appBytes: 23e6 })).toEqual({
		modelBytes: 18e6,
		appBytes: 23e6,
		ownBytes: 300_000,
		quotaBytes: 1e9
	});
});

test('no size is negative when the estimate is behind, and without an estimate there is no answer', () => {
	const parts = { modelBytes: 18e6, appBytes: 23e6 };
	expect(storageUse({ usage: 1e6, quota: 1e9 }, parts)?.ownBytes).toBe(0);
	expect(storageUse({}, parts)).toBeNull();
});
