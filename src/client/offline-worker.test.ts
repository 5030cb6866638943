import { afterEach, expect, test, vi } from 'vitest';
import { startOfflineWorker } from './offline-worker.ts';

type State = ServiceWorkerState;

/** As a browser shows a version of the service worker. */
class Version extends EventTarget {
	state: State;

	constructor(state: State) {
		super();
		this.state = state;
	}

	become(state: State): void {
		this.state = state;
		this.dispatchEvent(new Event('statechange'));
	}
}

class Registration extends EventTarget {
	installing: Version | null = null;
	waiting: Version | null = null;
	active: Version | null = null;
}

function register(registration: Registration, begin: () => void = () => undefined) {
	const answer = () => {
		begin();
		return Promise.resolve(registration);
	};
	vi.stubGlobal('navigator', { serviceWorker: { register: answer } });
	const told: string[] = [];
	const start = () =>
		startOfflineWorker('https://app.example/', false, (event) => told.push(event));
	return { told, start };
}

afterEach(() => vi.unstubAllGlobals());

test('one failure is told once, however often the browser announces the version, and each try counts', async () => {
	const registration = new Registration();
	const { told, start } = register(registration, () => {
		registration.installing = new Version('installing');
	});
	for (const tries of [1, 2, 3]) {
		await start();
		// Chromium announces it after it has answered, too.
		registration.dispatchEvent(new Event('updatefound'));
		const version = registration.installing;
		registration.installing = null;
		version?.become('redundant');
		expect(told.filter((event) => event === 'failed')).toHaveLength(tries);
		expect(told.filter((event) => event === 'preparing')).toHaveLength(tries);
	}
});

test('a first version that has just been fetched is waited for, and is no update', async () => {
	const registration = new Registration();
	const version = new Version('installed');
	registration.waiting = version;
	const { told, start } = register(registration);
	await start();
	expect(told).toEqual(['preparing']);
	registration.waiting = null;
	registration.active = version;
	version.become('activating');
	version.become('activated');
	expect(told).toEqual(['preparing', 'kept']);
});

test('a newer version waits beside the one in use', async () => {
	const registration = new Registration();
	registration.active = new Version('activated');
	registration.installing = new Version('installing');
	const { told, start } = register(registration);
	await start();
	expect(told).toEqual(['kept', 'preparing']);
	registration.waiting = registration.installing;
	registration.installing = null;
	registration.waiting.become('installed');
	expect(told.at(-1)).toBe('update-waiting');
});
