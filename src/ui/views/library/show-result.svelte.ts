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

/** Whether the focus is nowhere, or inside an element. */
export function hasFocusNear(element: HTMLElement | undefined): boolean {
	const { activeElement } = document;
	return activeElement === document.body || element?.contains(activeElement) === true;
}
