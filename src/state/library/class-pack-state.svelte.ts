import { SvelteSet } from 'svelte/reactivity';
import { isAbort, toAppError, type AppError } from '#core/errors.ts';
import { fetchAppFile, readAppFiles } from '#storage/app-cache.ts';
import {
	CLASS_FOLDER,
	layOutClassPack,
	UNLISTED_APP_FILES,
	type PackEntry
} from '#storage/class-pack.ts';
import type { StoredModel } from '#storage/weights/stored-model.ts';
import { tarOf } from '#storage/weights/tar.ts';

export type PackStatus =
	| { readonly kind: 'idle' }
	/** `share` of the app's own files that are there, 0 to 1. */
	| { readonly kind: 'running'; readonly share: number }
	| { readonly kind: 'done'; readonly name: string; readonly sizeBytes: number }
	| { readonly kind: 'failed'; readonly error: AppError };

export interface ClassPackStateParts {
	/** The app's folder, ending in a slash. */
	readonly base: string;
	readonly modelFiles: (
		model: StoredModel
	) => Promise<readonly { readonly name: string; readonly blob: Blob }[]>;
}

export interface PackChoice {
	readonly models: readonly StoredModel[];
	/** The texts of lesson files. */
	readonly lessons: readonly string[];
}

/** Puts the app, chosen models and chosen lessons into one archive for a class. */
export class ClassPackState {
	title = $state('');
	/** Ids of the models to go with it. */
	readonly models = new SvelteSet<string>();
	/** Keys of the lessons to go with it. */
	readonly lessons = new SvelteSet<string>();
	status = $state.raw<PackStatus>({ kind: 'idle' });
	readonly #parts: ClassPackStateParts;
	#stop = new AbortController();

	constructor(parts: ClassPackStateParts) {
		this.#parts = parts;
	}

	/** @returns null, and says why, when something cannot be had */
	async make({ models, lessons }: PackChoice): Promise<{ name: string; blob: Blob } | null> {
		if (this.status.kind === 'running') return null;
		this.#stop = new AbortController();
		const { signal } = this.#stop;
		this.status = { kind: 'running', share: 0 };
		try {
			const app = await this.#appFiles(signal);
			const packed: PackEntry<Blob>[][] = [];
			for (const model of models) {
				const files = await this.#parts.modelFiles(model);
				packed.push(files.map(({ name, blob }) => ({ path: name, source: blob })));
			}
			const title = this.title.trim();
			const fromText = (text: string): Blob => new Blob([text]);
			const entries = layOutClassPack({ title, app, models: packed, lessons, fromText });
			const blob = tarOf(
				entries.map(({ path, source }) => ({ name: `${CLASS_FOLDER}/${path}`, blob: source }))
			);
			const name = `${CLASS_FOLDER}.tar`;
			this.status = { kind: 'done', name, sizeBytes: blob.size };
			return { name, blob };
		} catch (error) {
			const isOver = signal.aborted || isAbort(error);
			this.status = isOver ? { kind: 'idle' } : { kind: 'failed', error: toAppError(error) };
			return null;
		}
	}

	stop(): void {
		this.#stop.abort();
	}

	async #appFiles(signal: AbortSignal): Promise<PackEntry<Blob>[]> {
		const { base } = this.#parts;
		const listed = await readAppFiles(base);
		const totalBytes = listed.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
		const files: PackEntry<Blob>[] = [];
		let haveBytes = 0;
		for (const file of [...UNLISTED_APP_FILES, ...listed]) {
			signal.throwIfAborted();
			const path = typeof file === 'string' ? file : file.url;
			const source = await fetchAppFile(file, base);
			files.push({ path, source });
			if (typeof file !== 'string') haveBytes += file.sizeBytes;
			this.status = { kind: 'running', share: haveBytes / totalBytes };
		}
		return files;
	}
}
