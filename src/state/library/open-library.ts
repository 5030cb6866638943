/** Builds the library's state, when it is first needed. */
import { loadWebLlmRecords } from '#catalog/web-llm-record.ts';
import { detectMachine } from '#client/detect-machine.ts';
import { keptBytes, readAppFiles } from '#storage/app-cache.ts';
import type { SettingsStore } from '#storage/settings-store.ts';
import { browserEnvironment } from '#storage/weights/download-environment.ts';
import type { PersistenceApi } from '#storage/weights/quota.ts';
import { WeightStore } from '#storage/weights/weight-store.ts';
import { ClassPackState } from './class-pack-state.svelte.ts';
import { ClassState } from './class-state.svelte.ts';
import { CustomModelState } from './custom-model-state.svelte.ts';
import { DownloadsState } from './downloads-state.svelte.ts';
import type { Hub } from './looking/hub-repository.ts';
import { LibraryState } from './library-state.svelte.ts';
import { MirrorState } from './mirror-state.svelte.ts';
import { knownName } from '../model/run-model.ts';
import type { ModelState } from '../model/model-state.svelte.ts';
import { StorageState } from './storage-state.svelte.ts';
import { catalogModelOf } from './stored-catalog.ts';
import type { ToastState } from '../page/toast-state.svelte.ts';

export interface Library {
	readonly catalog: LibraryState;
	readonly custom: CustomModelState;
	/** What the place that the app came from has besides it. */
	readonly place: ClassState;
	readonly classPack: ClassPackState;
}

export interface LibraryContext {
	readonly model: ModelState;
	readonly toasts: ToastState;
	readonly settings: Promise<SettingsStore>;
	/** The app's folder, ending in a slash. */
	readonly baseUrl: string;
}

async function readStoredJson(store: WeightStore, modelId: string, file: string): Promise<unknown> {
	try {
		return JSON.parse(await (await store.openFile(modelId, file)).text()) as unknown;
	} catch {
		return undefined;
	}
}

/** Pages that came over plain http cannot ask, whatever the types say. */
function persistenceOf({ storage }: { readonly storage?: StorageManager }): PersistenceApi {
	if (storage === undefined) return {};
	return { persist: () => storage.persist(), persisted: () => storage.persisted() };
}

/** 0 where the browser saves nothing of the app, or does not say. */
async function keptAppBytes(baseUrl: string): Promise<number> {
	try {
		return await keptBytes(await readAppFiles(baseUrl), baseUrl);
	} catch {
		return 0;
	}
}

/** Resolves when catalogue, store and machine have been looked at. */
export async function openLibrary(context: LibraryContext): Promise<Library> {
	const { model, toasts, settings, baseUrl } = context;
	const environment = browserEnvironment();
	const store = new WeightStore({ now: () => Date.now() });
	const appModels = () => model.catalog.filter(({ stored }) => stored === undefined);
	const storage: StorageState = new StorageState({
		store,
		environment,
		persistence: persistenceOf(navigator),
		toasts,
		appBytes: () => keptAppBytes(baseUrl),
		onModels: async (models) => {
			const sources = {
				record: (key: string) => catalog.record(key),
				hubModel: (key: string) => catalog.hubModel(key),
				nameOf: (digest: string) => knownName({ catalog: appModels() }, digest),
				readJson: (id: string, file: string) => readStoredJson(store, id, file)
			};
			const described = models.map((stored) => catalogModelOf(stored, sources));
			model.stored = (await Promise.all(described)).filter((found) => found !== null);
		}
	});
	const mirror = new MirrorState(settings);
	const hub = (signal: AbortSignal): Hub => ({ base: mirror.base, environment, signal });
	const downloads = new DownloadsState({ store, environment, onStored: storage.refresh });
	const catalog: LibraryState = new LibraryState({
		loadRecords: async () => (await loadWebLlmRecords()).models,
		detectMachine,
		model,
		downloads,
		storage,
		mirror,
		hub
	});
	downloads.follow();
	const place = new ClassState(baseUrl);
	// Nothing waits for it.
	void place.start();
	await catalog.start();
	const classPack = new ClassPackState({
		base: baseUrl,
		modelFiles: (stored) => storage.files(stored)
	});
	return { catalog, custom: new CustomModelState(hub), place, classPack };
}
