/**
 * Keeps the app on this machine, so that it opens without a network, and adds the headers that a plain
 * static host cannot be told to send. Models are not its business: they lie in the weights store.
 *
 * A new version waits until the page says so: nothing changes under a class at work.
 */
import { addPlugins, cleanupOutdatedCaches, precacheAndRoute } from 'workbox-precaching';
import type { AppFile } from '#storage/app-cache.ts';
import { entriesFor } from './precache-entries.ts';
import { withSafetyHeaders } from './safety-headers.ts';

/** Set by `tools/vite/offline.ts`. */
declare const __PRECACHE__: readonly AppFile[];

const scope = globalThis as unknown as ServiceWorkerGlobalScope;

addPlugins([
	{
		// What the page has fetched just now is asked for again, not sent again; the digests decide all the same.
		requestWillFetch: ({ request }) =>
			Promise.resolve(
				request.cache === 'reload' ? new Request(request, { cache: 'no-cache' }) : request
			)
	},
	{
		handlerWillRespond: ({ request, response }) =>
			Promise.resolve(withSafetyHeaders(response, request.url))
	}
]);
precacheAndRoute(entriesFor(__PRECACHE__, scope.location.search), {
	// The app's address may carry a query for anyone who links it; the files are the same.
	ignoreURLParametersMatching: [/.*/]
});
cleanupOutdatedCaches();

scope.addEventListener('message', ({ data }) => {
	if (data === 'take-over') void scope.skipWaiting();
});
