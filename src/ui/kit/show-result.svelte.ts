import { tick } from 'svelte';

/**
 * Scrolls a result into view once it is ready, and focuses it: it may be far from where the
 * page was scrolled to. To be called while a component is built.
 *
 * @param kind of a task's status
 * @param box where its result is shown; focusable
 * @param mayTakeFocus false leaves the focus alone: the work may have taken minutes, and you may be typing elsewhere
 */
export function showResult(
	kind: () => string,
	box: () => HTMLElement | undefined,
	mayTakeFocus: () => boolean = () => true
): void {
	let before = kind();
	$effect(() => {
		const now = kind();
		const hasEnded = before === 'running' && (now === 'done' || now === 'failed');
		before = now;
		if (!hasEnded || !mayTakeFocus()) return;
		void tick().then(() => {
			box()?.focus({ preventScroll: true });
			box()?.scrollIntoView({ block: 'nearest' });
		});
	});
}

/**
 * Scrolls what was written or found into view, unless you are busy elsewhere on the page. A live region says it, so the
 * focus stays where it is. To be called while a component is built.
 *
 * @param what changes with what there is to be seen; null while there is nothing
 * @param box where it is shown
 * @param near holds it and the button that asked for it
 */
export function bringIntoView(
	what: () => unknown,
	box: () => HTMLElement | undefined,
	near: () => HTMLElement | undefined = () => box()?.parentElement ?? undefined
): void {
	let before = what();
	$effect(() => {
		const now = what();
		const isNew = now !== null && now !== before;
		before = now;
		if (!isNew) return;
		void tick().then(() => {
			if (hasFocusNear(near())) box()?.scrollIntoView({ block: 'nearest' });
		});
	});
}

/** Whether the focus is nowhere, or inside an element. */
export function hasFocusNear(element: HTMLElement | undefined): boolean {
	const { activeElement } = document;
	return activeElement === document.body || element?.contains(activeElement) === true;
}
