/**
 * What the built app may do. Scripts, styles and workers come from its own folder alone; WebAssembly may be
 * compiled, text may not become code. Data may come from any host, because people choose hosts
 * (model hubs, a mirror on the school's network): the end-to-end tests prove that no other is asked.
 */
export const CONTENT_SECURITY_POLICY = [
	"default-src 'none'",
	"script-src 'self' 'wasm-unsafe-eval'",
	"worker-src 'self'",
	"style-src 'self'",
	// Lengths and colours of bars are written into `style` attributes.
	"style-src-attr 'unsafe-inline'",
	"img-src 'self' data: blob:",
	'connect-src * data: blob:',
	"manifest-src 'self'",
	"base-uri 'none'",
	"form-action 'none'"
].join('; ');

/**
 * Pages that are cross-origin isolated may share memory between threads. `credentialless`, because a
 * download that fails is asked for once more without CORS, to tell what is wrong.
 */
export const ISOLATION = {
	'Cross-Origin-Opener-Policy': 'same-origin',
	'Cross-Origin-Embedder-Policy': 'credentialless'
};

/** What a good host sends with every file; elsewhere the service worker puts it on. */
export const SAFETY_HEADERS = {
	...ISOLATION,
	// Nothing here is secret, and a page that embeds the app may be isolated itself.
	'Cross-Origin-Resource-Policy': 'cross-origin',
	// A worker takes its policy from its own response, not from the page.
	'Content-Security-Policy': CONTENT_SECURITY_POLICY
};
