export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'glasshouse.theme';

/** Light, dark, or as the system says. Kept in local storage: it must be known before the first paint. */
export class ThemeState {
	#theme = $state<Theme>('system');
	readonly #storage: Pick<Storage, 'getItem' | 'setItem'> | null;

	constructor(storage: Pick<Storage, 'getItem' | 'setItem'> | null) {
		this.#storage = storage;
		const kept = storage?.getItem(KEY);
		this.#theme = THEMES.find((theme) => theme === kept) ?? 'system';
	}

	get theme(): Theme {
		return this.#theme;
	}

	set theme(theme: Theme) {
		this.#theme = theme;
		try {
			this.#storage?.setItem(KEY, theme);
		} catch {
			// Storage full or denied: the choice holds until the tab closes.
		}
	}
}
