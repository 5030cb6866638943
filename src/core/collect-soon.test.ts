import { afterEach, expect, test, vi } from 'vitest';

import { collectSoon } from './collect-soon.ts';

afterEach(() => vi.unstubAllGlobals());

test('asks for garbage to be collected with a buffer of a quarter of a gigabyte', () => {
	const sizes: number[] = [];
	const Real = ArrayBuffer;
	vi.stubGlobal(
		'ArrayBuffer',
		class extends Real {
			constructor(length: number) {
				super(length);
				sizes.push(length);
			}
		}
	);
	expect(collectSoon()).toBe(true);
	expect(sizes).toEqual([256 * 1024 * 1024]);
});

test('says when there is no address space for it', () => {
	vi.stubGlobal('ArrayBuffer', function () {
		throw new RangeError('Array buffer allocation failed');
	});
	expect(collectSoon()).toBe(false);
});
