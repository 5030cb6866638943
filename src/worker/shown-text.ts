/**
 * What of a growing text can be shown: its end is held back while it may be the beginning of a stop
 * sequence, so that nothing that was shown has to be taken back.
 */
export function shownText(text: string, stopSequences: readonly string[]): string {
	const longest = Math.max(0, ...stopSequences.map(({ length }) => length));
	for (let held = Math.min(longest - 1, text.length); held > 0; held -= 1) {
		const tail = text.slice(text.length - held);
		if (stopSequences.some((sequence) => sequence.startsWith(tail))) return text.slice(0, -held);
	}
	return text;
}
