import { SvelteMap } from 'svelte/reactivity';
import { modelKey } from '#catalog/model-parts.ts';
import type { AppError } from '#core/errors.ts';
import type { DownloadEnvironment } from '#storage/weights/download-environment.ts';
import type { DownloadProgress } from '#storage/weights/model-download.ts';
import { downloadShared, followDownloads } from '#storage/weights/shared-download.ts';
import { repairModel } from '#storage/weights/verify-model.ts';
import type { WeightStore } from '#storage/weights/weight-store.ts';
import type { ModelManifest } from '#storage/weights/weights-schema.ts';
import { failureOf } from '../page/task.svelte.ts';

export type DownloadStatus =
	/** Asks the hub what the model consists of. */
	| { readonly kind: 'asking' }
	/** Reads back what is stored, before it fetches what is damaged. */
	| { readonly kind: 'checking'; readonly checkedBytes: number; readonly totalBytes: number }
	| { readonly kind: 'running'; readonly progress: DownloadProgress | null }
	/** Another tab downloads it. */
	| { readonly kind: 'elsewhere'; readonly progress: DownloadProgress }
	| { readonly kind: 'failed'; readonly error: AppError };

export interface Download {
	/** Model and precision, whatever the commit. */
	readonly key: string;
	readonly title: string;
	readonly status: DownloadStatus;
}

export interface DownloadsParts {
	readonly store: WeightStore;
	readonly environment: DownloadEnvironment;
	/** The store has changed. */
	readonly onStored: () => Promise<void>;
}

/** Another tab that says nothing for so long has stopped. */
const ELSEWHERE_MS = 5_000;

/** Downloads of this tab, and those that other tabs tell of. What is paused is simply not here. */
export class DownloadsState {
	readonly #downloads = new SvelteMap<string, Download>();
	readonly #parts: DownloadsParts;
	/** Not shown: what calls a download off. */
	// eslint-disable-next-line svelte/prefer-svelte-reactivity
	readonly #running = new Map<string, AbortController>();
	// eslint-disable-next-line svelte/prefer-svelte-reactivity
	readonly #elsewhere = new Map<string, ReturnType<typeof setTimeout>>();

	constructor(parts: DownloadsParts) {
		this.#parts = parts;
	}

	get all(): Download[] {
		return [...this.#downloads.values()];
	}

	get(key: string): Download | undefined {
		return this.#downloads.get(key);
	}

	/** Shows what other tabs download, too. @returns stops that */
	follow(): () => void {
		return followDownloads((progress) => this.#noteElsewhere(progress));
	}

	/**
	 * Downloads a model, or continues with it.
	 *
	 * @param prepare says what it consists of; may ask the hub
	 */
	async start(
		key: string,
		title: string,
		prepare: (signal: AbortSignal) => Promise<ModelManifest>
	): Promise<void> {
		await this.#run(key, title, async (signal) => {
			const { id } = await this.#parts.store.register(await prepare(signal));
			await this.#parts.onStored();
			await downloadShared(id, this.#options(key, title, signal));
		});
	}

	/** Checks all bytes and fetches again what is damaged or missing. */
	async repair(modelId: string, title: string): Promise<void> {
		const key = modelKey(modelId);
		await this.#run(key, title, async (signal) => {
			await repairModel(modelId, {
				...this.#options(key, title, signal),
				onChecked: (checkedBytes, totalBytes) => {
					const status = { kind: 'checking', checkedBytes, totalBytes } as const;
					if (!signal.aborted) this.#downloads.set(key, { key, title, status });
				}
			});
		});
	}

	/** What is stored stays. */
	pause(key: string): void {
		this.#running.get(key)?.abort();
	}

	/** Forgets an error. */
	dismiss(key: string): void {
		if (!this.#running.has(key)) this.#downloads.delete(key);
	}

	async #run(
		key: string,
		title: string,
		work: (signal: AbortSignal) => Promise<void>
	): Promise<void> {
		if (this.#running.has(key)) return;
		const controller = new AbortController();
		this.#running.set(key, controller);
		this.#downloads.set(key, { key, title, status: { kind: 'asking' } });
		let failure: DownloadStatus | null = null;
		try {
			await work(controller.signal);
		} catch (error) {
			const end = failureOf(error);
			if (!controller.signal.aborted && end.kind === 'failed') failure = end;
		}
		this.#running.delete(key);
		await this.#parts.onStored();
		if (failure === null) this.#downloads.delete(key);
		else this.#downloads.set(key, { key, title, status: failure });
	}

	#options(key: string, title: string, signal: AbortSignal) {
		const { store, environment } = this.#parts;
		const onProgress = (progress: DownloadProgress): void => {
			if (signal.aborted) return;
			this.#downloads.set(key, { key, title, status: { kind: 'running', progress } });
		};
		return { store, environment, signal, onProgress };
	}

	#noteElsewhere(progress: DownloadProgress): void {
		const key = modelKey(progress.modelId);
		// The last words of a download of this tab may come after its end: they must not hide its error.
		if (this.#running.has(key) || this.#downloads.get(key)?.status.kind === 'failed') return;
		const title = progress.modelId;
		this.#downloads.set(key, { key, title, status: { kind: 'elsewhere', progress } });
		clearTimeout(this.#elsewhere.get(key));
		const isComplete = progress.storedBytes === progress.totalBytes;
		const forget = (): void => {
			if (!this.#running.has(key)) this.#downloads.delete(key);
			void this.#parts.onStored();
		};
		this.#elsewhere.set(key, setTimeout(forget, isComplete ? 500 : ELSEWHERE_MS));
	}
}
