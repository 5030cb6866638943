import { expect, test } from 'vitest';
import { isSendKey } from './send-key.ts';

const ENTER = {
	key: 'Enter',
	shiftKey: false,
	altKey: false,
	ctrlKey: false,
	metaKey: false,
	isComposing: false,
	keyCode: 13
};

test('Enter sends, and Shift+Enter does not', () => {
	expect(isSendKey(ENTER, false)).toBe(true);
	expect(isSendKey({ ...ENTER, ctrlKey: true }, false)).toBe(true);
	expect(isSendKey({ ...ENTER, shiftKey: true }, false)).toBe(false);
	expect(isSendKey({ ...ENTER, altKey: true }, false)).toBe(false);
	expect(isSendKey({ ...ENTER, key: 'a' }, false)).toBe(false);
});

test('the Enter that ends the composing of a word does not send', () => {
	expect(isSendKey({ ...ENTER, isComposing: true }, false)).toBe(false);
	// oxlint-disable-next-line typescript/no-deprecated -- all that Safari tells of it
	expect(isSendKey({ ...ENTER, keyCode: 229 }, false)).toBe(false);
});

test('on a touch screen Enter starts a line, unless it comes with Ctrl or ⌘', () => {
	expect(isSendKey(ENTER, true)).toBe(false);
	expect(isSendKey({ ...ENTER, metaKey: true }, true)).toBe(true);
});
