import { toAppError, type AppError } from '#core/errors.ts';

/**
 * The way to a part of the app whose code the first token must not wait for (the library, the bench):
 * it is fetched when someone asks, once.
 */
export class Gate<T> {
	value = $state.raw<T | null>(null);
	error = $state.raw<AppError | null>(null);
	readonly #open: () => Promise<T>;
	#opening: Promise<void> | null = null;

	constructor(open: () => Promise<T>) {
		this.#open = open;
	}

	/** Resolves when `value` or `error` is there; after an error the next call tries again. */
	open(): Promise<void> {
		this.#opening ??= this.#enter();
		return this.#opening;
	}

	/**
	 * As `open`, for those who cannot go on without it.
	 *
	 * @throws {AppError} what `error` says
	 */
	async get(): Promise<T> {
		await this.open();
		if (this.error !== null) throw this.error;
		return this.value as T;
	}

	async #enter(): Promise<void> {
		try {
			this.value = await this.#open();
			this.error = null;
		} catch (error) {
			this.#opening = null;
			this.error = toAppError(error);
		}
	}
}
