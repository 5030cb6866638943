import { Gate } from '../page/gate.svelte.ts';
import type { OfflineState } from './offline-state.svelte.ts';
import type { OfflineStatus } from './offline-status.ts';

type Tell = Pick<OfflineGate, 'status' | 'hasUpdate'>;

/** The way to what keeps the app on this machine; its code is fetched when the first model is ready. */
export class OfflineGate {
	status = $state.raw<OfflineStatus>({ kind: 'unknown' });
	/** A newer version waits; nothing changes until someone says so. */
	hasUpdate = $state(false);
	readonly #gate: Gate<OfflineState | null>;

	/** @param open null where nothing can be kept */
	constructor(open: (tell: Tell) => Promise<OfflineState | null>) {
		this.#gate = new Gate(() => this.#enter(open));
	}

	get state(): OfflineState | null {
		return this.#gate.value;
	}

	open(): Promise<void> {
		return this.#gate.open();
	}

	async #enter(open: (tell: Tell) => Promise<OfflineState | null>): Promise<OfflineState | null> {
		const state = await open(this).catch(() => null);
		if (state === null) this.status = { kind: 'unsupported' };
		else await state.start();
		return state;
	}
}
