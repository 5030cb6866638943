import { toAppError, type AppError } from '#core/errors.ts';
import type { SettingsStore, ValueSchema } from '#storage/settings-store.ts';
const PAUSE_MS = 400;

/** Keeps the work in progress over a reload: writes a moment after the last change. */
export class DraftKeeper<Draft> {
	readonly #store: Promise<SettingsStore | null>;
	readonly #onTrouble: (error: AppError) => void;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#waiting: Draft | null = null;
	/** Nothing is written before the last draft was read: it would be lost. */
	#isRead = false;

	readonly #key: string;
	readonly #schema: ValueSchema<Draft | null>;

	/** @param key where in the store; `schema` reads back what an older or newer app may have left there */
	constructor(
		store: Promise<SettingsStore>,
		{ key, schema }: { readonly key: string; readonly schema: ValueSchema<Draft | null> },
		onTrouble: (error: AppError) => void
	) {
		this.#key = key;
		this.#schema = schema;
		this.#onTrouble = onTrouble;
		this.#store = store.catch((error: unknown) => {
			onTrouble(toAppError(error));
			return null;
		});
	}

	/** What was kept; null when there is nothing, or it cannot be read. */
	async read(): Promise<Draft | null> {
		try {
			return (await (await this.#store)?.read(this.#key, this.#schema, null)) ?? null;
		} catch (error) {
			this.#onTrouble(toAppError(error));
			return null;
		} finally {
			this.#isRead = true;
		}
	}

	save(draft: Draft): void {
		if (!this.#isRead) return;
		this.#waiting = draft;
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.flush(), PAUSE_MS);
	}

	/** Writes now what is still waiting, e.g. because the page is going away. */
	async flush(): Promise<void> {
		const draft = this.#waiting;
		if (draft === null) return;
		this.#waiting = null;
		clearTimeout(this.#timer);
		try {
			await (await this.#store)?.write(this.#key, draft);
		} catch (error) {
			this.#onTrouble(toAppError(error));
		}
	}
}
