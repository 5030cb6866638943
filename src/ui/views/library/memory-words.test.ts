import { describe, expect, test } from 'vitest';

import { formatBytes } from '#words/format.ts';
import { reasonText } from './fit-words.ts';
import { formatMemory, formatMemoryMB } from './memory-words.ts';

describe('sizes', () => {
	test('a machine that is sold with 16 GiB has 16 GiB, not 17.2 GB', () => {
		expect(formatMemoryMB(16 * 1024)).toBe('16 GiB');
		expect(formatMemoryMB(0.5 * 1024)).toBe('512 MiB');
		expect(formatMemory(2 ** 30 * 1.25)).toBe('1.3 GiB');
		expect(formatMemory(1023.9 * 2 ** 20)).toBe('1 GiB');
		expect(formatMemory(800)).toBe('800 B');
	});

	test('a download has the megabytes that its host shows', () => {
		expect(formatBytes(376_000_000)).toBe('376 MB');
	});

	test('no reason compares memory with another unit', () => {
		const reasons = [
			reasonText({ code: 'memory-tight', neededMB: 6101, machineMB: 4096 }),
			reasonText({ code: 'memory-unknown', neededMB: 6101 }),
			reasonText({ code: 'too-large', bytes: 4 * 2 ** 30, mostBytes: 3 * 2 ** 30 }),
			reasonText({
				code: 'limit-too-small',
				limit: 'maxStorageBufferBindingSize',
				needed: 2 ** 30,
				available: 2 ** 27
			})
		];
		for (const reason of reasons) expect(reason).not.toMatch(/\d [kMG]?B\b/);
		expect(reasons[0]).toContain('4 GiB');
		expect(reasons[3]).toContain('128 MiB');
	});
});
