import type { KeptSwitch } from './kept-setting.svelte.ts';

/** The two switches that decide about answer keys and notes for the teacher. */
export interface KeySwitches {
	readonly projector: Pick<KeptSwitch, 'isOn'>;
	readonly teacher: Pick<KeptSwitch, 'isOn'>;
}

/** Whether they wait for a press: on a projector, the class sees the teacher's screen. */
export function areKeysCovered({ projector, teacher }: KeySwitches): boolean {
	return teacher.isOn && projector.isOn;
}

/**
 * Whether answer keys and notes for the teacher are on the screen. Every view asks here.
 *
 * @param isAskedFor whether they were pressed for, where they are covered
 */
export function areKeysShown(switches: KeySwitches, isAskedFor = false): boolean {
	return switches.teacher.isOn && (isAskedFor || !areKeysCovered(switches));
}
