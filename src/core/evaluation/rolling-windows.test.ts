import { expect, test } from 'vitest';
import { rollingWindows } from './rolling-windows.ts';

const count = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

// As the harness's get_rolling_token_windows and make_disjoint_window.
test('every token is predicted once, and the last window reaches back', () => {
	expect(rollingWindows(count(10, 20), 0, 4)).toEqual([
		{ context: [0], continuation: [10, 11, 12, 13] },
		{ context: [13], continuation: [14, 15, 16, 17] },
		{ context: [15, 16, 17], continuation: [18, 19] }
	]);
});

test('a text that fits is one window, and no text none', () => {
	expect(rollingWindows([5, 6], 0, 4)).toEqual([{ context: [0], continuation: [5, 6] }]);
	expect(rollingWindows([], 0, 4)).toEqual([]);
});
