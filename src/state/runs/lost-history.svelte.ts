type Kept = Pick<Storage, 'getItem' | 'setItem'>;

const KEY = 'glasshouse.runs-kept';

/**
 * Notices that the browser threw the history away: browsers do that with a database that they can no longer read, and
 * when they need room. How many runs there were is kept beside the database: an empty history is not taken for a new one.
 */
export class LostHistory {
	/** How many runs were kept when the page was open last, and are gone; 0 as a rule. */
	count = $state(0);
	readonly #storage: Kept | null;
	/** null once the history was counted. */
	#before: number | null;

	/** @param storage null where the browser forbids it: a loss then goes unnoticed */
	constructor(storage: Kept | null) {
		this.#storage = storage;
		this.#before = Number(storage?.getItem(KEY)) || 0;
	}

	/** @param runs how many the history holds, after it was read and after each change */
	see(runs: number): void {
		if (this.#before !== null && runs === 0) this.count = this.#before;
		this.#before = null;
		try {
			this.#storage?.setItem(KEY, String(runs));
		} catch {
			// Full or denied.
		}
	}
}
