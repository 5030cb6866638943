import 'fake-indexeddb/auto';
import { deleteDB, openDB } from 'idb';
import type { DBSchema } from 'idb';
import { expect, test, vi } from 'vitest';

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

test('a change whose transaction fails at the end is a failure by its own reason, and none of it is kept', async () => {
	const database = new Database<Notes>(crypto.randomUUID(), migrations);
	const writing = database.write('fill', ['notes'], async (transaction) => {
		await transaction.objectStore('notes').put({ text: 'first' }, 'a');
		throw new DOMException('no room', 'QuotaExceededError');
	});
	await expect(writing).rejects.toMatchObject({ code: 'storage-full', details: { doing: 'fill' } });
	expect(await database.use('read', (open) => open.count('notes'))).toBe(0);
});

test('an older tab that does not let go is waited for, and told of', async () => {
	const name = crypto.randomUUID();
	const older = await openDB(name, 1, {
		upgrade: (database) => void database.createObjectStore('notes')
	});
	const onblocked = vi.fn();
	const database = new Database<Notes>(name, migrations, { onblocked });
	const writing = database.write('write', ['notes'], (transaction) =>
		transaction.objectStore('notes').put({ text: 'x' }, 'a')
	);
	await vi.waitFor(() => expect(onblocked).toHaveBeenCalledOnce());
	older.close();
	await writing;
	expect(await database.use('read', (open) => open.count('notes'))).toBe(1);
});

test('an app lets go of its database for a newer one, and says so when it is asked again', async () => {
	const name = crypto.randomUUID();
	const older = new Database<Notes>(name, migrations.slice(0, 1));
	await older.write('write', ['notes'], (transaction) =>
		transaction.objectStore('notes').put({ text: 'abc' }, 'a')
	);
	const newer = new Database<Notes>(name, migrations);
	expect(await newer.use('read', (open) => open.get('notes', 'a'))).toMatchObject({ length: 3 });
	await expect(older.use('read', (open) => open.count('notes'))).rejects.toMatchObject({
		details: { reason: 'newer-version' }
	});
});
