/** Set by `tools/vite/offline.ts`. */
declare const __SAFETY_HEADERS__: Readonly<Record<string, string>>;

/** The same response with the headers of `tools/vite/safety-headers.ts`; one that may not be read stays as it is. */
export function withSafetyHeaders(response: Response): Response {
	if (response.type === 'opaque' || response.type === 'opaqueredirect') return response;
	const headers = new Headers(response.headers);
	for (const [name, value] of Object.entries(__SAFETY_HEADERS__)) headers.set(name, value);
	const { status, statusText } = response;
	return new Response(response.body, { status, statusText, headers });
}
