import { expect, test } from 'vitest';
import { whileMoving } from './stall-watch.ts';

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const never = new Promise<never>(() => undefined);

test('a wait in which nothing moves ends, and says what was waited for', async () => {
	const wait = whileMoving('hash-thread', () => never, { stallMs: 60, details: { file: 'a.bin' } });
	await expect(wait).rejects.toMatchObject({
		code: 'stalled',
		details: { waitedFor: 'hash-thread', stallMs: 60, file: 'a.bin' }
	});
});

test('a wait may be as long as it likes while something moves', async () => {
	const work = async (moved: () => void): Promise<string> => {
		for (let step = 0; step < 20; step++) {
			await sleep(20);
			moved();
		}
		return 'done';
	};
	expect(await whileMoving('database', work, { stallMs: 300 })).toBe('done');
});

test('a signal ends a wait at once', async () => {
	const controller = new AbortController();
	const wait = whileMoving('other-tab', () => never, { signal: controller.signal });
	controller.abort(new Error('enough'));
	await expect(wait).rejects.toThrow('enough');
});

test('what the work throws is what the wait throws', async () => {
	await expect(whileMoving('database', () => Promise.reject(new Error('broken')))).rejects.toThrow(
		'broken'
	);
});
