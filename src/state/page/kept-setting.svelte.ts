type Kept = Pick<Storage, 'getItem' | 'setItem'>;

/** One choice out of a few, kept on this device. In local storage: it must be known before the first paint. */
export class KeptSetting<T extends string> {
	readonly options: readonly T[];
	readonly #key: string;
	readonly #storage: Kept | null;
	#value: T;

	/**
	 * @param storage null where the browser forbids it: a choice then holds until the tab closes
	 * @param options the first is what holds until someone chooses
	 */
	constructor(storage: Kept | null, key: string, options: readonly [T, ...T[]]) {
		this.options = options;
		this.#key = `glasshouse.${key}`;
		this.#storage = storage;
		const kept = storage?.getItem(this.#key);
		this.#value = $state(options.find((option) => option === kept) ?? options[0]);
	}

	get value(): T {
		return this.#value;
	}

	set value(value: T) {
		this.#value = value;
		try {
			this.#storage?.setItem(this.#key, value);
		} catch {
			// Storage full or denied: the choice holds until the tab closes.
		}
	}
}

/** Something that is on or off on this device. */
export class KeptSwitch {
	readonly #setting: KeptSetting<'off' | 'on'>;

	/** @param first what holds until someone switches it */
	constructor(storage: Kept | null, key: string, first: 'off' | 'on' = 'off') {
		this.#setting = new KeptSetting(storage, key, [first, first === 'off' ? 'on' : 'off']);
	}

	get isOn(): boolean {
		return this.#setting.value === 'on';
	}

	set isOn(isOn: boolean) {
		this.#setting.value = isOn ? 'on' : 'off';
	}
}
