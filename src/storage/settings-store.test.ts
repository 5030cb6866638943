import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import * as v from 'valibot';
import { beforeEach, expect, it, vi } from 'vitest';

import { SETTINGS_DATABASE, openSettingsStore } from './settings-store.ts';
import type { SettingsStore } from './settings-store.ts';

const draft = v.object({ prompt: v.string() });
const empty = { prompt: '' };
let store: SettingsStore;

beforeEach(async () => {
	vi.stubGlobal('indexedDB', new IDBFactory());
	store = await openSettingsStore(() => undefined);
});

it('gives the fallback for a key that was never written', async () => {
	expect(await store.read('draft', draft, empty)).toBe(empty);
});

it('gives back what was written, also after opening again', async () => {
	await store.write('draft', { prompt: 'Once' });
	await store.close();
	const again = await openSettingsStore(() => undefined);
	expect(await again.read('draft', draft, empty)).toEqual({ prompt: 'Once' });
});

it('gives the fallback for a value that does not fit: another version of the app wrote it', async () => {
	await store.write('draft', { prompt: 5 });
	expect(await store.read('draft', draft, empty)).toBe(empty);
});

it('forgets a key that is written as undefined', async () => {
	await store.write('draft', { prompt: 'Once' });
	await store.write('draft', undefined);
	expect(await store.read('draft', draft, empty)).toBe(empty);
});

it('says storage-failed for what cannot be copied', async () => {
	await expect(store.write('draft', () => 1)).rejects.toMatchObject({ code: 'storage-failed' });
});

it('builds version 1 from nothing', async () => {
	await store.close();
	const database = await openDB(SETTINGS_DATABASE);
	expect(database.version).toBe(1);
	expect([...database.objectStoreNames]).toEqual(['values']);
	database.close();
});
