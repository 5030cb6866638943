/** The button that writes and stops: it is always there, so the focus goes to it when another button goes away. */
export const WRITE_ID = 'write';

export function focusWrite(): void {
	document.getElementById(WRITE_ID)?.focus();
}
