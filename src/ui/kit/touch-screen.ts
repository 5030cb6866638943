/** Whether a finger is what points first here: then a text field opens a keyboard over the page. */
export function isTouchScreen(): boolean {
	// @wc-ignore
	return matchMedia('(pointer: coarse)').matches;
}
