import { describe, expect, test } from 'vitest';
import type { TokenTrace } from '#core/run-file/schema.ts';
import { CHUNK_SIZE, TokenLog } from './token-log.svelte.ts';

function traces(from: number, count: number): TokenTrace[] {
	return Array.from({ length: count }, (_, i) => ({
		id: from + i,
		text: `t${(from + i).toString()}`,
		logprob: -1,
		rank: 1,
		entropy: 1,
		margin: 1,
		logits_digest: '0'.repeat(16),
		alternatives: []
	}));
}

describe('a token log', () => {
	test('gives tokens back in order, whatever the batches were', () => {
		const log = new TokenLog();
		let next = 0;
		for (const size of [1, 7, CHUNK_SIZE, 3, 2 * CHUNK_SIZE + 1]) {
			log.append(next, traces(next, size));
			next += size;
		}
		expect(log.length).toBe(next);
		expect(log.all().map(({ id }) => id)).toEqual(traces(0, next).map(({ id }) => id));
		expect(log.at(next - 1)?.id).toBe(next - 1);
		expect(log.at(next)).toBeUndefined();
	});

	test('leaves full chunks untouched when tokens are added', () => {
		const log = new TokenLog(traces(0, 2 * CHUNK_SIZE + 5));
		const before = log.chunks;
		log.append(log.length, traces(log.length, 4));
		expect(log.chunks[0]).toBe(before[0]);
		expect(log.chunks[1]).toBe(before[1]);
		expect(log.chunks[2]?.slice(0, 5)).toEqual(before[2]);
	});

	test('redraws only the chunks that the final tokens change', () => {
		const tokens = traces(0, 2 * CHUNK_SIZE);
		const log = new TokenLog(tokens);
		const [first, second] = log.chunks;
		const final = tokens.map((token, i) =>
			i === CHUNK_SIZE + 1 ? { ...token, text: 'é' } : { ...token }
		);
		log.settle(final);
		expect(log.chunks[0]).toBe(first);
		expect(log.chunks[1]).not.toBe(second);
		expect(log.at(CHUNK_SIZE + 1)?.text).toBe('é');
	});

	test('replaces what stood from the given index on', () => {
		const log = new TokenLog(traces(0, CHUNK_SIZE + 10));
		log.append(3, traces(100, 2));
		expect(log.all().map(({ id }) => id)).toEqual([0, 1, 2, 100, 101]);
	});
});
