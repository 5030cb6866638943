import { expect, test } from 'vitest';

import { AppError } from '#core/errors.ts';

import { damage, damages } from '../../tests/fixtures/damage.ts';
import { exampleFillMaskRun } from '../../tests/fixtures/example-fill-mask-run.ts';
import { exampleRun } from '../../tests/fixtures/example-run.ts';
import fc, { examples } from '../../tests/property.ts';
import { readStoredRun } from './read-stored-run.ts';
import { remainsText } from './remains-text.ts';
import type { StoredRun } from './run-store.ts';

const STORED: readonly StoredRun[] = [exampleRun(), exampleFillMaskRun()].map((run) => ({
	run,
	title: 'Mine',
	starred: true,
	savedAt: '2026-11-30T08:00:00.000Z',
	verdicts: [
		{
			verdict: { verdict: 'bit-exact', evidence: { comparedTokens: 3, engineDiffers: false } },
			checkedAt: '2026-11-30T08:01:00.000Z'
		}
	]
}));

test('a stored run is read as it was put, and what surrounds it may be damaged', () => {
	for (const stored of STORED) {
		const { id } = stored.run;
		expect(readStoredRun(id, structuredClone(stored))).toEqual(stored);
		const bare = { run: stored.run, title: 7, starred: 'yes', savedAt: 'soon', verdicts: [{}, 1] };
		expect(readStoredRun(id, bare)).toEqual({
			run: stored.run,
			title: stored.run.notes.title,
			starred: false,
			savedAt: stored.run.created
		});
	}
});

test('a run under another one’s id, and one that contains itself, are named as damaged', () => {
	const [stored] = STORED;
	expect(() => readStoredRun('sha256:other', stored)).toThrow(/other-run/);
	const endless: Record<string, unknown> = { type: 'glasshouse.run', version: 1 };
	endless['request'] = endless;
	expect(() => readStoredRun('sha256:other', { run: endless })).toThrow(/damaged/);
	expect(remainsText(endless)).toBe('[object Object]');
	expect(remainsText(stored)).toBe(JSON.stringify(stored));
});

test('wherever a stored run is damaged, it is read as the same run, or its damage is named', () => {
	fc.assert(
		fc.property(fc.constantFrom(...STORED), damages, (stored, how) => {
			const { id } = stored.run;
			const { record } = damage(stored, how);
			try {
				const { run } = readStoredRun(id, record);
				// Notes are not under the seal.
				expect({ ...run, notes: null }).toEqual({ ...stored.run, notes: null });
			} catch (error) {
				if (!(error instanceof AppError)) throw error;
				expect(error.code).toBe('run-damaged');
			}
			expect(typeof remainsText(record)).not.toBe('object');
		}),
		{ numRuns: examples(250) }
	);
});
