import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Announcement } from './announcement.svelte.ts';

beforeEach(() => {
	vi.useFakeTimers();
});

afterEach(() => {
	vi.useRealTimers();
});

describe('an announcement', () => {
	test('is there to be read aloud, and is gone a little later', async () => {
		const said = new Announcement();
		await said.say('Revealed.');
		expect(said.words).toBe('Revealed.');
		vi.advanceTimersByTime(10_000);
		expect(said.words).toBe('');
	});

	test('is a change of the region, though the same was said a moment before', async () => {
		const said = new Announcement();
		await said.say('Revealed.');
		const again = said.say('Revealed.');
		expect(said.words).toBe('');
		await again;
		expect(said.words).toBe('Revealed.');
	});

	test('stays its whole time after an earlier one', async () => {
		const said = new Announcement();
		await said.say('Your answer is locked in.');
		vi.advanceTimersByTime(4_000);
		await said.say('Revealed.');
		vi.advanceTimersByTime(4_000);
		expect(said.words).toBe('Revealed.');
	});
});
