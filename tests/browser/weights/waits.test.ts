/** No wait is for ever: locks that nobody gives back. */
import { expect, onTestFinished, test } from 'vitest';

import { withLock } from '#storage/weights/with-lock.ts';

import { failureOf } from './test-store.ts';

const never = new AbortController().signal;

test('a lock that is held without a sign of life is not waited for', async () => {
	const name = `lock-${crypto.randomUUID()}`;
	let release: () => void = () => undefined;
	const taken = new Promise<void>((resolve) => {
		void navigator.locks.request(name, () => {
			resolve();
			return new Promise<void>((end) => (release = end));
		});
	});
	await taken;
	onTestFinished(() => release());
	const wait = withLock(navigator.locks, name, never, () => Promise.resolve(), 300);
	expect(await failureOf(wait)).toMatchObject({
		code: 'stalled',
		details: { waitedFor: 'other-tab' }
	});
});

test('a lock is waited for while its holder gives signs of life, and given back', async () => {
	const name = `lock-${crypto.randomUUID()}`;
	const order: string[] = [];
	const channel = new BroadcastChannel('glasshouse-locks');
	onTestFinished(() => channel.close());
	const first = withLock(navigator.locks, name, never, async () => {
		for (let sign = 0; sign < 10; sign++) {
			await new Promise((resolve) => setTimeout(resolve, 100));
			channel.postMessage(name);
		}
		order.push('first');
	});
	const second = withLock(
		navigator.locks,
		name,
		never,
		() => Promise.resolve(order.push('second')),
		600
	);
	await Promise.all([first, second]);
	expect(order).toEqual(['first', 'second']);
});
