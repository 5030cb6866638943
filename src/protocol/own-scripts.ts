/**
 * Which scripts may start a thread or become the service worker: those that the build has put into the app's own
 * folder. Where browsers know Trusted Types, no other text becomes a script's address, nor does any become code.
 *
 * The default policy of each thread, so that it holds for libraries, too: ONNX Runtime starts its own threads.
 */

/** Below the app's folder, as vite.config.ts and tools/vite/engine-runtimes.ts name them. */
const OWN_SCRIPT =
	/^(assets\/([a-z]+-)*worker-[\w-]{8}\.js|runtime\/onnx\/[\w.-]+\.mjs|service-worker\.js)$/;

/**
 * @param address of a script, as a library or we ask for it
 * @param app the app's folder, with a slash at its end
 */
export function isOwnScript(address: string, app: string): boolean {
	try {
		const { origin, pathname } = new URL(address, app);
		const path = origin + pathname;
		return path.startsWith(app) && OWN_SCRIPT.test(path.slice(app.length));
	} catch {
		return false;
	}
}

interface PolicyMaker {
	createPolicy(name: string, rules: { createScriptURL: (address: string) => string }): unknown;
}

/** Once in each thread that starts others, before it does. Nothing happens in browsers without Trusted Types. */
export function allowOwnScripts(): void {
	const { trustedTypes } = globalThis as { readonly trustedTypes?: PolicyMaker };
	// Every chunk lies in one folder below the app's.
	const app = import.meta.url.replace(/[^/]+\/[^/]*$/, '');
	trustedTypes?.createPolicy('default', {
		createScriptURL(address) {
			// In development the sources themselves are the scripts.
			if (import.meta.env.DEV || isOwnScript(address, app)) return address;
			throw new TypeError(`not a script of this app: ${address}`);
		}
	});
}
