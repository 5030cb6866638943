/**
 * For what opens beside its button: Escape closes it, and the focus goes back to where it was opened.
 * Call it while the component is built: whatever has the focus then is the opener.
 */
export function closing(onclose: () => void): {
	close: () => void;
	onkeydown: (event: KeyboardEvent) => void;
} {
	const opener = document.activeElement;
	const close = (): void => {
		onclose();
		if (opener instanceof HTMLElement) opener.focus();
	};
	return {
		close,
		onkeydown: (event) => {
			if (event.key === 'Escape') close();
		}
	};
}
