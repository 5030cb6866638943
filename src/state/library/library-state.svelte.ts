import {
	EVERYTHING,
	findModels,
	groupModels,
	languagesOf,
	licensesOf,
	recommendedModels,
	type ModelQuery
} from '#catalog/find-models.ts';
import type { Fit, Machine } from '#catalog/gpu-fit.ts';
import { fitsListed, type ListedModel } from '#catalog/listed-model.ts';
import { modelKey } from '#catalog/model-parts.ts';
import { HUB_MODELS, type HubModel } from '#catalog/onnx-hub-models.ts';
import { splitByFit } from '#catalog/split-by-fit.ts';
import { openDataShare, webLlmModels, type WebLlmModel } from '#catalog/web-llm-models.ts';
import type { WebLlmRecord } from '#catalog/web-llm-record.ts';
import { toAppError, type AppError } from '#core/errors.ts';
import type { StoredModel } from '#storage/weights/stored-model.ts';
import { strangersWords } from '#words/strangers-words.ts';
import type { DownloadsState, DownloadStatus } from './downloads-state.svelte.ts';
import { atHub, manifestOfRecord } from './looking/hub-manifest.ts';
import type { Hub } from './looking/hub-repository.ts';
import { inspectOnnxRepository, type ModelOffer } from './looking/inspect-repository.ts';
import type { MirrorState } from './mirror-state.svelte.ts';
import type { FoundModel, ModelLook } from './looking/model-look.ts';
import { Task } from '../page/task.svelte.ts';
import type { ModelState } from '../model/model-state.svelte.ts';
import { choiceOf } from '../model/run-model.ts';
import { chooseOffer, offerFit, type Offered } from './offer-fit.ts';
import type { StorageState } from './storage-state.svelte.ts';

/** Where a model is, from the page's point of view. */
export type Presence =
	| { readonly kind: 'in-tab' }
	| { readonly kind: 'stored' }
	/** `share`: of its bytes that are stored, 0 to 1; null while its size is not known. */
	| { readonly kind: 'partial'; readonly share: number | null }
	| { readonly kind: 'moving'; readonly share: number | null; readonly status: DownloadStatus }
	| { readonly kind: 'absent' };

export interface LibraryParts {
	readonly loadRecords: () => Promise<readonly WebLlmRecord[]>;
	readonly detectMachine: () => Promise<Machine>;
	readonly model: ModelState;
	readonly downloads: DownloadsState;
	readonly storage: StorageState;
	readonly mirror: MirrorState;
	readonly hub: (signal: AbortSignal) => Hub;
}

/** How much of a model is stored; files of unknown size count as long as what is there of them. */
export function storedShare({ files, storedBytes }: StoredModel): number | null {
	const total = files.reduce((sum, file) => sum + (file.sizeBytes ?? file.storedBytes), 0);
	return total === 0 ? null : Math.min(1, storedBytes / total);
}

/** The catalogue on this machine: what there is, what works here, what is stored. */
export class LibraryState {
	models = $state.raw<readonly WebLlmModel[]>([]);
	/** Null while it is being found out. */
	machine = $state.raw<Machine | null>(null);
	query = $state.raw<ModelQuery>(EVERYTHING);
	/** Only what is not ruled out on this machine. */
	worksHere = $state(false);
	trouble = $state.raw<AppError | null>(null);

	/** What WebLLM has compiled, and the ONNX models of the hub. */
	readonly listed = $derived.by((): readonly ListedModel[] =>
		this.models.length === 0 ? [] : [...this.models, ...HUB_MODELS]
	);
	readonly found = $derived.by(() => {
		const fitsOn = this.worksHere ? this.machine : null;
		return findModels(this.listed, { ...this.query, fitsOn });
	});
	readonly split = $derived.by(() => splitByFit(groupModels(this.found), this.machine));
	readonly licenses = $derived.by(() => licensesOf(this.listed));
	readonly languages = $derived.by(() => languagesOf(this.listed));
	readonly openData = $derived.by(() => openDataShare(this.models));
	readonly picks = $derived.by(() => recommendedModels(this.listed, this.machine).slice(0, 3));
	readonly isFiltered = $derived.by(() => this.worksHere || this.query !== EVERYTHING);

	/** Stored in part, with nobody at work on them. */
	readonly paused = $derived.by(() =>
		this.storage.models
			.map((model) => ({ key: modelKey(model.id), model }))
			.filter(({ key, model }) => model.state === 'incomplete' && !this.#isMoving(key))
	);

	readonly downloads: DownloadsState;
	readonly storage: StorageState;
	readonly mirror: MirrorState;
	readonly #parts: LibraryParts;
	#askedAmongPicks = $state.raw<Readonly<Record<string, boolean>>>({});
	/** Not shown itself: the looks in it are. */
	// eslint-disable-next-line svelte/prefer-svelte-reactivity
	readonly #looks = new Map<string, ModelLook>();
	// Replaced as a whole, never changed.
	// eslint-disable-next-line svelte/prefer-svelte-reactivity
	readonly #byId = $derived.by(() => new Map(this.models.map((model) => [model.id, model])));

	constructor(parts: LibraryParts) {
		this.#parts = parts;
		this.downloads = parts.downloads;
		this.storage = parts.storage;
		this.mirror = parts.mirror;
	}

	/** Reads the catalogue, the store and the machine. Ends in `trouble` or not; never rejects. */
	async start(): Promise<void> {
		const { loadRecords, detectMachine, storage, mirror } = this.#parts;
		// A driver that is slow to answer holds up nothing but the verdicts.
		void detectMachine().then((found) => (this.machine = found));
		try {
			this.models = webLlmModels(await loadRecords());
			await Promise.all([storage.refresh(), mirror.read(), storage.readPersistence(false)]);
		} catch (error) {
			this.trouble = toAppError(error);
		}
	}

	record(key: string): WebLlmModel | undefined {
		return this.#byId.get(key);
	}

	/** The catalogue's entry of a repository. */
	hubModel(key: string): HubModel | undefined {
		const [repository] = key.split(':');
		return HUB_MODELS.find(({ id }) => id === repository);
	}

	/** The look at a repository of the catalogue: one each, so that it is there when it is come back to. */
	lookOf({ id }: HubModel): ModelLook {
		const known = this.#looks.get(id);
		if (known !== undefined) return known;
		const look = new Task<FoundModel>();
		this.#looks.set(id, look);
		return look;
	}

	/** Of a model that the hub was asked about: whether on its card among the recommended ones. */
	isAskedAmongPicks({ id }: HubModel): boolean {
		return this.#askedAmongPicks[id] === true;
	}

	/** Asks the hub which precisions a model of the catalogue has. */
	async lookAt(model: HubModel, isAmongPicks = false): Promise<void> {
		this.#askedAmongPicks = { ...this.#askedAmongPicks, [model.id]: isAmongPicks };
		await this.lookOf(model).run(null, async (signal) => {
			const found = await inspectOnnxRepository(model.id, 'main', this.#parts.hub(signal));
			return { kind: 'hub', found };
		});
	}

	/** What a stored model is called; models of one name differ by their precision. */
	label({ id, title }: StoredModel): string {
		const [, precision] = modelKey(id).split(':');
		return strangersWords(precision === undefined ? title : `${title} ${precision}`);
	}

	/** Null while the machine is not known. */
	fit(model: ListedModel): Fit | null {
		return this.machine === null ? null : fitsListed(model, this.machine);
	}

	/** The same for what was found in a repository or folder. */
	fitOffer(offer: Offered): Fit | null {
		return offerFit(offer, this.#machineInUse);
	}

	/** Which precision to offer first on this machine, and why. */
	choose(offers: readonly Offered[]): ReturnType<typeof chooseOffer> {
		return chooseOffer(offers, this.#machineInUse);
	}

	/** With the backend that the next model would be loaded on, where it has a choice. */
	get #machineInUse(): Machine | null {
		if (this.machine === null) return null;
		return { ...this.machine, prefersCpu: this.#parts.model.choice?.backend === 'wasm' };
	}

	change(change: Partial<ModelQuery>): void {
		this.query = { ...this.query, ...change };
	}

	clear(): void {
		this.query = EVERYTHING;
		this.worksHere = false;
	}

	presence(key: string): Presence {
		const { model, downloads, storage } = this.#parts;
		const stored = storage.find(key);
		const status = downloads.get(key)?.status;
		if (status !== undefined && status.kind !== 'failed') {
			return {
				kind: 'moving',
				share: stored === undefined ? null : storedNow(stored, status),
				status
			};
		}
		if (stored === undefined) return { kind: 'absent' };
		if (stored.state === 'incomplete') return { kind: 'partial', share: storedShare(stored) };
		const isInTab = model.choice?.modelId === stored.id && model.status.kind === 'ready';
		return isInTab ? { kind: 'in-tab' } : { kind: 'stored' };
	}

	/** Downloads a model of the catalogue, or continues with it. */
	async get(record: WebLlmModel): Promise<void> {
		const known = this.storage.find(record.id);
		if (known !== undefined) return this.resume(known);
		await this.#begin(record.id, record.id, (signal) =>
			manifestOfRecord(record, this.#parts.hub(signal))
		);
	}

	/** Downloads a model whose files are known: of the user's own, or of a class. */
	async getOffer({ manifest }: Pick<ModelOffer, 'manifest'>): Promise<void> {
		await this.#begin(modelKey(manifest.id), manifest.title, () => Promise.resolve(manifest));
	}

	/** Continues with what is partly stored, from where the mirror setting now says. */
	async resume(stored: StoredModel): Promise<void> {
		const key = modelKey(stored.id);
		await this.#begin(key, stored.title, () =>
			Promise.resolve(atHub(stored, this.mirror.base, this.record(key)))
		);
	}

	/** Calls a download off and deletes what came of it; that can be undone. */
	async cancel(key: string): Promise<void> {
		const { downloads, storage } = this.#parts;
		downloads.pause(key);
		downloads.dismiss(key);
		const stored = storage.find(key);
		if (stored !== undefined) await storage.remove(stored);
	}

	/** Loads a stored model into the tab. @returns false when it is not complete */
	use(key: string): boolean {
		const { model, storage } = this.#parts;
		const id = storage.find(key)?.id;
		const known = model.stored.find((stored) => stored.id === id);
		if (known === undefined) return false;
		void model.load(choiceOf(known, model.choice?.backend ?? 'wasm'));
		return true;
	}

	#isMoving(key: string): boolean {
		const kind = this.downloads.get(key)?.status.kind;
		return kind !== undefined && kind !== 'failed';
	}

	async #begin(
		key: string,
		title: string,
		prepare: Parameters<DownloadsState['start']>[2]
	): Promise<void> {
		const { downloads, storage } = this.#parts;
		await storage.keep(key);
		void storage.readPersistence(true);
		await downloads.start(key, title, prepare);
	}
}

/** Which model and precision an offer or a stored model is, whatever its commit. */
export function modelKeyOf({ manifest }: { readonly manifest: { readonly id: string } }): string {
	return modelKey(manifest.id);
}

function storedNow(stored: StoredModel, status: DownloadStatus): number | null {
	const progress = 'progress' in status ? status.progress : null;
	return storedShare(progress === null ? stored : { ...stored, storedBytes: progress.storedBytes });
}
