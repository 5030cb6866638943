/** Preferences and the work in progress, by key, in this browser's IndexedDB. */
import type { DBSchema } from 'idb';

import { AppError } from '#core/errors.ts';

import { Database } from './open-database.ts';
import type { Migration } from './open-database.ts';

/** What this needs of a schema: the Standard Schema interface, which valibot's schemas have. */
export interface ValueSchema<T> {
	readonly '~standard': {
		readonly validate: (value: unknown) => ValidationResult<T> | Promise<ValidationResult<T>>;
	};
}

type ValidationResult<T> =
	{ readonly value: T; readonly issues?: undefined } | { readonly issues: readonly unknown[] };

export interface SettingsStore {
	/**
	 * The value at `key`, or `fallback` when it is missing or does not fit the schema: an older or
	 * newer app may have written it.
	 */
	read<T>(key: string, schema: ValueSchema<T>, fallback: T): Promise<T>;
	/** @param value plain data that structured cloning can copy; `undefined` forgets the key */
	write(key: string, value: unknown): Promise<void>;
	close(): Promise<void>;
}

export const SETTINGS_DATABASE = 'glasshouse-settings';

interface SettingsDatabase extends DBSchema {
	values: { key: string; value: unknown };
}

/** Append only: a person's database may be at any of these versions. */
const migrations: readonly Migration<SettingsDatabase>[] = [
	function values(database) {
		database.createObjectStore('values');
	}
];

/**
 * Opens the store. Its methods throw AppError `storage-full`, `storage-denied` or `storage-failed`.
 *
 * @param onInterrupted told `storage-blocked` while another tab with an older app holds the store
 * @throws AppError `storage-denied`, `storage-failed`
 */
export async function openSettingsStore(
	onInterrupted: (error: AppError) => void
): Promise<SettingsStore> {
	const database = new Database(SETTINGS_DATABASE, migrations, {
		onblocked: () => {
			onInterrupted(new AppError('storage-blocked', 'another tab holds an older database'));
		}
	});
	await database.use('open settings', () => Promise.resolve());

	async function read<T>(key: string, schema: ValueSchema<T>, fallback: T): Promise<T> {
		const stored = await database.use('read setting', (open) => open.get('values', key));
		if (stored === undefined) return fallback;
		const result = await schema['~standard'].validate(stored);
		return result.issues === undefined ? result.value : fallback;
	}

	async function write(key: string, value: unknown): Promise<void> {
		await database.use('write setting', async (open) => {
			if (value === undefined) await open.delete('values', key);
			else await open.put('values', value, key);
		});
	}

	return { read, write, close: () => database.close() };
}
