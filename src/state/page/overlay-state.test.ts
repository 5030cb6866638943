import { beforeEach, expect, test } from 'vitest';
import { OverlayState } from './overlay-state.svelte.ts';

const PLAIN = { altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, target: null };
let overlay = new OverlayState();

beforeEach(() => {
	overlay = new OverlayState();
});

test.each([
	[{ ctrlKey: true, key: 'k' }, 'palette'],
	[{ metaKey: true, key: 'K' }, 'palette'],
	[{ shiftKey: true, key: '?' }, 'shortcuts']
] as const)('%j opens and closes one', (keys, expected) => {
	expect(overlay.take({ ...PLAIN, ...keys })).toBe(true);
	expect(overlay.shown).toBe(expected);
	expect(overlay.take({ ...PLAIN, ...keys })).toBe(true);
	expect(overlay.shown).toBeNull();
});

test.each([
	{ key: 'k' },
	{ ctrlKey: true, altKey: true, key: 'k' },
	{ ctrlKey: true, key: '?' },
	{ key: 'Enter' },
	{ key: '?', target: Object.assign(new EventTarget(), { closest: () => ({}) }) }
])('%j is left to the view', (keys) => {
	expect(overlay.take({ ...PLAIN, ...keys })).toBe(false);
	expect(overlay.shown).toBeNull();
});
