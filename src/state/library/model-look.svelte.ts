import { isAbort, toAppError, type AppError } from '#core/errors.ts';
import type { FolderInspection } from './folder-model.ts';
import type { Inspection } from './inspect-repository.ts';

export type LookStatus =
	| { readonly kind: 'idle' }
	| { readonly kind: 'looking' }
	| { readonly kind: 'hub'; readonly found: Inspection }
	| { readonly kind: 'folder'; readonly found: FolderInspection }
	| { readonly kind: 'failed'; readonly error: AppError };

/** A look at one model before anything of it is stored. A newer look calls an older one off. */
export class ModelLook {
	status = $state.raw<LookStatus>({ kind: 'idle' });
	#controller = new AbortController();

	/** Ends in what was found, or in `failed`; never rejects. */
	async run(work: (signal: AbortSignal) => Promise<LookStatus>): Promise<void> {
		this.#controller.abort();
		const controller = new AbortController();
		this.#controller = controller;
		this.status = { kind: 'looking' };
		const status = await this.#outcome(work, controller.signal);
		if (controller === this.#controller) this.status = status;
	}

	forget(): void {
		this.#controller.abort();
		this.#controller = new AbortController();
		this.status = { kind: 'idle' };
	}

	async #outcome(
		work: (signal: AbortSignal) => Promise<LookStatus>,
		signal: AbortSignal
	): Promise<LookStatus> {
		try {
			return await work(signal);
		} catch (error) {
			return isAbort(error) ? { kind: 'idle' } : { kind: 'failed', error: toAppError(error) };
		}
	}
}
