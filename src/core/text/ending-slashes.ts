/** An address without the slashes at its end; a regular expression would try each slash as the first of them. */
export function withoutEndingSlashes(address: string): string {
	let end = address.length;
	while (end > 0 && address[end - 1] === '/') end -= 1;
	return address.slice(0, end);
}
