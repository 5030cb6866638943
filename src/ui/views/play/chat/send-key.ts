import { isTouchScreen } from '../../../kit/touch-screen.ts';

/**
 * Whether a key sends a message: Enter, but not with Shift, and not the Enter that ends the composing of a
 * word (Japanese, Chinese and others); on a touch screen, whose keyboards have no Shift+Enter, only with
 * Ctrl or ⌘.
 */
export function isSendKey(
	event: Pick<
		KeyboardEvent,
		'key' | 'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey' | 'isComposing' | 'keyCode'
	>,
	isTouch = isTouchScreen()
): boolean {
	// Safari ends the composing before it tells of the key; the code is still that of a composing.
	// oxlint-disable-next-line typescript/no-deprecated -- nothing else tells it in Safari
	const isComposing = event.isComposing || event.keyCode === COMPOSING;
	if (event.key !== 'Enter' || isComposing || event.shiftKey || event.altKey) return false;
	return event.ctrlKey || event.metaKey || !isTouch;
}

const COMPOSING = 229;
