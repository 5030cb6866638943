import { expect, test, vi } from 'vitest';
import { AppError } from '#core/errors.ts';
import { LazyWorker } from './lazy-worker.ts';

interface Api {
	count(): Promise<number>;
}

/** Starts, and says nothing. */
class SilentWorker extends EventTarget {
	readonly postMessage = vi.fn();
	readonly terminate = vi.fn();
}

test('a worker that is asked and says nothing is ended, and the next question starts another one', async () => {
	const workers: SilentWorker[] = [];
	const lazy = new LazyWorker<Api>(() => {
		const worker = new SilentWorker();
		workers.push(worker);
		return worker as unknown as Worker;
	}, 5);
	for (const number of [1, 2]) {
		const asking = lazy.ask((remote) => remote.count());
		await expect(asking).rejects.toMatchObject({ code: 'worker-timeout' });
		expect(workers.length).toBe(number);
		expect(workers.at(-1)?.terminate).toHaveBeenCalled();
	}
});

test('a worker that nobody asks may be silent, and one that reports may take its time', async () => {
	const worker = new SilentWorker();
	const lazy = new LazyWorker<Api>(() => worker as unknown as Worker, 5);
	let answer: (count: number) => void = () => undefined;
	const asking = lazy.ask(() => new Promise<number>((resolve) => (answer = resolve)));
	for (let report = 0; report < 10; report++) {
		await new Promise((resolve) => setTimeout(resolve, 20));
		worker.dispatchEvent(new MessageEvent('message', { data: 'so far' }));
	}
	answer(7);
	expect(await asking).toBe(7);
	await new Promise((resolve) => setTimeout(resolve, 150));
	expect(worker.terminate).not.toHaveBeenCalled();
	lazy.end(new AppError('aborted', 'over'));
});
