import { expect, test } from 'vitest';
import { TeacherMode } from './teacher-mode.svelte.ts';

function storage(): Pick<Storage, 'getItem' | 'setItem'> {
	const kept = new Map<string, string>();
	return {
		getItem: (key) => kept.get(key) ?? null,
		setItem: (key, value) => void kept.set(key, value)
	};
}

test('teacher mode is off until it is switched on, and stays on on this device', () => {
	const device = storage();
	const teacher = new TeacherMode(device);
	expect(teacher.isOn).toBe(false);
	teacher.isOn = true;
	expect(new TeacherMode(device).isOn).toBe(true);
	teacher.isOn = false;
	expect(new TeacherMode(device).isOn).toBe(false);
});

test('without storage teacher mode holds until the tab closes', () => {
	const teacher = new TeacherMode({
		getItem: () => null,
		setItem: () => {
			throw new Error('full');
		}
	});
	teacher.isOn = true;
	expect(teacher.isOn).toBe(true);
});
