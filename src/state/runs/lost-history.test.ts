import { expect, test } from 'vitest';
import { LostHistory } from './lost-history.svelte.ts';

function device() {
	const kept = new Map<string, string>();
	return {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => void kept.set(key, value)
	};
}

/** @returns how many runs a visit tells as lost in which the history held so many, one number after the other */
function visit(storage: ReturnType<typeof device> | null, ...counts: readonly number[]): number {
	const lost = new LostHistory(storage);
	for (const count of counts) lost.see(count);
	return lost.count;
}

test('a history that is empty though runs were kept is told as lost, once', () => {
	const storage = device();
	expect(visit(storage, 0)).toBe(0);
	expect(visit(storage, 0, 1, 2, 3)).toBe(0);
	expect(visit(storage, 0)).toBe(3);
	expect(visit(storage, 0)).toBe(0);
});

test('runs that you delete yourself are not lost, and a history that was not read says nothing', () => {
	const storage = device();
	expect(visit(storage, 2, 1, 0)).toBe(0);
	expect(visit(storage, 0)).toBe(0);
	visit(storage, 2);
	expect(visit(storage)).toBe(0);
	expect(visit(storage, 0)).toBe(2);
});

test('without a place for the count nothing is told', () => {
	expect(visit(null, 2)).toBe(0);
	expect(visit(null, 0)).toBe(0);
});
