import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import NumberBox from '#ui/kit/NumberBox.svelte';

let component: Record<string, unknown> | null = null;
const pageLanguage = document.documentElement.lang;

function show(lang: string, value: number | null) {
	document.documentElement.lang = lang;
	const onchoose = vi.fn<(value: number) => void>();
	const ontype = vi.fn<(value: number | null) => void>();
	component = mount(NumberBox, {
		target: document.body,
		props: { value, step: 0.1, onchoose, ontype, 'aria-label': 'Temperature' }
	});
	flushSync();
	const field = document.querySelector<HTMLInputElement>('[role=spinbutton]');
	if (field === null) throw new Error('the field is missing');
	return { field, onchoose, ontype };
}

afterEach(async () => {
	if (component !== null) await unmount(component);
	document.documentElement.lang = pageLanguage;
});

test('a German page shows a comma, whatever the browser’s language, and takes it and the point', async () => {
	const { field, onchoose, ontype } = show('de', 0.7);
	expect(field.value).toBe('0,7');
	await userEvent.fill(field, '1,25');
	// While it is being typed, nothing is rewritten.
	expect(field.value).toBe('1,25');
	expect(ontype).toHaveBeenLastCalledWith(1.25);
	await userEvent.tab();
	expect(onchoose).toHaveBeenLastCalledWith(1.25);
	await userEvent.fill(field, '0.5');
	await userEvent.tab();
	expect(onchoose).toHaveBeenLastCalledWith(0.5);
});

test('what is no number is not chosen, and the arrow keys step', async () => {
	const { field, onchoose, ontype } = show('en', 0.2);
	await userEvent.fill(field, '1,5');
	expect(ontype).toHaveBeenLastCalledWith(NaN);
	await userEvent.tab();
	expect(onchoose).not.toHaveBeenCalled();
	expect(field.value).toBe('0.2');
	field.focus();
	await userEvent.keyboard('{ArrowUp}');
	expect(onchoose).toHaveBeenLastCalledWith(0.3);
	await userEvent.keyboard('{ArrowDown}');
	expect(onchoose).toHaveBeenLastCalledWith(0.1);
	await userEvent.clear(field);
	expect(ontype).toHaveBeenLastCalledWith(null);
});
