/**
 * Makes state that is kept while views come and go. A view may ask for it while it is built: without a root of
 * its own, what is derived in it would end with that view. There are no effects in it, so nobody has to end it.
 */
export function outliveViews<T>(make: () => T): T {
	let made: T | undefined;
	$effect.root(() => {
		made = make();
	});
	// A root runs at once.
	return made as T;
}
