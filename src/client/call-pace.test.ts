import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CallPace } from './call-pace.ts';

const LEAST_MS = 2_000;

beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

test('a model that nothing is known of gets the least time', () => {
	expect(new CallPace().patienceMs(LEAST_MS)).toBe(LEAST_MS);
});

test('a slow model gets as much as its longest pass calls for, and no hung one for ever', () => {
	const pace = new CallPace();
	pace.note(300);
	expect(pace.patienceMs(LEAST_MS)).toBe(LEAST_MS);
	pace.note(5_000);
	pace.note(1_000);
	expect(pace.patienceMs(LEAST_MS)).toBe(20_000);
	pace.note(3_600_000);
	expect(pace.patienceMs(LEAST_MS)).toBe(120_000);
});

test('silence is counted from the beginning to the first value, and from each to the next', () => {
	const pace = new CallPace();
	const seen: string[] = [];
	const report = pace.follow((value: string) => seen.push(value));
	vi.advanceTimersByTime(4_000);
	report('a');
	expect(pace.patienceMs(LEAST_MS)).toBe(16_000);
	vi.advanceTimersByTime(5_000);
	report('b');
	vi.advanceTimersByTime(1_000);
	report('c');
	expect(pace.patienceMs(LEAST_MS)).toBe(20_000);
	expect(seen).toEqual(['a', 'b', 'c']);
});
