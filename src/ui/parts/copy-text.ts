import type { ToastState } from '#state/page/toast-state.svelte.ts';

/** Puts text on the clipboard and says whether that worked. @param done what to say when it did */
export async function copyText(toasts: ToastState, text: string, done: string): Promise<void> {
	try {
		await navigator.clipboard.writeText(text);
		toasts.show(done);
	} catch {
		toasts.show('The browser did not allow copying.');
	}
}
