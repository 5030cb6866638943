/** Percent-encoding that never throws, whatever people copy and servers send. */

/** Decodes what is percent-encoded, and leaves the rest: `100%` is a name like any other. */
export function decodePercent(text: string): string {
	return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
		try {
			// eslint-disable-next-line no-restricted-globals -- guarded here
			return decodeURIComponent(run);
		} catch {
			return run;
		}
	});
}

/** Halves of surrogate pairs, which no encoding can write, become U+FFFD. */
export function encodePercent(text: string): string {
	return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
}
