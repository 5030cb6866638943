/** Starts the service worker that keeps the app on this machine, and tells what becomes of it. */

export type OfflineWorkerEvent =
	/** A version of the app is being fetched. */
	| 'preparing'
	/** The version in use is kept whole. */
	| 'kept'
	/** A newer version is kept whole and waits for `takeOver`. */
	| 'update-waiting'
	/** It could not be fetched, and no earlier version is kept. */
	| 'failed';

/** Workers and registrations that are followed: browsers announce the same one in several ways. */
const followed = new WeakSet<ServiceWorker | ServiceWorkerRegistration>();

function isNew(target: ServiceWorker | ServiceWorkerRegistration): boolean {
	if (followed.has(target)) return false;
	followed.add(target);
	return true;
}

/** Follows the version that is on its way: being fetched, or fetched and about to be the first in use. */
function watchComing(
	registration: ServiceWorkerRegistration,
	tell: (event: OfflineWorkerEvent) => void
): void {
	const isFirst = registration.active === null;
	const coming = registration.installing ?? (isFirst ? registration.waiting : null);
	if (coming === null || !isNew(coming)) return;
	tell('preparing');
	let wasInstalled = coming.state === 'installed';
	coming.addEventListener('statechange', () => {
		const { state } = coming;
		if (state === 'activated') tell('kept');
		if (state === 'installed' && registration.active !== null) tell('update-waiting');
		wasInstalled ||= state === 'installed' || state === 'activated';
		// Every version ends so, also one that a newer one replaces years later: that is no failure.
		if (state !== 'redundant' || wasInstalled) return;
		if (registration.active !== null) tell('kept');
		else if (registration.installing === null) tell('failed');
	});
}

/**
 * Registers the service worker of the built app and follows it; called again, it tries again.
 *
 * @param base the app's folder, ending in a slash
 * @param hasGpu whether the files that only a GPU can use are to be kept, too
 * @throws TypeError | DOMException where the browser refuses (no secure context, storage forbidden)
 */
export async function startOfflineWorker(
	base: string,
	hasGpu: boolean,
	tell: (event: OfflineWorkerEvent) => void
): Promise<ServiceWorkerRegistration> {
	const address = new URL(`service-worker.js${hasGpu ? '?gpu' : ''}`, base);
	const registration = await navigator.serviceWorker.register(address, { scope: base });
	if (isNew(registration)) {
		registration.addEventListener('updatefound', () => watchComing(registration, tell));
	}
	if (registration.active !== null) {
		tell('kept');
		if (registration.waiting !== null) tell('update-waiting');
	}
	watchComing(registration, tell);
	return registration;
}

/**
 * Lets the waiting version take over, and resolves when it has: time to load the page again. At once where
 * none waits any more, because another tab was first.
 *
 * Mostly a moment. Chromium stops the old version for it; a request that comes in that very moment starts it
 * again, and the new one then waits until it has been idle for half a minute.
 */
export function takeOver(registration: ServiceWorkerRegistration): Promise<void> {
	const { waiting } = registration;
	if (waiting === null) return Promise.resolve();
	return new Promise((resolve) => {
		navigator.serviceWorker.addEventListener('controllerchange', () => resolve(), { once: true });
		waiting.postMessage('take-over');
	});
}
