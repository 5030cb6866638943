type HeaderTable = Readonly<Record<string, string>>;

/** Set by `tools/vite/offline.ts` from `tools/vite/safety-headers.ts`. */
declare const __HOST_POLICY__: {
	readonly headers: HeaderTable;
	readonly outsideFrames: HeaderTable;
	readonly framePage: string;
};

/**
 * The same response with the headers that a good host sends; one that may not be read stays as it is.
 *
 * @param url of the request
 */
export function withSafetyHeaders(response: Response, url: string): Response {
	if (response.type === 'opaque' || response.type === 'opaqueredirect') return response;
	const { headers: everywhere, outsideFrames, framePage } = __HOST_POLICY__;
	const [asked = ''] = new URL(url).pathname.split('/').slice(-1);
	// Some hosts leave the ending out.
	const isForFrames = asked === framePage || `${asked}.html` === framePage;
	const headers = new Headers(response.headers);
	for (const [name, value] of Object.entries({
		...everywhere,
		...(isForFrames ? {} : outsideFrames)
	})) {
		headers.set(name, value);
	}
	const { status, statusText } = response;
	return new Response(response.body, { status, statusText, headers });
}
