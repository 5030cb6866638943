import { toAppError, type AppError } from '#core/errors.ts';
import type { SettingsStore } from '#storage/settings-store.ts';
import { DRAFT_SCHEMA, type Draft } from './draft-schema.ts';

const KEY = 'draft';
const PAUSE_MS = 400;

/** Keeps the work in progress over a reload: writes a moment after the last change. */
export class DraftKeeper {
	readonly #store: Promise<SettingsStore | null>;
	readonly #onTrouble: (error: AppError) => void;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#waiting: Draft | null = null;
	/** Nothing is written before the last draft was read: it would be lost. */
	#isRead = false;

	constructor(store: Promise<SettingsStore>, onTrouble: (error: AppError) => void) {
		this.#onTrouble = onTrouble;
		this.#store = store.catch((error: unknown) => {
			onTrouble(toAppError(error));
			return null;
		});
	}

	/** What was kept; null when there is nothing, or it cannot be read. */
	async read(): Promise<Draft | null> {
		try {
			return (await (await this.#store)?.read(KEY, DRAFT_SCHEMA, null)) ?? null;
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
			await (await this.#store)?.write(KEY, draft);
		} catch (error) {
			this.#onTrouble(toAppError(error));
		}
	}
}
