/**
 * After another view was opened, its heading takes the focus, as soon as it is there: it is read aloud, and Tab continues
 * from it.
 *
 * @returns calls it off
 */
export function focusHeading(view: HTMLElement): () => void {
	const before = document.activeElement;
	const focus = (): void => {
		const heading = view.querySelector<HTMLElement>('h1');
		if (heading === null) return;
		arriving.disconnect();
		// Someone may have gone on already, or the view has chosen for itself.
		const now = document.activeElement;
		if (now !== before && now !== document.body && now !== view) return;
		heading.tabIndex = -1;
		heading.focus();
	};
	const arriving = new MutationObserver(focus);
	arriving.observe(view, { childList: true, subtree: true });
	focus();
	return () => arriving.disconnect();
}
