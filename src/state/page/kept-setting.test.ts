import { expect, test } from 'vitest';
import { KeptSetting, KeptSwitch } from './kept-setting.svelte.ts';

function storage(): Pick<Storage, 'getItem' | 'setItem'> {
	const kept = new Map<string, string>();
	return {
		getItem: (key) => kept.get(key) ?? null,
		setItem: (key, value) => void kept.set(key, value)
	};
}

test('a setting has its first option until another is chosen, and keeps that on this device', () => {
	const device = storage();
	const open = () => new KeptSetting(device, 'theme', ['system', 'light', 'dark']);
	expect(open().value).toBe('system');
	open().value = 'dark';
	expect(open().value).toBe('dark');
});

test('what nobody offers is not taken', () => {
	const device = storage();
	device.setItem('glasshouse.theme', 'plaid');
	expect(new KeptSetting(device, 'theme', ['system', 'light']).value).toBe('system');
});

test('a switch is off until it is switched on, and stays on on this device', () => {
	const device = storage();
	const teacher = new KeptSwitch(device, 'teacher');
	expect(teacher.isOn).toBe(false);
	teacher.isOn = true;
	expect(new KeptSwitch(device, 'teacher').isOn).toBe(true);
	teacher.isOn = false;
	expect(new KeptSwitch(device, 'teacher').isOn).toBe(false);
});

test('a switch can be on until it is switched off', () => {
	const device = storage();
	const keepsLogits = new KeptSwitch(device, 'keep-logits', 'on');
	expect(keepsLogits.isOn).toBe(true);
	keepsLogits.isOn = false;
	expect(new KeptSwitch(device, 'keep-logits', 'on').isOn).toBe(false);
});

test('without storage a choice holds until the tab closes', () => {
	const full = {
		getItem: () => null,
		setItem: () => {
			throw new Error('full');
		}
	};
	const teacher = new KeptSwitch(full, 'teacher');
	teacher.isOn = true;
	expect(teacher.isOn).toBe(true);
});
