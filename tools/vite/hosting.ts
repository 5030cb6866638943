/** Writes the headers down for every kind of host, and has the built folder served with them by `vite preview`. */
import { resolve } from 'node:path';
import type { HtmlTagDescriptor, Plugin } from 'vite';
import { HOSTING_FILES } from './hosting-files.ts';
import { CONTENT_SECURITY_POLICY, headersFor, REFERRER_POLICY } from './safety-headers.ts';

/** In development styles come as text, and a thread of Vite's own looks for its server. */
const WHILE_DEVELOPING = CONTENT_SECURITY_POLICY.replace(
	"style-src 'self'",
	"style-src 'self' 'unsafe-inline'"
).replace("worker-src 'self'", "worker-src 'self' blob:");

/** The tests have pages of their own in the development server, and so have the measurements. */
function isAppPage(filename: string): boolean {
	const pages = ['index.html', 'embed.html'].map((name) => resolve(name));
	return process.env['VITEST'] === undefined && pages.includes(resolve(filename));
}

function meta(attrs: Record<string, string>): HtmlTagDescriptor {
	return { tag: 'meta', attrs, injectTo: 'head-prepend' };
}

export function hosting(): Plugin {
	return {
		name: 'glasshouse:hosting',
		// Workers are built by the same plugins; once is enough.
		applyToEnvironment: ({ name }) => name === 'client',
		configurePreviewServer({ middlewares }) {
			middlewares.use((request, response, next) => {
				for (const [name, value] of Object.entries(headersFor(request.url ?? ''))) {
					response.setHeader(name, value);
				}
				next();
			});
		},
		transformIndexHtml: {
			order: 'post',
			// What a page can say itself, for hosts that say nothing.
			handler(_html, { server, filename }) {
				if (server !== undefined && !isAppPage(filename)) return [];
				const content = server === undefined ? CONTENT_SECURITY_POLICY : WHILE_DEVELOPING;
				return [
					meta({ 'http-equiv': 'Content-Security-Policy', content }),
					meta({ name: 'referrer', content: REFERRER_POLICY })
				];
			}
		},
		generateBundle() {
			for (const [fileName, source] of Object.entries(HOSTING_FILES)) {
				this.emitFile({ type: 'asset', fileName, source });
			}
		}
	};
}
