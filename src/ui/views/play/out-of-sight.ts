/** As much of a text as shows what becomes of it, in pixels. */
const ENOUGH = 120;

/** Where there is room to show a text over the page, away from `hand`; null while the text itself is seen. */
export function roomToPeek(
	text: Pick<DOMRect, 'top' | 'bottom' | 'height'>,
	hand: Pick<DOMRect, 'top'> | null,
	viewHeight: number
): 'top' | 'bottom' | null {
	const seen = Math.min(text.bottom, viewHeight) - Math.max(text.top, 0);
	if (text.height > 0 && seen >= Math.min(text.height, ENOUGH)) return null;
	return hand !== null && hand.top > viewHeight / 2 ? 'top' : 'bottom';
}
