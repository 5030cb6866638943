/** What is left of something damaged, to be looked at by anyone who can make something of it. */
export function remainsText(value: unknown): string {
	try {
		return JSON.stringify(value, (_, part: unknown) =>
			typeof part === 'bigint' ? part.toString() : part
		);
	} catch {
		return String(value);
	}
}
