/** No wait is for ever: large Blobs, threads that do not answer, locks that nobody gives back. */
import { expect, onTestFinished, test } from 'vitest';

import { digestOfBlob } from '#storage/weights/hash-thread.ts';
import { withLock } from '#storage/weights/with-lock.ts';

import { MIB, failureOf } from './test-store.ts';

const never = new AbortController().signal;

/** Takes the memory of one part, and reads like a Blob of so many. */
async function longBlob(parts: number): Promise<Blob> {
	const part = new Blob([new Uint8Array(8 * MIB)]);
	// So that the browser has it before it is asked for hundreds of copies.
	await part.arrayBuffer();
	return new Blob(Array.from({ length: parts }, () => part));
}

// Quick twin: what is read is held, in body-reader.test.ts.
test('a Blob of two gigabytes is hashed to its end', { timeout: 180_000 }, async () => {
	const blob = await longBlob(256);
	let bytes = 0;
	const digest = await digestOfBlob(blob, never, (count) => (bytes += count));
	expect(bytes).toBe(blob.size);
	// SHA-256 of 2 GiB of zeros.
	expect(digest).toBe('sha256:a7c744c13cc101ed66c29f672f92455547889cc586ce6d44fe76ae824958ea51');
});

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
