import { tick } from 'svelte';

/**
 * Another page of a view begins at its heading, on top, unless a field of it has the focus already. The page that was
 * opened first keeps the focus where the browser has it. To be called while a component is built.
 *
 * @param page names the page that is open
 * @param main holds it, unless another view is in its place
 */
export function beginAtHeading(page: () => string, main: () => HTMLElement | undefined): void {
	let shown = page();
	$effect(() => {
		const now = page();
		if (now === shown) return;
		shown = now;
		void tick().then(() => {
			if (document.activeElement?.closest('.field') != null) return;
			main()?.querySelector<HTMLElement>('h2')?.focus({ preventScroll: true });
			window.scrollTo({ top: 0 });
		});
	});
}
