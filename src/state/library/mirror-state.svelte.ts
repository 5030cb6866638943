import { toAppError, type AppError } from '#core/errors.ts';
import type { SettingsStore, ValueSchema } from '#storage/settings-store.ts';
import { DEFAULT_HUB, parseHubBase } from '#storage/weights/hub-address.ts';

const KEY = 'hub-mirror';

const BASE: ValueSchema<string> = {
	'~standard': {
		validate: (value) => {
			try {
				return { value: parseHubBase(String(value)) };
			} catch (error) {
				return { issues: [error] };
			}
		}
	}
};

/** From where models come: the hub, or a mirror of it on a school's or company's own server. */
export class MirrorState {
	base = $state(DEFAULT_HUB);
	/** Why the address that was typed is invalid. */
	error = $state.raw<AppError | null>(null);
	readonly isMirror = $derived(this.base !== DEFAULT_HUB);
	readonly #settings: Promise<SettingsStore | null>;

	constructor(settings: Promise<SettingsStore>) {
		this.#settings = settings.catch(() => null);
	}

	async read(): Promise<void> {
		this.base = (await (await this.#settings)?.read(KEY, BASE, DEFAULT_HUB)) ?? DEFAULT_HUB;
	}

	/** An empty text goes back to the hub. */
	async set(text: string): Promise<void> {
		try {
			this.base = text.trim() === '' ? DEFAULT_HUB : parseHubBase(text);
			this.error = null;
			const kept = this.isMirror ? this.base : undefined;
			await (await this.#settings)?.write(KEY, kept);
		} catch (error) {
			this.error = toAppError(error);
		}
	}
}
