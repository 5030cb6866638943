/** Which pages may talk to a frame of the app: the deployment's list, `embed-origins.json`. */
import * as v from 'valibot';

/** Only what a browser itself would call an origin: no path, no pattern, never `null`. */
function isOrigin(text: string): boolean {
	if (!URL.canParse(text)) return false;
	const { protocol, origin } = new URL(text);
	// A star is a letter to URLs, and a pattern to people.
	if (text.includes('*')) return false;
	return (protocol === 'https:' || protocol === 'http:') && origin === text;
}

const originsFile = v.object({
	origins: v.pipe(
		v.array(v.pipe(v.string(), v.maxLength(300), v.check(isOrigin))),
		v.maxLength(200)
	)
});

/**
 * @param data the parsed file
 * @returns null when it is not such a list: then it allows nobody
 */
export function readAllowedOrigins(data: unknown): readonly string[] | null {
	const result = v.safeParse(originsFile, data);
	return result.success ? result.output.origins : null;
}

/** Whether a browser can be told to deliver a message to this origin alone. */
export function isAddressable(origin: string): boolean {
	return isOrigin(origin);
}
