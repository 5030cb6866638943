import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { TokenTrace } from '#core/run-file/schema.ts';
import type { TokenBatch } from '#protocol/worker-api.ts';
import { TokenBatches } from './token-batches.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

test('tells how much of a prompt was read, ten times a second at most, and then the first token', () => {
	const sent: TokenBatch[] = [];
	const batches = new TokenBatches((batch) => sent.push(batch), performance.now());
	vi.advanceTimersByTime(200);
	batches.reading(32, 128);
	vi.advanceTimersByTime(50);
	batches.reading(64, 128);
	vi.advanceTimersByTime(150);
	batches.reading(96, 128);
	batches.update([{ id: 5 } as TokenTrace], () => 'Once');
	expect(sent.map(({ reading, tokens }) => reading ?? tokens.length)).toEqual([
		{ readTokens: 32, totalTokens: 128, remainingMs: 600 },
		{ readTokens: 96, totalTokens: 128, remainingMs: (400 * 32) / 96 },
		1
	]);
	expect(batches.timeToFirstTokenMs).toBe(400);
});
