import { SvelteMap } from 'svelte/reactivity';
import { modelKey } from '#catalog/model-parts.ts';
import { toAppError, type AppError } from '#core/errors.ts';
import type { DownloadEnvironment } from '#storage/weights/download-environment.ts';
import { exportPack, packFiles, type Pack } from '#storage/weights/export-pack.ts';
import { importFolder, importPack, type FolderFile } from '#storage/weights/import-model.ts';
import {
	askPersistenceOnce,
	type Persistence,
	type PersistenceApi
} from '#storage/weights/quota.ts';
import type { StoredModel } from '#storage/weights/stored-model.ts';
import type { WeightStore } from '#storage/weights/weight-store.ts';
import { quietOnceStopped, Task, type Work } from '../page/task.svelte.ts';
import { strangersWords } from '#words/strangers-words.ts';
import type { ToastState } from '../page/toast-state.svelte.ts';
import { FileChecks } from './file-check.svelte.ts';
import { storageUse, type StorageUse } from './storage-use.ts';

export interface StorageParts {
	readonly store: WeightStore;
	readonly environment: DownloadEnvironment;
	readonly persistence: PersistenceApi;
	readonly toasts: ToastState;
	/** What the app's own files take, which are kept for offline use. */
	readonly appBytes: () => Promise<number>;
	/** Told all models whenever they have changed. */
	readonly onModels: (models: readonly StoredModel[]) => Promise<void>;
}

/** How long a deletion of another tab, or of one that was closed, may still be undone there. */
const UNDO_MS = 9_000;

/** What lies in the weights store, and everything that can be done with it. */
export class StorageState {
	#all = $state.raw<readonly StoredModel[]>([]);
	/** Deleted, and not yet gone: until then it can be undone. */
	readonly #leaving = new SvelteMap<string, ReturnType<typeof setTimeout> | undefined>();
	readonly checks: FileChecks;
	/** Takes a model in; how far it is, 0 to 1, null while that is not known. */
	readonly importing = new Task<StoredModel, number | null>();
	/** The file or folder that was imported last. */
	importName = $state('');
	/** What the disk is used for; null where the browser does not tell. */
	use = $state.raw<StorageUse | null>(null);
	persistence = $state.raw<Persistence>('unknown');
	/** The model that an undo brought back last: its row gets the focus. */
	returned = $state.raw<string | null>(null);
	/** Why the store cannot be used. */
	trouble = $state.raw<AppError | null>(null);

	readonly models = $derived.by(() => this.#all.filter(({ id }) => !this.#leaving.has(id)));
	readonly #byKey = $derived.by(
		// Replaced as a whole, never changed.
		// eslint-disable-next-line svelte/prefer-svelte-reactivity
		() => new Map(this.models.map((model) => [modelKey(model.id), model] as const).reverse())
	);
	readonly #parts: StorageParts;

	constructor(parts: StorageParts) {
		this.#parts = parts;
		this.checks = new FileChecks(parts.store, parts.environment.now);
	}

	/** The model of that name and precision, whatever its commit. */
	find(key: string): StoredModel | undefined {
		return this.#byKey.get(key);
	}

	/** Looks again at what is stored. */
	readonly refresh = async (): Promise<void> => {
		try {
			this.#all = await this.#parts.store.list();
			this.#takeOverDeletions();
			this.trouble = null;
			await this.#parts.onModels(this.models);
			await this.#measure();
		} catch (error) {
			this.trouble = toAppError(error);
		}
	};

	async #measure(): Promise<void> {
		const { environment, appBytes } = this.#parts;
		const [estimate, app] = await Promise.all([environment.estimate(), appBytes()]);
		const modelBytes = this.models.reduce((sum, { storedBytes }) => sum + storedBytes, 0);
		this.use = storageUse(estimate, { modelBytes, appBytes: app });
	}

	/** Whether the browser promises to keep what is stored; asks it once, and only if `mayAsk`. */
	async readPersistence(mayAsk: boolean): Promise<void> {
		const { store, persistence } = this.#parts;
		const { persisted } = persistence;
		try {
			this.persistence = await askPersistenceOnce(
				store,
				mayAsk ? persistence : persisted === undefined ? {} : { persisted }
			);
		} catch {
			this.persistence = 'unknown';
		}
	}

	/** Gone from the page at once, from the disk when the toast is gone. */
	async remove(model: StoredModel): Promise<void> {
		this.#leaving.set(model.id, undefined);
		const marking = this.#parts.store.markDeleted(model.id);
		await this.#parts.onModels(this.models);
		try {
			await marking;
		} catch (error) {
			this.#stay(model.id);
			await this.refresh();
			this.trouble = toAppError(error);
			return;
		}
		const undo = async (): Promise<void> => {
			await this.keep(modelKey(model.id));
			await this.refresh();
			this.returned = model.id;
		};
		// Only now: what the toast says stays true if the tab is closed at once.
		this.#parts.toasts.undoable(
			`${strangersWords(model.title)} deleted.`,
			() => void undo(),
			() => {
				if (this.#leaving.has(model.id)) void this.#erase(model.id);
			}
		);
	}

	/** Takes a deletion back, while that is possible. */
	async keep(key: string): Promise<void> {
		const ids = [...this.#leaving.keys()].filter((id) => modelKey(id) === key);
		for (const id of ids) this.#stay(id);
		try {
			for (const id of ids) await this.#parts.store.unmarkDeleted(id);
		} catch (error) {
			this.trouble = toAppError(error);
		}
	}

	#stay(modelId: string): void {
		clearTimeout(this.#leaving.get(modelId));
		this.#leaving.delete(modelId);
	}

	#eraseLater(modelId: string, delayMs: number): void {
		this.#leaving.set(
			modelId,
			setTimeout(() => void this.#erase(modelId), delayMs)
		);
	}

	/** Deleted in another tab, or in one that was closed before it had erased them. */
	#takeOverDeletions(): void {
		const now = this.#parts.environment.epochMs();
		for (const { id, deletedAt } of this.#all) {
			if (deletedAt === null || this.#leaving.has(id)) continue;
			this.#eraseLater(id, Math.min(UNDO_MS, Math.max(0, deletedAt + UNDO_MS - now)));
		}
	}

	/** A deletion that ends while the same model comes back in would take its files away. */
	async #eraseLeaving(): Promise<void> {
		for (const [id, timer] of [...this.#leaving]) {
			clearTimeout(timer);
			await this.#erase(id);
		}
	}

	async #erase(modelId: string): Promise<void> {
		try {
			await this.#parts.store.removeMarked(modelId);
		} catch (error) {
			this.trouble = toAppError(error);
		}
		await this.refresh();
		this.#leaving.delete(modelId);
	}

	/** Reads every byte back and compares it with its digest. */
	async verify({ id }: StoredModel): Promise<void> {
		await this.checks.run(id);
		await this.refresh();
	}

	/** @returns null, and says why, when the model cannot be read */
	async pack({ id }: StoredModel): Promise<Pack | null> {
		try {
			return await exportPack(this.#parts.store, id);
		} catch (error) {
			this.checks.fail(id, toAppError(error));
			return null;
		}
	}

	/** The files of a stored model, its manifest first. @throws AppError as `packFiles` */
	files({ id }: StoredModel): ReturnType<typeof packFiles> {
		return packFiles(this.#parts.store, id);
	}

	async takePack(file: File): Promise<void> {
		await this.#import(file.name, (options) => importPack(file, options));
	}

	async takeFolder(
		name: string,
		files: readonly FolderFile[],
		described: { readonly id: string; readonly title: string } | null
	): Promise<void> {
		await this.#import(name, (options) => importFolder(files, described, options));
	}

	stopImport(): void {
		this.importing.stop();
	}

	forgetImport(): void {
		if (!this.importing.isRunning) this.importing.clear();
	}

	async #import(
		name: string,
		work: (options: Parameters<typeof importPack>[1]) => Promise<StoredModel>
	): Promise<void> {
		if (this.importing.isRunning) return;
		const { store, environment } = this.#parts;
		this.importName = name;
		void this.readPersistence(true);
		const take: Work<StoredModel, number | null> = async (signal, tell) => {
			await this.#eraseLeaving();
			const onProgress = (stored: number, total: number): boolean =>
				tell(total === 0 ? null : stored / total);
			return await work({ store, environment, signal, onProgress });
		};
		await this.importing.run(null, quietOnceStopped(take));
		await this.refresh();
	}
}
