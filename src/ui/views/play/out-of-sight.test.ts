import { describe, expect, test } from 'vitest';
import { roomToPeek } from './out-of-sight.ts';

const rect = (top: number, height: number) => ({ top, height, bottom: top + height });

describe('a text that follows its settings', () => {
	test('is not shown a second time while it is seen, whole or enough of it', () => {
		expect(roomToPeek(rect(100, 60), rect(500, 20), 800)).toBeNull();
		expect(roomToPeek(rect(-900, 1100), rect(500, 20), 800)).toBeNull();
		expect(roomToPeek(rect(600, 900), rect(500, 20), 800)).toBeNull();
	});

	test('is shown away from the hand while it is scrolled out of sight', () => {
		expect(roomToPeek(rect(-955, 169), rect(348, 20), 640)).toBe('top');
		expect(roomToPeek(rect(-955, 169), rect(100, 20), 640)).toBe('bottom');
		expect(roomToPeek(rect(780, 300), null, 800)).toBe('bottom');
	});

	test('is shown while another part of Play is in its place', () => {
		expect(roomToPeek(rect(0, 0), rect(500, 20), 812)).toBe('top');
	});
});
