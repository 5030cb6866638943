/** What is shown above every view: the command palette, or the sheet of shortcuts. */
export type Overlay = 'palette' | 'shortcuts';

type Keys = Pick<KeyboardEvent, 'altKey' | 'ctrlKey' | 'key' | 'metaKey' | 'shiftKey' | 'target'>;

// @wc-ignore
const TEXT_FIELDS = 'textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])';

export class OverlayState {
	shown = $state.raw<Overlay | null>(null);

	/** @returns true when the keys are a shortcut that opens or closes one */
	take(keys: Keys): boolean {
		const asked = overlayOf(keys);
		if (asked === null) return false;
		this.shown = this.shown === asked ? null : asked;
		return true;
	}
}

function overlayOf({ altKey, ctrlKey, key, metaKey, target }: Keys): Overlay | null {
	if (altKey) return null;
	if (ctrlKey || metaKey) return key.toLowerCase() === 'k' ? 'palette' : null;
	if (key !== '?') return null;
	return isTyping(target) ? null : 'shortcuts';
}

function isTyping(target: EventTarget | null): boolean {
	return (
		target !== null && 'closest' in target && (target as Element).closest(TEXT_FIELDS) !== null
	);
}
