/** Those of our own (src/protocol/own-scripts.ts), and of Svelte, which makes its templates from constant text. */
export const TRUSTED_TYPE_POLICIES = ['default', 'svelte-trusted-html'] as const;

/**
 * What the built app may do. Scripts, styles and workers come from its own folder alone; WebAssembly may be
 * compiled, text may become neither code nor markup. Data may come from any host, because people choose hosts
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
	"form-action 'none'",
	"require-trusted-types-for 'script'",
	`trusted-types ${TRUSTED_TYPE_POLICIES.join(' ')}`
].join('; ');

/**
 * What a page can ask a browser for and this app never does. It uses `clipboard-write` (to copy) and
 * `cross-origin-isolated` (for threads), which its own pages have unless a page around them takes them away.
 */
const FEATURES_OFF = [
	'accelerometer',
	'autoplay',
	'browsing-topics',
	'camera',
	'clipboard-read',
	'compute-pressure',
	'display-capture',
	'encrypted-media',
	'fullscreen',
	'gamepad',
	'geolocation',
	'gyroscope',
	'hid',
	'identity-credentials-get',
	'idle-detection',
	'keyboard-map',
	'local-fonts',
	'magnetometer',
	'microphone',
	'midi',
	'otp-credentials',
	'payment',
	'picture-in-picture',
	'publickey-credentials-create',
	'publickey-credentials-get',
	'screen-wake-lock',
	'serial',
	'storage-access',
	'sync-xhr',
	'usb',
	'window-management',
	'xr-spatial-tracking'
];

/**
 * Pages that are cross-origin isolated may share memory between threads. `credentialless`, because a
 * download that fails is asked for once more without CORS, to tell what is wrong.
 */
export const ISOLATION = {
	'Cross-Origin-Opener-Policy': 'same-origin',
	'Cross-Origin-Embedder-Policy': 'credentialless'
};

/** No host learns from which page somebody came to it. */
export const REFERRER_POLICY = 'no-referrer';

/** What a good host sends with every answer; elsewhere the service worker puts it on. */
export const SAFETY_HEADERS = {
	...ISOLATION,
	// Nothing here is secret, and a page that embeds the app may be isolated itself.
	'Cross-Origin-Resource-Policy': 'cross-origin',
	// A worker takes its policy from its own response, not from the page.
	'Content-Security-Policy': CONTENT_SECURITY_POLICY,
	'Permissions-Policy': FEATURES_OFF.map((feature) => `${feature}=()`).join(', '),
	'Referrer-Policy': REFERRER_POLICY,
	'X-Content-Type-Options': 'nosniff'
};

/**
 * The same for everything that does its work without being told of these lists: the class pack's servers and
 * the service worker.
 */
export const HOST_POLICY = {
	headers: SAFETY_HEADERS,
	/** With all but the page for frames (docs/embed.md): nobody shows the app itself in a page of theirs. */
	outsideFrames: { 'X-Frame-Options': 'DENY' },
	framePage: 'embed.html'
} as const;

/** @param path of the request: `/app/embed.html`; a query may follow */
export function headersFor(path: string): Readonly<Record<string, string>> {
	const { headers, outsideFrames, framePage } = HOST_POLICY;
	const [withoutQuery = ''] = path.split('?');
	return withoutQuery.endsWith(`/${framePage}`) ? headers : { ...headers, ...outsideFrames };
}
