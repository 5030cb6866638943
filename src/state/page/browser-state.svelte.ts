/** What the browser says about its connection. */
export class BrowserState {
	isOnline = $state(true);
	readonly #navigator: Pick<Navigator, 'onLine'>;

	constructor(navigator: Pick<Navigator, 'onLine'>) {
		this.#navigator = navigator;
		this.isOnline = navigator.onLine;
	}

	readConnection(): void {
		this.isOnline = this.#navigator.onLine;
	}
}
