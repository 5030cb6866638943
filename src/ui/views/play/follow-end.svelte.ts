import type { WritingState } from '#state/play/writing-state.svelte.ts';

/** How near to its end, in pixels, a page counts as being read at its end. */
const END_MARGIN = 140;

/** Scrolls the page to its end. */
export function showEnd(): void {
	window.scrollTo({ top: document.documentElement.scrollHeight });
}

/** Follows a text while it is written, unless the reader has scrolled away from its end. Called as a component is made. */
export function followEnd(writing: WritingState): void {
	let isAtEnd = false;

	$effect.pre(() => {
		if (writing.log.length === 0) return;
		const { scrollHeight } = document.documentElement;
		isAtEnd = window.innerHeight + window.scrollY >= scrollHeight - END_MARGIN;
	});

	$effect(() => {
		if (writing.log.length > 0 && writing.isWriting && isAtEnd) showEnd();
	});
}
