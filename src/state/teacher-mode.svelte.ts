const KEY = 'glasshouse.teacher';

/**
 * Whether this device shows what a class is to find out for itself: answer keys, notes for the
 * teacher. No lock: it keeps nobody from looking who wants to, it only keeps answers out of sight.
 */
export class TeacherMode {
	#isOn = $state(false);
	readonly #storage: Pick<Storage, 'getItem' | 'setItem'> | null;

	/** @param storage where it is kept; null where the browser forbids that */
	constructor(storage: Pick<Storage, 'getItem' | 'setItem'> | null) {
		this.#storage = storage;
		this.#isOn = storage?.getItem(KEY) === 'on';
	}

	get isOn(): boolean {
		return this.#isOn;
	}

	set isOn(isOn: boolean) {
		this.#isOn = isOn;
		try {
			this.#storage?.setItem(KEY, isOn ? 'on' : 'off');
		} catch {
			// Storage full or denied: the choice holds until the tab closes.
		}
	}
}
