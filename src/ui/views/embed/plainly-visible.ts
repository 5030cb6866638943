/**
 * Whether a button can be seen as it is: a page could lay something else over a frame, or make it
 * transparent, to have someone press what he does not see.
 */
import type { Attachment } from 'svelte/attachments';

/** Long enough to have been seen, short enough not to be waited for. */
const SEEN_MS = 500;

interface VisibilityEntry extends IntersectionObserverEntry {
	/** Chromium: nothing lies over it, and no effect changes how it looks. */
	readonly isVisible?: boolean;
}

/**
 * Where the browser cannot tell what lies over an element, being on the screen has to do.
 *
 * @param onchange told true when it has been plainly visible for half a second, false when it is not
 */
export function plainlyVisible(onchange: (isSeen: boolean) => void): Attachment {
	return (element) => {
		let timer: ReturnType<typeof setTimeout> | undefined;
		const options = { threshold: 1, trackVisibility: true, delay: 100 };
		const observer = new IntersectionObserver((entries) => {
			const entry: VisibilityEntry | undefined = entries.at(-1);
			clearTimeout(timer);
			const isSeen = entry?.isIntersecting === true && entry.isVisible !== false;
			if (isSeen) timer = setTimeout(() => onchange(true), SEEN_MS);
			else onchange(false);
		}, options);
		observer.observe(element);
		return () => {
			clearTimeout(timer);
			observer.disconnect();
		};
	};
}
