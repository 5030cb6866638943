/**
 * Keeps the place of the keyboard. When the control that has the focus goes away or is switched off, browsers give the
 * focus to the page, and Tab begins anew; here what took its place gets it, or what is nearest.
 */

import { isTouchScreen } from '../kit/touch-screen.ts';

// @wc-ignore
const CONTROLS = 'a[href], button, input, select, textarea, summary, [tabindex]';
// @wc-ignore
const TEXT_FIELDS = 'textarea, input:not([type=checkbox], [type=radio], [type=range], [type=file])';
/** What has a heading of its own: the search for a control does not leave it. */
// @wc-ignore
const PARTS = 'section, article, aside, dialog, [role=dialog], [role=region]';

/** Where an element is in one of those around it. */
interface Place {
	readonly around: Element;
	readonly index: number;
}

interface Held {
	readonly element: Element;
	readonly words: string;
	readonly places: readonly Place[];
}

/**
 * @param main what holds the views; it can be focused
 * @param isTouch whether a text field would open a keyboard over the page
 * @returns ends it
 */
export function keepFocus(main: HTMLElement, isTouch = isTouchScreen()): () => void {
	let held: Held | null = null;
	let frame = 0;

	function settle(): void {
		frame = 0;
		const now = document.activeElement;
		// Some views know better themselves where it belongs.
		if (held === null || (now !== document.body && now !== held.element)) return;
		if (isThere(held.element)) {
			// It was left on purpose, by a click on nothing; another window's focus comes back by itself.
			if (now === document.body && document.hasFocus()) held = null;
			return;
		}
		successor(held, main, isTouch).focus({ preventScroll: true });
	}

	function settleSoon(): void {
		if (frame === 0) frame = requestAnimationFrame(settle);
	}

	function onfocusin({ target }: FocusEvent): void {
		if (target instanceof Element) held = holdOf(target);
	}

	function onfocusout({ relatedTarget }: FocusEvent): void {
		if (relatedTarget === null) settleSoon();
	}

	const changes = new MutationObserver(() => {
		if (held !== null && (!held.element.isConnected || isOff(held.element))) settleSoon();
	});
	changes.observe(document.body, {
		childList: true,
		subtree: true,
		attributeFilter: ['disabled', 'hidden']
	});
	document.addEventListener('focusin', onfocusin);
	document.addEventListener('focusout', onfocusout);
	if (document.activeElement !== null && document.activeElement !== document.body) {
		held = holdOf(document.activeElement);
	}
	return () => {
		changes.disconnect();
		cancelAnimationFrame(frame);
		document.removeEventListener('focusin', onfocusin);
		document.removeEventListener('focusout', onfocusout);
	};
}

// @wc-ignore
const isOff = (element: Element): boolean => element.matches(':disabled');

const isThere = (element: Element): boolean =>
	element.isConnected && !isOff(element) && element.checkVisibility();

const wordsOf = (element: Element): string =>
	element.getAttribute('aria-label') ?? element.textContent.trim();

function holdOf(element: Element): Held {
	const places: Place[] = [];
	for (let inner = element, around = inner.parentElement; around !== null;) {
		places.push({ around, index: [...around.children].indexOf(inner) });
		inner = around;
		around = inner.parentElement;
	}
	return { element, words: wordsOf(element), places };
}

function successor({ words, places }: Held, main: HTMLElement, isTouch: boolean): HTMLElement {
	for (const { around, index } of places) {
		if (around === main || around.contains(main)) break;
		if (!around.isConnected) continue;
		const found =
			nearest(around, index, words, isTouch) ?? (around.matches(PARTS) ? headingOf(around) : null);
		if (found !== null) return found;
	}
	return main;
}

/** The same control, if it was made anew; else the first one from that place on, or the last one before it. */
function nearest(
	around: Element,
	index: number,
	words: string,
	isTouch: boolean
): HTMLElement | null {
	const children = [...around.children];
	const here = children[index];
	const twin = here && controlsIn(here, isTouch).find((each) => wordsOf(each) === words);
	if (twin !== undefined) return twin;
	for (const child of children.slice(index)) {
		const [first] = controlsIn(child, isTouch);
		if (first !== undefined) return first;
	}
	for (const child of children.slice(0, index).reverse()) {
		const last = controlsIn(child, isTouch).at(-1);
		if (last !== undefined) return last;
	}
	return null;
}

function controlsIn(element: Element, isTouch: boolean): HTMLElement[] {
	return [element, ...element.querySelectorAll(CONTROLS)].filter(
		(each): each is HTMLElement =>
			each instanceof HTMLElement &&
			each.matches(CONTROLS) &&
			each.tabIndex >= 0 &&
			isThere(each) &&
			!(isTouch && each.matches(TEXT_FIELDS))
	);
}

function headingOf(part: Element): HTMLElement | null {
	// @wc-ignore
	const heading = part.querySelector<HTMLElement>('h1, h2, h3, h4');
	if (heading !== null) heading.tabIndex = -1;
	return heading;
}
