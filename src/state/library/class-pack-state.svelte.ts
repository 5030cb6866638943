import { knownBytes } from '#core/total-bytes.ts';
import { SvelteSet } from 'svelte/reactivity';
import { fetchAppFile, readAppFiles } from '#storage/app-cache.ts';
import {
	CLASS_FOLDER,
	layOutClassPack,
	UNLISTED_APP_FILES,
	type PackEntry
} from '#storage/class-pack.ts';
import type { StoredModel } from '#storage/weights/stored-model.ts';
import { tarOf } from '#storage/weights/tar.ts';
import { quietOnceStopped, Task, type Work } from '../page/task.svelte.ts';

export interface Pack {
	readonly name: string;
	readonly blob: Blob;
}

/** What is told of a pack afterwards; the bytes themselves are let go. */
interface PackFacts {
	readonly name: string;
	readonly sizeBytes: number;
}

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
	/** How far it is: `share` of the app's own files that are there, 0 to 1. */
	readonly task = new Task<PackFacts, number>();
	readonly #parts: ClassPackStateParts;

	constructor(parts: ClassPackStateParts) {
		this.#parts = parts;
	}

	/** @returns null, and says why, when something cannot be had */
	async make(choice: PackChoice): Promise<Pack | null> {
		if (this.task.isRunning) return null;
		let pack: Pack | null = null;
		const work: Work<PackFacts, number> = async (signal, tell) => {
			pack = await this.#pack(choice, signal, tell);
			return { name: pack.name, sizeBytes: pack.blob.size };
		};
		const { kind } = await this.task.run(0, quietOnceStopped(work));
		return kind === 'done' ? pack : null;
	}

	stop(): void {
		this.task.stop();
	}

	async #pack(
		{ models, lessons }: PackChoice,
		signal: AbortSignal,
		tell: (share: number) => boolean
	): Promise<Pack> {
		const app = await this.#appFiles(signal, tell);
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
		return { name: `${CLASS_FOLDER}.tar`, blob };
	}

	async #appFiles(
		signal: AbortSignal,
		tell: (share: number) => boolean
	): Promise<PackEntry<Blob>[]> {
		const { base } = this.#parts;
		const listed = await readAppFiles(base);
		const totalBytes = knownBytes(listed);
		const files: PackEntry<Blob>[] = [];
		let haveBytes = 0;
		for (const file of [...UNLISTED_APP_FILES, ...listed]) {
			signal.throwIfAborted();
			const path = typeof file === 'string' ? file : file.url;
			const source = await fetchAppFile(file, base);
			files.push({ path, source });
			if (typeof file !== 'string') haveBytes += file.sizeBytes;
			tell(haveBytes / totalBytes);
		}
		return files;
	}
}
