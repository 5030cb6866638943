import type { AppError } from '#core/errors.ts';
import type { OfflineState } from './offline-state.svelte.ts';

export type OfflineStatus =
	/** Not looked at yet. */
	| { readonly kind: 'unknown' }
	/** This browser, this address or this build keeps nothing. */
	| { readonly kind: 'unsupported' }
	| { readonly kind: 'preparing'; readonly keptBytes: number; readonly totalBytes: number }
	| { readonly kind: 'ready' }
	| { readonly kind: 'failed'; readonly error: AppError | null };

type Tell = Pick<OfflineGate, 'status' | 'hasUpdate'>;

/** The way to what keeps the app on this machine; its code is fetched when the first model is ready. */
export class OfflineGate {
	status = $state.raw<OfflineStatus>({ kind: 'unknown' });
	/** A newer version waits; nothing changes until somebody says so. */
	hasUpdate = $state(false);
	state = $state.raw<OfflineState | null>(null);
	readonly #open: (tell: Tell) => Promise<OfflineState | null>;
	#opening: Promise<void> | null = null;

	/** @param open null where nothing can be kept */
	constructor(open: (tell: Tell) => Promise<OfflineState | null>) {
		this.#open = open;
	}

	open(): Promise<void> {
		this.#opening ??= this.#enter();
		return this.#opening;
	}

	async #enter(): Promise<void> {
		const state = await this.#open(this).catch(() => null);
		if (state === null) this.status = { kind: 'unsupported' };
		this.state = state;
		await state?.start();
	}
}
