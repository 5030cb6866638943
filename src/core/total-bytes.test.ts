import { expect, test } from 'vitest';
import { knownBytes, totalBytes } from './total-bytes.ts';

const known = [{ sizeBytes: 3 }, { sizeBytes: 0 }, { sizeBytes: 4 }];
const unknown = [...known, { sizeBytes: null }];

test('files of known sizes have a total', () => {
	expect(knownBytes(known)).toBe(7);
	expect(totalBytes(known)).toBe(7);
});

test('with a file of unknown size there is no total, but a sum of the others', () => {
	expect(knownBytes(unknown)).toBe(7);
	expect(totalBytes(unknown)).toBeNull();
});

test('no files weigh nothing', () => {
	expect(knownBytes([])).toBe(0);
	expect(totalBytes([])).toBe(0);
});
