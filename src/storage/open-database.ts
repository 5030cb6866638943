/** Opens IndexedDB databases and gives their failures the app's own names. */
import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';

import { AppError } from '#core/errors.ts';

import { STALL_MS, whileMoving } from './stall-watch.ts';

/**
 * One step from a version to the next. Awaits nothing but the transaction: anything else would let
 * it close.
 */
export type Migration<Schema extends DBSchema> = (
	database: IDBPDatabase<Schema>,
	transaction: IDBPTransaction<Schema, StoreNames<Schema>[], 'versionchange'>
) => void | Promise<void>;

export interface DatabaseEvents {
	/** Another tab holds an older version open; the opening waits until that tab lets go. */
	readonly onblocked?: () => void;
}

/**
 * The app's name for a failure of IndexedDB.
 *
 * @param doing what was done, in a few words, for the error's details
 */
export function storageError(error: unknown, doing: string): AppError {
	if (error instanceof AppError) return error;
	const name = error instanceof Error || error instanceof DOMException ? error.name : '';
	const message = error instanceof Error ? error.message : String(error);
	const options = { details: { doing, error: name }, cause: error };
	if (name === 'QuotaExceededError') return new AppError('storage-full', message, options);
	if (name === 'SecurityError') return new AppError('storage-denied', message, options);
	if (name === 'VersionError') {
		const details = { ...options.details, reason: 'newer-version' };
		return new AppError('storage-failed', message, { ...options, details });
	}
	return new AppError('storage-failed', message, options);
}

/** Left alone, what was asked for before a failure would be kept. */
function abort(transaction: { readonly done: Promise<void>; abort(): void }): void {
	transaction.done.catch(() => undefined);
	try {
		transaction.abort();
	} catch {
		// It has ended already.
	}
}

/**
 * A database that opens on first use and opens again after the browser closed it (cleared site
 * data, eviction, a newer version in another tab).
 */
export class Database<Schema extends DBSchema> {
	readonly name: string;
	readonly #migrations: readonly Migration<Schema>[];
	readonly #events: DatabaseEvents;
	#connection: Promise<IDBPDatabase<Schema>> | null = null;
	/** While a tab with an older app holds the database: that takes as long as its person lets it. */
	#isBlocked = false;

	/** @param migrations append-only; the version is their number */
	constructor(name: string, migrations: readonly Migration<Schema>[], events: DatabaseEvents = {}) {
		this.name = name;
		this.#migrations = migrations;
		this.#events = events;
	}

	/**
	 * Runs `work` on the open database.
	 *
	 * @param doing what is done, in a few words, for the error's details
	 * @throws AppError `storage-full`, `storage-denied`, `storage-failed`, and what `work` throws as `AppError`
	 */
	async use<Result>(
		doing: string,
		work: (database: IDBPDatabase<Schema>) => Promise<Result>
	): Promise<Result> {
		try {
			return await this.#attempt(doing, work);
		} catch (error) {
			// The browser can close a connection between two uses without the event having come yet.
			if (error instanceof DOMException && error.name === 'InvalidStateError') {
				this.#connection = null;
				return await this.#again(doing, work);
			}
			throw storageError(error, doing);
		}
	}

	/**
	 * Changes what a person would miss. Resolves when the transaction is complete and the browser has
	 * told the disk to write it down; when anything in it fails, nothing of it is kept.
	 *
	 * @param work awaits nothing but the transaction
	 * @throws AppError as `use`
	 */
	write<Result, Names extends StoreNames<Schema>[]>(
		doing: string,
		stores: Names,
		work: (transaction: IDBPTransaction<Schema, Names, 'readwrite'>) => Promise<Result>
	): Promise<Result> {
		return this.use(doing, async (database) => {
			const transaction = database.transaction(stores, 'readwrite', { durability: 'strict' });
			try {
				const result = await work(transaction);
				await transaction.done;
				return result;
			} catch (error) {
				abort(transaction);
				// The transaction knows the reason (quota); its requests only know that it was aborted.
				throw transaction.error ?? error;
			}
		});
	}

	/** Lets go of the connection, so that the database can be deleted or upgraded. */
	async close(): Promise<void> {
		const connection = this.#connection;
		this.#connection = null;
		(await connection)?.close();
	}

	async #again<Result>(
		doing: string,
		work: (database: IDBPDatabase<Schema>) => Promise<Result>
	): Promise<Result> {
		try {
			return await this.#attempt(doing, work);
		} catch (error) {
			throw storageError(error, doing);
		}
	}

	/** Some browsers never answer after a crash or a failing disk: then the next use connects anew. */
	async #attempt<Result>(
		doing: string,
		work: (database: IDBPDatabase<Schema>) => Promise<Result>
	): Promise<Result> {
		try {
			const attempt = async (): Promise<Result> => await work(await this.#open());
			return await whileMoving('database', attempt, {
				stallMs: STALL_MS * 2,
				details: { doing },
				isExcused: () => this.#isBlocked
			});
		} catch (error) {
			if (error instanceof AppError && error.code === 'stalled')
				void this.close().catch(() => undefined);
			throw error;
		}
	}

	#open(): Promise<IDBPDatabase<Schema>> {
		this.#connection ??= this.#connect()
			.catch((error: unknown) => {
				this.#connection = null;
				throw error;
			})
			.finally(() => (this.#isBlocked = false));
		return this.#connection;
	}

	#connect(): Promise<IDBPDatabase<Schema>> {
		return openDB<Schema>(this.name, this.#migrations.length, {
			upgrade: (database, oldVersion, _newVersion, transaction) => {
				void this.#migrate(database, oldVersion, transaction);
			},
			blocked: () => {
				this.#isBlocked = true;
				this.#events.onblocked?.();
			},
			// A newer app in another tab must not wait for this one.
			blocking: () => void this.close(),
			terminated: () => {
				this.#connection = null;
			}
		});
	}

	async #migrate(
		database: IDBPDatabase<Schema>,
		oldVersion: number,
		transaction: IDBPTransaction<Schema, StoreNames<Schema>[], 'versionchange'>
	): Promise<void> {
		try {
			for (const migration of this.#migrations.slice(oldVersion)) {
				await migration(database, transaction);
			}
		} catch {
			// A half-done upgrade must not stay; opening then fails with the abort.
			abort(transaction);
		}
	}
}
