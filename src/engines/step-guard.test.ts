import { expect, test } from 'vitest';
import { StepGuard } from './step-guard.ts';

const never = new AbortController().signal;
const forever = <T>() => new Promise<T>(() => undefined);

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
	let resolve: (value: T) => void = () => undefined;
	const promise = new Promise<T>((settle) => {
		resolve = settle;
	});
	return { promise, resolve };
}

test('gives what the work gives', async () => {
	const guard = new StepGuard(forever());
	expect(await guard.wait(Promise.resolve(7), never)).toBe(7);
	await expect(guard.wait(Promise.reject(new Error('broken')), never)).rejects.toThrow('broken');
});

test('a lost device ends the wait, and every later one', async () => {
	const lost = deferred<string>();
	const guard = new StepGuard(lost.promise);
	const wait = guard.wait(forever(), never);
	lost.resolve('unplugged');
	await expect(wait).rejects.toMatchObject({ code: 'device-lost', message: 'unplugged' });
	await expect(guard.wait(Promise.resolve(1), never)).rejects.toMatchObject({
		code: 'device-lost'
	});
});

test('an abort ends the wait', async () => {
	const guard = new StepGuard(forever());
	const controller = new AbortController();
	const wait = guard.wait(forever(), controller.signal);
	controller.abort();
	await expect(wait).rejects.toMatchObject({ code: 'aborted' });
	await expect(guard.wait(forever(), AbortSignal.abort())).rejects.toMatchObject({
		code: 'aborted'
	});
});

test('work that was given up does not disarm the next wait when it settles late', async () => {
	const lost = deferred<string>();
	const guard = new StepGuard(lost.promise);
	const controller = new AbortController();
	const late = deferred<null>();
	const first = guard.wait(late.promise, controller.signal);
	controller.abort();
	await expect(first).rejects.toMatchObject({ code: 'aborted' });
	const second = guard.wait(forever(), never);
	late.resolve(null);
	await new Promise((resolve) => setTimeout(resolve));
	lost.resolve('unplugged');
	await expect(second).rejects.toMatchObject({ code: 'device-lost' });
});
