import { toAppError, type AppError } from '#core/errors.ts';
import type { Library } from './open-library.ts';

/**
 * The way to the library. Catalogue and weights store are code of their own that the first token
 * must not wait for: it is fetched when somebody asks.
 */
export class LibraryGate {
	library = $state.raw<Library | null>(null);
	error = $state.raw<AppError | null>(null);
	readonly #open: () => Promise<Library>;
	#opening: Promise<void> | null = null;

	constructor(open: () => Promise<Library>) {
		this.#open = open;
	}

	/** Resolves when `library` or `error` is there; after an error the next call tries again. */
	open(): Promise<void> {
		this.#opening ??= this.#enter();
		return this.#opening;
	}

	async #enter(): Promise<void> {
		try {
			this.library = await this.#open();
			this.error = null;
		} catch (error) {
			this.#opening = null;
			this.error = toAppError(error);
		}
	}
}
