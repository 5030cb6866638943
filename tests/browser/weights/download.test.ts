/** Downloads in a real browser, against a hub that misbehaves. */
import { expect, test } from 'vitest';

import type { DownloadProgress } from '#storage/weights/model-download.ts';
import type { WeightStore } from '#storage/weights/weight-store.ts';

import type { HubFileFacts } from '../../hub/hub-protocol.ts';
import type { RemoteHub } from '../../hub/hub-remote.ts';
import {
	MIB,
	download,
	failureOf,
	freshHub,
	freshStore,
	manifestOf,
	sha256Of
} from './test-store.ts';

interface Scene {
	hub: RemoteHub;
	store: WeightStore;
	file: HubFileFacts;
}

/** One model `m` with one file of 3 MB behind a redirect. */
async function scene(known = { digests: true }): Promise<Scene> {
	const hub = freshHub();
	const store = freshStore();
	const file = await hub.addFile({ path: 'w.bin', sizeBytes: 3 * MIB + 17, seed: 7, lfs: true });
	await store.register(manifestOf('m', { 'w.bin': file }, known));
	return { hub, store, file };
}

async function expectStored({ store, file }: Scene): Promise<void> {
	expect(await sha256Of(await store.readFile('m', 'w.bin'))).toBe(file.digest);
	expect((await store.expect('m')).state).toBe('complete');
}

test('a model of several files arrives whole, through redirects, with all digests', async () => {
	const hub = freshHub();
	const store = freshStore();
	const files: Record<string, HubFileFacts> = {};
	for (let i = 0; i < 7; i++) {
		const path = `part/${i}.bin`;
		files[path] = await hub.addFile({ path, sizeBytes: 700_000 + i, seed: i, lfs: i % 2 === 0 });
	}
	await store.register(manifestOf('m', files));
	const seen: DownloadProgress[] = [];
	const model = await download(store, 'm', { onProgress: (progress) => seen.push(progress) });
	expect(model.state).toBe('complete');
	expect(model.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
	expect(seen.at(-1)?.storedBytes).toBe(model.sizeBytes);
	for (const [name, { digest }] of Object.entries(files)) {
		expect(await sha256Of(await store.readFile('m', name))).toBe(digest);
	}
});

test('digests that nobody knew before are known after the download', async () => {
	const it = await scene({ digests: false });
	const model = await download(it.store, 'm');
	expect(model.files[0]?.digest).toBe(it.file.digest);
	await expectStored(it);
});

test('a file that another model has already is not fetched again', async () => {
	const it = await scene();
	await download(it.store, 'm');
	await it.store.register(manifestOf('twin', { 'other-name.bin': it.file }));
	expect((await it.store.expect('twin')).state).toBe('complete');
	await download(it.store, 'twin');
	expect(await it.hub.sentBytes()).toBe(it.file.sizeBytes);
	await it.store.remove('m');
	expect(await sha256Of(await it.store.readFile('twin', 'other-name.bin'))).toBe(it.file.digest);
});

test('a connection that is cut again and again resumes inside the file', async () => {
	const it = await scene();
	await it.hub.misbehave('w.bin', { kind: 'cut', afterBytes: 400_000 });
	await download(it.store, 'm');
	await expectStored(it);
	const statuses = (await it.hub.log()).map(({ status }) => status);
	expect(statuses.length).toBeGreaterThan(5);
	// A cut can take all that was sent with it: it starts anew until there is something to go on from, then never.
	const fromTheStart = statuses.lastIndexOf(200) + 1;
	expect(statuses).toEqual([
		...Array<number>(fromTheStart).fill(200),
		...Array<number>(statuses.length - fromTheStart).fill(206)
	]);
	// What was on its way when the line was cut may come twice, no more.
	expect(await it.hub.sentBytes()).toBeLessThan(it.file.sizeBytes * 1.2);
});

test('a connection that is cut before the first byte each time fails and says so', async () => {
	const it = await scene();
	await it.hub.misbehave('w.bin', { kind: 'cut', afterBytes: 0 });
	const error = await failureOf(download(it.store, 'm'));
	expect(error.code).toBe('model-unreachable');
	expect(error.details['host']).toBe(new URL(it.hub.url).host);
});

test('a server that ignores ranges has the bytes skipped that are there already', async () => {
	const it = await scene();
	await it.hub.misbehave('w.bin', { kind: 'cut', afterBytes: MIB, times: 1 });
	await it.hub.misbehave('w.bin', { kind: 'ignore-range' });
	await download(it.store, 'm');
	await expectStored(it);
	expect((await it.hub.log()).map(({ status }) => status)).toEqual([200, 200]);
});

test('a host that does not let other sites ask for ranges gives the whole file again', async () => {
	const it = await scene();
	await it.hub.misbehave('w.bin', { kind: 'cut', afterBytes: MIB, times: 1 });
	await it.hub.misbehave('w.bin', { kind: 'refuse-range-preflight' });
	await download(it.store, 'm');
	await expectStored(it);
});

test('a file that changed on the server while it was fetched starts over', async () => {
	const it = await scene({ digests: false });
	await it.hub.misbehave('w.bin', { kind: 'cut', afterBytes: MIB, times: 1 });
	const waiting = download(it.store, 'm', {
		environment: {
			sleep: async () => {
				const sizeBytes = it.file.sizeBytes;
				it.file = await it.hub.addFile({ path: 'w.bin', sizeBytes, seed: 8, lfs: true });
			}
		}
	});
	await waiting;
	await expectStored(it);
});

test('a web page in place of a file is refused and nothing of it is kept', async () => {
	const it = await scene();
	await it.hub.misbehave('w.bin', { kind: 'html' });
	const error = await failureOf(download(it.store, 'm'));
	expect(error.code).toBe('model-not-a-file');
	expect(error.details).toMatchObject({ file: 'w.bin', reason: 'html' });
	expect((await it.store.expect('m')).storedBytes).toBe(0);
	await it.hub.heal();
	await download(it.store, 'm');
	await expectStored(it);
});

test('a file of another length is refused, however consistent', async () => {
	const it = await scene();
	await it.hub.misbehave('w.bin', { kind: 'truncated', sizeBytes: 2 * MIB });
	const error = await failureOf(download(it.store, 'm'));
	expect(error.code).toBe('model-not-a-file');
	expect(error.details).toMatchObject({ expectedBytes: it.file.sizeBytes, actualBytes: 2 * MIB });
	expect((await it.store.expect('m')).state).toBe('incomplete');
});

test('a longer file than expected is refused before it is fetched', async () => {
	const it = await scene();
	await it.hub.addFile({ path: 'w.bin', sizeBytes: 40 * MIB, seed: 7, lfs: true });
	expect((await failureOf(download(it.store, 'm'))).code).toBe('model-not-a-file');
	expect(await it.hub.sentBytes()).toBeLessThan(20 * MIB);
});

test('wrong bytes are fetched once more', async () => {
	const it = await scene();
	await it.hub.misbehave('w.bin', { kind: 'wrong-bytes', times: 1 });
	await download(it.store, 'm');
	await expectStored(it);
	expect((await it.hub.log()).length).toBe(2);
});

test('wrong bytes twice fail and name file, expected and actual digest', async () => {
	const it = await scene();
	await it.hub.misbehave('w.bin', { kind: 'wrong-bytes' });
	const error = await failureOf(download(it.store, 'm'));
	expect(error.code).toBe('model-digest-mismatch');
	expect(error.details).toMatchObject({ file: 'w.bin', expected: it.file.digest });
	expect(error.details['actual']).toMatch(/^sha256:[0-9a-f]{64}$/);
	expect((await it.hub.log()).length).toBe(2);
	expect((await it.store.expect('m')).storedBytes).toBe(0);
});

test('wrong bytes of one file leave the other files alone', async () => {
	const it = await scene();
	const good = await it.hub.addFile({ path: 'good.bin', sizeBytes: MIB, seed: 1, lfs: true });
	await it.store.register(manifestOf('m', { 'good.bin': good, 'w.bin': it.file }));
	await it.hub.misbehave('w.bin', { kind: 'wrong-bytes', times: 1 });
	await download(it.store, 'm');
	expect((await it.hub.log('good.bin')).length).toBe(1);
	expect((await it.hub.log('w.bin')).length).toBe(2);
});

test('a missing file is named, with its host', async () => {
	const it = await scene();
	await it.hub.misbehave('w.bin', { kind: 'status', status: 404 });
	const error = await failureOf(download(it.store, 'm'));
	expect(error.code).toBe('model-file-missing');
	expect(error.details).toMatchObject({ file: 'w.bin', status: 404 });
	expect((await it.hub.log()).length).toBe(1);
});

test('a gated file says that access is denied', async () => {
	const it = await scene();
	await it.hub.misbehave('w.bin', { kind: 'status', status: 401 });
	expect((await failureOf(download(it.store, 'm'))).code).toBe('model-access-denied');
});

test('a server that asks for patience is given it', async () => {
	const it = await scene();
	const fault = { kind: 'status', status: 429, retryAfterSeconds: 1, times: 1 } as const;
	await it.hub.misbehave('w.bin', fault);
	const started = performance.now();
	const codes = new Set<string>();
	await download(it.store, 'm', {
		onProgress: ({ waiting }) => codes.add(waiting?.code ?? '')
	});
	expect(performance.now() - started).toBeGreaterThan(990);
	expect(codes).toContain('model-rate-limited');
	await expectStored(it);
});

test('a server that asks for more patience than anyone has is named', async () => {
	const it = await scene();
	await it.hub.misbehave('w.bin', { kind: 'status', status: 429, retryAfterSeconds: 3_600 });
	const error = await failureOf(download(it.store, 'm'));
	expect(error.code).toBe('model-rate-limited');
	expect(error.details['retryAfterMs']).toBe(3_600_000);
});

test('an overloaded server is asked again', async () => {
	const it = await scene();
	await it.hub.misbehave('w.bin', { kind: 'status', status: 503, times: 2 });
	await download(it.store, 'm');
	await expectStored(it);
});

test('a slow server is waited for', async () => {
	const it = await scene();
	await it.hub.misbehave('w.bin', { kind: 'slow', bytesPerSecond: 4 * MIB });
	await download(it.store, 'm');
	await expectStored(it);
	expect((await it.hub.log()).length).toBe(1);
});

test('a stalled answer is given up and resumed', async () => {
	const it = await scene();
	await it.hub.misbehave('w.bin', { kind: 'stall', afterBytes: MIB, times: 1 });
	await download(it.store, 'm', { settings: { stallMs: 1_500 } });
	await expectStored(it);
	const [, second] = await it.hub.log();
	expect(second?.start).toBe(MIB);
});

test('a server that stalls every time is named', async () => {
	const it = await scene();
	await it.hub.misbehave('w.bin', { kind: 'stall', afterBytes: 0 });
	const error = await failureOf(download(it.store, 'm', { settings: { stallMs: 100 } }));
	expect(error.code).toBe('model-stalled');
	expect(error.details['host']).toBe(new URL(it.hub.url).host);
});

test('a host that other sites may not read is told from one that cannot be reached', async () => {
	const it = await scene();
	await it.hub.misbehave('w.bin', { kind: 'no-cors' });
	expect((await failureOf(download(it.store, 'm'))).code).toBe('model-cors-blocked');
	// Port 9 of this machine: nobody listens.
	const nobody = { ...it.file, url: 'http://127.0.0.1:9/w.bin' };
	await it.store.register(manifestOf('m', { 'w.bin': nobody }));
	expect((await failureOf(download(it.store, 'm'))).code).toBe('model-unreachable');
});

test('a pause keeps what was stored, and the next call goes on from there', async () => {
	const it = await scene();
	await it.hub.misbehave('w.bin', { kind: 'stall', afterBytes: 2 * MIB, times: 1 });
	const pause = new AbortController();
	const first = download(it.store, 'm', {
		signal: pause.signal,
		settings: { stallMs: 60_000 },
		onProgress: ({ storedBytes }) => {
			if (storedBytes >= MIB) setTimeout(() => pause.abort(), 300);
		}
	});
	await expect(first).rejects.toHaveProperty('name', 'AbortError');
	const paused = await it.store.expect('m');
	expect(paused.files[0]?.state).toBe('partial');
	// Also what had not filled a chunk yet.
	expect(paused.storedBytes).toBe(2 * MIB);
	await download(it.store, 'm');
	await expectStored(it);
	expect(await it.hub.sentBytes()).toBe(it.file.sizeBytes);
});

test('without a network the download waits, and goes on when it is back', async () => {
	const it = await scene();
	let online = false;
	let comeBack = (): void => undefined;
	const codes: string[] = [];
	await download(it.store, 'm', {
		environment: {
			isOnline: () => online,
			fetch: (input, init) => (online ? fetch(input, init) : Promise.reject(new TypeError('off'))),
			whenOnline: () =>
				new Promise((resolve) => {
					comeBack = () => {
						online = true;
						resolve();
					};
				})
		},
		onProgress: ({ waiting }) => {
			if (waiting === null) return;
			codes.push(waiting.code);
			setTimeout(() => comeBack(), 30);
		}
	});
	expect(codes).toContain('offline');
	await expectStored(it);
});

test('without a network for too long the download ends, and says why', async () => {
	const it = await scene();
	const error = await failureOf(
		download(it.store, 'm', {
			settings: { offlineMs: 50 },
			environment: {
				isOnline: () => false,
				fetch: () => Promise.reject(new TypeError('off')),
				whenOnline: (signal) =>
					new Promise((_, reject) => {
						signal.addEventListener('abort', () => reject(signal.reason as Error));
					})
			}
		})
	);
	expect(error.code).toBe('offline');
});

test('a model that is deleted while it is downloaded stays deleted', async () => {
	const it = await scene();
	await it.hub.misbehave('w.bin', { kind: 'slow', bytesPerSecond: 4 * MIB });
	const running = failureOf(download(it.store, 'm'));
	await expect.poll(async () => (await it.store.expect('m')).storedBytes).toBeGreaterThan(0);
	await it.store.remove('m');
	expect((await running).code).toBe('model-unknown');
	expect(await it.store.list()).toEqual([]);
});
