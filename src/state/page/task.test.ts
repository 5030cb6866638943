import { expect, test } from 'vitest';
import { AppError } from '#core/errors.ts';
import { Task, type Work } from './task.svelte.ts';

/** Work that ends when the test says so, whatever its signal says. */
function deferred<T, P = null>() {
	let answer: (value: T) => void = () => undefined;
	let fail: (error: unknown) => void = () => undefined;
	let tell: (progress: P) => boolean = () => false;
	let signal = new AbortController().signal;
	const promise = new Promise<T>((resolve, reject) => {
		answer = resolve;
		fail = reject;
	});
	const work: Work<T, P> = (own, say) => {
		signal = own;
		tell = say;
		return promise;
	};
	return {
		work,
		answer,
		fail,
		tell: (progress: P) => tell(progress),
		get signal() {
			return signal;
		}
	};
}

/** Work that gives up when it is cancelled. */
const patient: Work<string, null> = (signal) =>
	new Promise((_resolve, reject) => {
		signal.addEventListener('abort', () => reject(new AppError('aborted', 'cancelled')));
	});

test('work is running, tells how far it is, and ends in its answer', async () => {
	const task = new Task<string, number>();
	expect(task.status).toEqual({ kind: 'idle' });
	const { work, tell, answer } = deferred<string, number>();
	const running = task.run(0, work);
	expect(task.status).toEqual({ kind: 'running', progress: 0 });
	expect(tell(0.5)).toBe(true);
	expect(task.progress).toBe(0.5);
	answer('fox');
	expect(await running).toEqual({ kind: 'done', value: 'fox' });
	expect(task.status).toEqual({ kind: 'done', value: 'fox' });
	expect(tell(0.9)).toBe(false);
	expect(task.isRunning).toBe(false);
});

test('an error is the outcome, also one that is thrown before the work has begun', async () => {
	const task = new Task<string>();
	const outcome = await task.run(null, () => {
		throw new TypeError('no such thing');
	});
	expect(outcome).toMatchObject({ kind: 'failed', error: { code: 'unexpected' } });
	expect(task.error?.message).toBe('no such thing');
	await task.run(null, () => Promise.reject(new AppError('busy', 'another run')));
	expect(task.error?.code).toBe('busy');
});

test('work that is cancelled ends idle once it has given up', async () => {
	const task = new Task<string>();
	const running = task.run(null, patient);
	task.stop();
	expect(task.isRunning).toBe(true);
	expect(await running).toMatchObject({ kind: 'stopped', error: { code: 'aborted' } });
	expect(task.status).toEqual({ kind: 'idle' });
});

test('work that is cancelled and answers with what it has is done', async () => {
	const task = new Task<string>();
	const { work, answer } = deferred<string>();
	const running = task.run(null, work);
	task.stop();
	answer('half a fox');
	expect(await running).toEqual({ kind: 'done', value: 'half a fox' });
});

test('an error after the work was cancelled is shown all the same', async () => {
	const task = new Task<string>();
	const { work, fail } = deferred<string>();
	const running = task.run(null, work);
	task.stop();
	fail(new AppError('worker-crashed', 'gone'));
	expect((await running).kind).toBe('failed');
});

test.each(['answer', 'fail', 'abort'] as const)(
	'a newer run calls an older one off, and the late %s of the older one changes nothing',
	async (how) => {
		const task = new Task<string>();
		const taken: string[] = [];
		const older = deferred<string>();
		const newer = deferred<string>();
		const first = task.run(null, older.work, (value) => taken.push(value));
		const second = task.run(null, newer.work, (value) => taken.push(value));
		expect([older.signal.aborted, newer.signal.aborted]).toEqual([true, false]);
		if (how === 'answer') older.answer('old');
		else older.fail(how === 'fail' ? new Error('old') : new AppError('aborted', 'old'));
		expect(older.tell(null)).toBe(false);
		expect(await first).toEqual({ kind: 'dropped' });
		expect(task.isRunning).toBe(true);
		newer.answer('new');
		expect(await second).toEqual({ kind: 'done', value: 'new' });
		expect(taken).toEqual(['new']);
	}
);

test('what is cleared is idle at once, and stays so', async () => {
	const task = new Task<string>();
	const { work, answer, tell } = deferred<string>();
	const running = task.run(null, work);
	task.clear();
	expect(task.status).toEqual({ kind: 'idle' });
	expect(tell(null)).toBe(false);
	answer('late');
	expect(await running).toEqual({ kind: 'dropped' });
	expect(task.status).toEqual({ kind: 'idle' });
});

test('an answer is taken before anybody sees that the work is done', async () => {
	const task = new Task<string>();
	const seen: string[] = [];
	await task.run(
		null,
		() => Promise.resolve('fox'),
		() => seen.push(task.status.kind)
	);
	expect(seen).toEqual(['running']);
});

test('an answer that cannot be taken is a failure', async () => {
	const task = new Task<string>();
	const outcome = await task.run(
		null,
		() => Promise.resolve('fox'),
		() => {
			throw new AppError('storage-full', 'no room');
		}
	);
	expect(outcome).toMatchObject({ kind: 'failed', error: { code: 'storage-full' } });
	expect(task.error?.code).toBe('storage-full');
});
