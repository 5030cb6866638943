/** The whole app, in a window of its own. @param fragment what comes after the `#` */
export function appAddress(fragment: string): string {
	const address = new URL(`./#${fragment}`, location.href);
	address.search = '';
	return address.href;
}
