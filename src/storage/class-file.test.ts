import { afterEach, expect, test, vi } from 'vitest';
import { NO_CLASS, readClassFile, readClassModel } from './class-file.ts';
import { STALL_MS } from './stall-watch.ts';

afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

/** A host that takes the question and never answers, as some captive networks do. */
function silentHost() {
	vi.useFakeTimers();
	const signals: (AbortSignal | null | undefined)[] = [];
	vi.stubGlobal('fetch', (_address: string, options: RequestInit) => {
		signals.push(options.signal);
		return new Promise(() => undefined);
	});
	return signals;
}

test('a host that never answers is named, and the question is taken back', async () => {
	const signals = silentHost();
	const reading = readClassModel('https://class.example/', 'models/one');
	const refused = expect(reading).rejects.toMatchObject({
		code: 'stalled',
		details: { waitedFor: 'app-host' }
	});
	await vi.advanceTimersByTimeAsync(STALL_MS);
	await refused;
	expect(signals.map((signal) => signal?.aborted)).toEqual([true]);
});

test('without an answer there is no class, and it is asked for again', async () => {
	const signals = silentHost();
	const first = readClassFile('https://class.example/silent/');
	await vi.advanceTimersByTimeAsync(STALL_MS);
	expect(await first).toBe(NO_CLASS);
	const second = readClassFile('https://class.example/silent/');
	await vi.advanceTimersByTimeAsync(STALL_MS);
	expect(await second).toBe(NO_CLASS);
	expect(signals).toHaveLength(2);
});
