/** What the browser says about itself: is it online, and how much of its storage is used. */
export interface StorageUse {
	readonly usedBytes: number;
	readonly quotaBytes: number;
}

export class BrowserState {
	isOnline = $state(true);
	/** null where the browser does not tell. */
	storage = $state.raw<StorageUse | null>(null);
	readonly #navigator: Pick<Navigator, 'onLine'> & { readonly storage?: StorageManager };

	constructor(navigator: Pick<Navigator, 'onLine'> & { readonly storage?: StorageManager }) {
		this.#navigator = navigator;
		this.isOnline = navigator.onLine;
	}

	readConnection(): void {
		this.isOnline = this.#navigator.onLine;
	}

	async measureStorage(): Promise<void> {
		try {
			const { usage, quota } = (await this.#navigator.storage?.estimate()) ?? {};
			this.storage =
				usage === undefined || quota === undefined ? null : { usedBytes: usage, quotaBytes: quota };
		} catch {
			this.storage = null;
		}
	}
}
