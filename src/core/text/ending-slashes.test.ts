import { expect, test } from 'vitest';
import { withoutEndingSlashes } from './ending-slashes.ts';

test.each([
	['https://hub.example/a//', 'https://hub.example/a'],
	['https://hub.example', 'https://hub.example'],
	['///', ''],
	['', '']
])('%j ends without slashes', (address, without) => {
	expect(withoutEndingSlashes(address)).toBe(without);
});
