import { toAppError, type AppError } from '#core/errors.ts';
import { readClassFile, readClassModel } from '#storage/class-file.ts';
import type { ModelManifest } from '#storage/weights/weights-schema.ts';

/** What the place that the app came from has besides it: the models of a class pack. */
export class ClassState {
	/** The teacher's name for it; empty without one. */
	title = $state('');
	models = $state.raw<readonly ModelManifest[]>([]);
	/** Why models that are named there cannot be offered. */
	trouble = $state.raw<AppError | null>(null);
	readonly #base: string;

	/** @param base the app's folder, ending in a slash */
	constructor(base: string) {
		this.#base = base;
	}

	/** Looks, once. Never rejects. */
	async start(): Promise<void> {
		const { title, models } = await readClassFile(this.#base);
		this.title = title;
		for (const folder of models) {
			try {
				this.models = [...this.models, await readClassModel(this.#base, folder)];
			} catch (error) {
				this.trouble = toAppError(error);
			}
		}
	}
}
