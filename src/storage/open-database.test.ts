import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import type { DBSchema } from 'idb';
import { expect, test } from 'vitest';

import { AppError, isAbort } from '#core/errors.ts';

import { Database, storageError } from './open-database.ts';
import type { Migration } from './open-database.ts';

interface Notes extends DBSchema {
	notes: { key: string; value: { text: string; length?: number } };
}

const migrations: Migration<Notes>[] = [
	function createNotes(database) {
		database.createObjectStore('notes');
	},
	async function addLengths(_, transaction) {
		const notes = transaction.objectStore('notes');
		for (const key of await notes.getAllKeys()) {
			const note = await notes.get(key);
			if (note !== undefined) await notes.put({ ...note, length: note.text.length }, key);
		}
	}
];

test('a database is brought from the version before to this one, with its data', async () => {
	const name = crypto.randomUUID();
	const before = new Database<Notes>(name, migrations.slice(0, 1));
	await before.use('write', (database) => database.put('notes', { text: 'abc' }, 'a'));
	await before.close();
	const after = new Database<Notes>(name, migrations);
	expect(await after.use('read', (database) => database.get('notes', 'a'))).toEqual({
		text: 'abc',
		length: 3
	});
});

test('an upgrade that fails changes nothing and is named', async () => {
	const name = crypto.randomUUID();
	const failing = () => {
		throw new Error('half done');
	};
	const broken = new Database<Notes>(name, [...migrations, failing]);
	const error = await broken.use('read', (database) => database.get('notes', 'a')).catch(String);
	expect(error).toContain('AppError');
	const sound = new Database<Notes>(name, migrations);
	expect(await sound.use('read', (database) => database.count('notes'))).toBe(0);
});

test('a database of a newer app is left alone and named', async () => {
	const name = crypto.randomUUID();
	const newer = new Database<Notes>(name, migrations);
	await newer.use('open', (database) => database.count('notes'));
	await newer.close();
	const older = new Database<Notes>(name, migrations.slice(0, 1));
	await expect(older.use('open', (database) => database.count('notes'))).rejects.toMatchObject({
		code: 'storage-failed',
		details: { reason: 'newer-version' }
	});
});

test('a database that was deleted meanwhile opens anew', async () => {
	const name = crypto.randomUUID();
	const database = new Database<Notes>(name, migrations);
	await database.use('write', (open) => open.put('notes', { text: 'x' }, 'a'));
	await deleteDB(name);
	expect(await database.use('read', (open) => open.count('notes'))).toBe(0);
});

test('failures of the browser get names, and an aborted transaction is no abort by the user', () => {
	const named = (name: string): string => storageError(new DOMException('', name), 'x').code;
	expect(named('QuotaExceededError')).toBe('storage-full');
	expect(named('SecurityError')).toBe('storage-denied');
	expect(named('AbortError')).toBe('storage-failed');
	expect(isAbort(storageError(new DOMException('', 'AbortError'), 'x'))).toBe(false);
	const own = new AppError('aborted', '');
	expect(storageError(own, 'x')).toBe(own);
});
