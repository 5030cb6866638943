import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ToastState } from './toast-state.svelte.ts';

let toasts: ToastState;
let log: string[];

beforeEach(() => {
	vi.useFakeTimers();
	toasts = new ToastState();
	log = [];
});

afterEach(() => {
	vi.useRealTimers();
});

const shown = (): string[] => toasts.toasts.map(({ text, count }) => `${text} ${count.toString()}`);
const press = (): void => {
	const { id, action } = toasts.toasts[0] ?? {};
	action?.run();
	toasts.dismiss(id ?? -1);
};

function remove(name: string): void {
	toasts.undoable(
		'Run deleted.',
		() => log.push(`back ${name}`),
		() => log.push(`gone ${name}`)
	);
}

describe('a message', () => {
	test('goes away by itself, but not while it is held', () => {
		toasts.show('Text copied.');
		const id = toasts.toasts[0]?.id ?? -1;
		toasts.hold(id);
		vi.advanceTimersByTime(60_000);
		expect(shown()).toEqual(['Text copied. 1']);
		toasts.release(id);
		vi.advanceTimersByTime(60_000);
		expect(shown()).toEqual([]);
	});

	test('is there once, however often it is said, and for its whole time after the last', () => {
		toasts.show('Text copied.');
		vi.advanceTimersByTime(5_000);
		toasts.show('Text copied.');
		vi.advanceTimersByTime(5_000);
		expect(shown()).toEqual(['Text copied. 1']);
	});

	test('offers what it offered last', () => {
		for (const name of ['old', 'new']) {
			toasts.show('A new version is ready.', { label: 'Use it', run: () => log.push(name) });
		}
		press();
		expect(log).toEqual(['new']);
	});

	test('makes way when there are too many, oldest first', () => {
		for (const text of ['a', 'b', 'c', 'd']) toasts.show(text);
		expect(shown()).toEqual(['b 1', 'c 1', 'd 1']);
	});
});

describe('what can be undone', () => {
	test('is counted in one message, and taken back together, the last one first', () => {
		for (const name of ['a', 'b', 'c']) remove(name);
		expect(shown()).toEqual(['Run deleted. 3']);
		expect(toasts.toasts[0]?.action?.label).toBe('Undo all 3');
		press();
		expect(log).toEqual(['back c', 'back b', 'back a']);
		vi.advanceTimersByTime(60_000);
		expect(log).toHaveLength(3);
	});

	test('is final once its message is gone, by itself, by hand or for others', () => {
		remove('by itself');
		vi.advanceTimersByTime(60_000);
		remove('by hand');
		toasts.dismiss(toasts.toasts[0]?.id ?? -1);
		remove('for others');
		for (const text of ['a', 'b', 'c']) toasts.show(text);
		expect(log).toEqual(['gone by itself', 'gone by hand', 'gone for others']);
	});

	test('is never final while its message is held, also when more of it is done', () => {
		remove('a');
		toasts.hold(toasts.toasts[0]?.id ?? -1);
		remove('b');
		vi.advanceTimersByTime(60_000);
		expect(log).toEqual([]);
		press();
		expect(log).toEqual(['back b', 'back a']);
	});
});
