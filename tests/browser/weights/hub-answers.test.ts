/** What hubs say, and what lies there in place of files: over real HTTP, from another origin. */
import { expect, test } from 'vitest';

import { browserEnvironment } from '#storage/weights/download-environment.ts';
import { listHubFiles, resolveCommit } from '#storage/weights/hub-client.ts';

import type { HubRefusal } from '../../hub/hub-protocol.ts';
import {
	MIB,
	download,
	failureOf,
	freshHub,
	freshStore,
	manifestOf,
	sha256Of
} from './test-store.ts';

const options = { environment: browserEnvironment(), signal: new AbortController().signal };

for (const { said, code, reason, ...refusal } of [
	{
		said: 'it is gated',
		status: 401,
		errorCode: 'GatedRepo',
		code: 'model-access-denied',
		reason: 'gated'
	},
	{
		said: 'it is gated',
		status: 403,
		errorCode: 'GatedRepo',
		code: 'model-access-denied',
		reason: 'gated'
	},
	{
		said: 'it is switched off',
		status: 403,
		errorCode: 'DisabledRepo',
		code: 'model-access-denied',
		reason: 'disabled'
	},
	{
		said: 'there is none',
		status: 401,
		errorCode: 'RepoNotFound',
		code: 'model-file-missing',
		reason: 'repository'
	},
	{ said: 'who asks is not signed in', status: 401, code: 'model-access-denied', reason: 'private' }
] as const) {
	test(`a hub's ${refusal.status} is understood: ${said}`, async () => {
		const hub = freshHub();
		const file = await hub.addFile({ path: 'w.bin', sizeBytes: 1_000, seed: 1, lfs: false });
		await hub.refuse(refusal satisfies HubRefusal);
		const place = { base: hub.url, repository: hub.repository };
		const asked = await failureOf(resolveCommit(place, 'main', options));
		expect(asked).toMatchObject({ code, details: { reason, status: refusal.status } });
		const store = freshStore();
		await store.register(manifestOf('m', { 'w.bin': file }));
		expect(await failureOf(download(store, 'm'))).toMatchObject({ code, details: { reason } });
		expect((await store.expect('m')).storedBytes).toBe(0);
	});
}

test('a repository, a revision and a file that a hub lacks are told apart', async () => {
	const hub = freshHub();
	const place = { base: hub.url, repository: hub.repository };
	expect(await failureOf(resolveCommit(place, 'main', options))).toMatchObject({
		code: 'model-file-missing',
		details: { reason: 'repository' }
	});
	const file = await hub.addFile({ path: 'a.bin', sizeBytes: 1_000, seed: 1, lfs: false });
	expect(await failureOf(resolveCommit(place, 'v9', options))).toMatchObject({
		code: 'model-file-missing',
		details: { reason: 'revision' }
	});
	const store = freshStore();
	const elsewhere = { ...file, url: file.url.replace('a.bin', 'b.bin') };
	await store.register(manifestOf('m', { 'b.bin': elsewhere }));
	expect(await failureOf(download(store, 'm'))).toMatchObject({
		code: 'model-file-missing',
		details: { reason: 'file', file: 'b.bin' }
	});
});

test('a reference with slashes is asked for, and names a commit', async () => {
	const hub = freshHub();
	await hub.addFile({ path: 'a.bin', sizeBytes: 1_000, seed: 1, lfs: false });
	const place = { base: hub.url, repository: hub.repository };
	const commit = await resolveCommit(place, 'refs/pr/1', options);
	expect(commit).toMatch(/^[0-9a-f]{40}$/);
	expect((await listHubFiles(place, commit, options)).map(({ name }) => name)).toEqual(['a.bin']);
});

test('a file with a percent sign in its name is listed and fetched', async () => {
	const hub = freshHub();
	await hub.addFile({ path: '100%.bin', sizeBytes: 1_000, seed: 1, lfs: true });
	const place = { base: hub.url, repository: hub.repository };
	const commit = await resolveCommit(place, 'main', options);
	const files = await listHubFiles(place, commit, options);
	const store = freshStore();
	await store.register({ id: 'm', title: 'm', source: { url: null, revision: null }, files });
	expect((await download(store, 'm')).state).toBe('complete');
});

test('a Git LFS pointer in place of a file is named, and nothing of it is stored', async () => {
	const hub = freshHub();
	const large = await hub.addFile({ path: 'w.bin', sizeBytes: MIB, seed: 1, lfs: true });
	await hub.misbehave('w.bin', { kind: 'lfs-pointer' });
	const oid = 'a'.repeat(64);
	const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize 12345\n`;
	// A mirror that was filled from such a copy lists the pointer itself.
	const small = await hub.addText('tokenizer.json', pointer);
	for (const [name, facts] of [
		['w.bin', large],
		['tokenizer.json', small]
	] as const) {
		for (const digests of [true, false]) {
			const store = freshStore();
			await store.register(manifestOf('m', { [name]: facts }, { digests }));
			expect(await failureOf(download(store, 'm'))).toMatchObject({
				code: 'model-not-a-file',
				details: { reason: 'lfs-pointer', file: name }
			});
			expect((await store.expect('m')).storedBytes).toBe(0);
		}
	}
});

test('a file that is shorter than a pointer, or empty, is a file', async () => {
	const hub = freshHub();
	const files = {
		'a.txt': await hub.addText('a.txt', 'version'),
		'b.txt': await hub.addText('b.txt', '')
	};
	const store = freshStore();
	await store.register(manifestOf('m', files, { digests: false }));
	expect((await download(store, 'm')).state).toBe('complete');
	expect(new TextDecoder().decode(await store.readFile('m', 'a.txt'))).toBe('version');
	expect((await store.readFile('m', 'b.txt')).byteLength).toBe(0);
});

test('the length of compressed bytes is not taken for that of the file', async () => {
	const hub = freshHub();
	const files = {
		// Compressed it is longer than before: these bytes do not repeat.
		'noise.bin': await hub.addFile({ path: 'noise.bin', sizeBytes: 3 * MIB, seed: 5, lfs: true }),
		// And this one is far shorter, though it is large.
		'tokenizer.json': await hub.addText('tokenizer.json', 'token '.repeat(3 * MIB))
	};
	for (const path of Object.keys(files)) await hub.misbehave(path, { kind: 'compressed' });
	const store = freshStore();
	await store.register(manifestOf('m', files));
	const model = await download(store, 'm');
	expect(model.state).toBe('complete');
	for (const [name, { digest }] of Object.entries(files)) {
		expect(await sha256Of(await store.readFile('m', name))).toBe(digest);
	}
});
