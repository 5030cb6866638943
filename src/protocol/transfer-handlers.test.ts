import { expose, releaseProxy, wrap, type Remote } from 'comlink';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppError } from '#core/errors.ts';
import { registerTransferHandlers, releaseCallback } from './transfer-handlers.ts';

registerTransferHandlers();

const service = {
	fail(): never {
		throw new AppError('model-invalid', 'no such operator', {
			details: { file: 'model.onnx', bytes: 3 },
			cause: new Error('outer', { cause: new Error('inner') })
		});
	},
	failStrangely(): never {
		// oxlint-disable-next-line typescript/only-throw-error -- what a library may do
		throw 'a text';
	},
	untilAborted: (signal: AbortSignal) =>
		new Promise<string>((resolve) => {
			const settle = () => resolve((signal.reason as AppError).code);
			if (signal.aborted) settle();
			else signal.addEventListener('abort', settle);
		}),
	count(times: number, tell: (value: number) => void): void {
		for (let i = 1; i <= times; i += 1) tell(i);
	}
};

let channel: MessageChannel;
let remote: Remote<typeof service>;

beforeEach(() => {
	channel = new MessageChannel();
	expose(service, channel.port1);
	remote = wrap(channel.port2);
});

afterEach(() => {
	remote[releaseProxy]();
	channel.port1.close();
	channel.port2.close();
});

async function thrownBy(work: Promise<unknown>): Promise<AppError> {
	const error = await work.catch((thrown: unknown) => thrown);
	if (!(error instanceof AppError)) throw new Error('not an AppError');
	return error;
}

test('an error keeps its code, details and causes', async () => {
	const error = await thrownBy(remote.fail());
	expect(error).toMatchObject({
		code: 'model-invalid',
		message: 'no such operator',
		details: { file: 'model.onnx', bytes: 3 },
		cause: { message: 'outer', cause: { message: 'inner' } }
	});
});

test('whatever else is thrown arrives as unexpected', async () => {
	expect(await thrownBy(remote.failStrangely())).toMatchObject({
		code: 'unexpected',
		message: 'a text'
	});
});

test('an abort crosses over', async () => {
	const controller = new AbortController();
	const answer = remote.untilAborted(controller.signal);
	controller.abort();
	expect(await answer).toBe('aborted');
});

test('a signal that is already aborted arrives aborted', async () => {
	expect(await remote.untilAborted(AbortSignal.abort())).toBe('aborted');
});

test('a callback is called in order, and no more once it is released', async () => {
	const values: number[] = [];
	const received = new Promise<void>((resolve) => {
		const tell = (value: number) => {
			values.push(value);
			if (value === 3) {
				releaseCallback(tell);
				resolve();
			}
		};
		void remote.count(5, tell);
	});
	await received;
	expect(values.slice(0, 3)).toEqual([1, 2, 3]);
});
