import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { areKeysCovered, areKeysShown } from './answer-keys.ts';

const switches = (teacher: boolean, projector: boolean) => ({
	teacher: { isOn: teacher },
	projector: { isOn: projector }
});

test('answer keys are shown in teacher mode, and on a projector only when pressed for', () => {
	expect(areKeysShown(switches(true, false))).toBe(true);
	expect(areKeysShown(switches(true, true))).toBe(false);
	expect(areKeysShown(switches(true, true), true)).toBe(true);
	expect(areKeysCovered(switches(true, true))).toBe(true);
	expect(areKeysCovered(switches(true, false))).toBe(false);
});

test('without teacher mode no press shows them', () => {
	for (const projector of [false, true]) {
		expect(areKeysShown(switches(false, projector))).toBe(false);
		expect(areKeysShown(switches(false, projector), true)).toBe(false);
		expect(areKeysCovered(switches(false, projector))).toBe(false);
	}
});

test('only switches and tools ask whether teacher mode is on; what shows answers asks for the keys', async () => {
	const ui = new URL('../../ui/', import.meta.url);
	const asking: string[] = [];
	for (const path of await readdir(ui, { recursive: true })) {
		if (!/\.(?:svelte|ts)$/.test(path)) continue;
		if ((await readFile(new URL(path, ui), 'utf8')).includes('teacher.isOn')) asking.push(path);
	}
	expect(asking.toSorted()).toEqual([
		'frame/overlay/commands.ts',
		'views/data/WorldView.svelte',
		'views/lessons/LessonList.svelte',
		'views/lessons/LessonView.svelte',
		'views/lessons/TeacherSwitch.svelte',
		'views/lessons/Worksheet.svelte',
		'views/settings/SettingsPage.svelte'
	]);
});
