import { describe, expect, test } from 'vitest';
import { PatientSend, type Typed } from './patient-send.ts';

const SHORT: Typed = { message: 'short', isFree: true, isTooLong: false, isStale: false };
/** Just shortened: the measure is still that of the long wording. */
const SHORTENED: Typed = { ...SHORT, isTooLong: true, isStale: true };

function counted() {
	let sent = 0;
	return { sending: new PatientSend(() => (sent += 1)), sent: () => sent };
}

describe('sending a message', () => {
	test('happens at once when it is not too long', () => {
		const { sending, sent } = counted();
		sending.press({ ...SHORT, isStale: true });
		expect(sent()).toBe(1);
		sending.change(SHORT);
		expect(sent()).toBe(1);
	});

	test('waits for the new measure of one that was just shortened, and happens once', () => {
		const { sending, sent } = counted();
		sending.press(SHORTENED);
		sending.change(SHORTENED);
		expect(sent()).toBe(0);
		sending.change(SHORT);
		sending.change(SHORT);
		expect(sent()).toBe(1);
	});

	test('does not happen when the new measure is too long as well, nor later', () => {
		const { sending, sent } = counted();
		sending.press(SHORTENED);
		sending.change({ ...SHORTENED, isStale: false });
		sending.change(SHORT);
		expect(sent()).toBe(0);
	});

	test('does not happen when you type on before the measure is there', () => {
		const { sending, sent } = counted();
		sending.press(SHORTENED);
		sending.change({ ...SHORTENED, message: 'short and' });
		sending.change(SHORT);
		expect(sent()).toBe(0);
	});

	test('does not happen while the model is busy', () => {
		const { sending, sent } = counted();
		sending.press({ ...SHORT, isFree: false });
		sending.press({ ...SHORTENED, isFree: false });
		sending.change(SHORT);
		expect(sent()).toBe(0);
	});
});
