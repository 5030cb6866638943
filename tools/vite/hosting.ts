/** Writes the headers down for every kind of host, and has the built folder served with them by `vite preview`. */
import type { Plugin } from 'vite';
import { HOSTING_FILES } from './hosting-files.ts';
import { CONTENT_SECURITY_POLICY, headersFor, REFERRER_POLICY } from './safety-headers.ts';

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
			handler(_html, { server }) {
				// What a page can say itself, for hosts that say nothing. In development styles come as text.
				if (server !== undefined) return [];
				return [
					{
						tag: 'meta',
						attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_SECURITY_POLICY },
						injectTo: 'head-prepend'
					},
					{
						tag: 'meta',
						attrs: { name: 'referrer', content: REFERRER_POLICY },
						injectTo: 'head-prepend'
					}
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
