import { isAbort, toAppError, type AppError } from '#core/errors.ts';
import type { Verdict } from '#core/verification/verdict.ts';
import type { VerifyProgress, VerifyResult } from '#protocol/worker-api.ts';
import type { Backend, ModelState } from '../model/model-state.svelte.ts';
import { choiceFor } from '../model/run-model.ts';
import type { VerifyTarget } from './verify-target.ts';

export type VerifyStatus =
	| { readonly kind: 'idle' }
	| { readonly kind: 'loading' }
	| { readonly kind: 'verifying'; readonly progress: VerifyProgress | null }
	| { readonly kind: 'done'; readonly result: VerifyResult }
	| { readonly kind: 'failed'; readonly error: AppError };

export interface VerifyWay {
	readonly backend: Backend;
	/** Token by token, the only way to find equal bits. */
	readonly exact: boolean;
}

/** Puts recorded tokens through the model and asks at each one what would have been drawn here. */
export class VerifyState {
	status = $state.raw<VerifyStatus>({ kind: 'idle' });
	/** What the status is about. */
	targetId = $state<string | null>(null);
	readonly isBusy = $derived(this.status.kind === 'loading' || this.status.kind === 'verifying');

	readonly #model: ModelState;
	readonly #onVerdict: (targetId: string, verdict: Verdict) => void;
	#stop = new AbortController();

	/** @param onVerdict told of every verdict, also those about links */
	constructor(model: ModelState, onVerdict: (targetId: string, verdict: Verdict) => void) {
		this.#model = model;
		this.#onVerdict = onVerdict;
	}

	/** Loads the model that the claim names, and verifies. There is no half verdict. */
	async verify({ id, claim, model }: VerifyTarget, { backend, exact }: VerifyWay): Promise<void> {
		const choice = choiceFor(this.#model, model, backend);
		if (choice === null || this.isBusy) return;
		this.leave();
		this.targetId = id;
		const stop = this.#stop;
		try {
			this.status = { kind: 'loading' };
			await this.#model.ensure(choice);
			if (stop.signal.aborted) return;
			this.status = { kind: 'verifying', progress: null };
			const result = await this.#model.verify({ claim, exact }, stop.signal, (progress) => {
				if (stop === this.#stop) this.status = { kind: 'verifying', progress };
			});
			if (stop !== this.#stop) return;
			this.status = { kind: 'done', result };
			this.#onVerdict(id, result.verdict);
		} catch (error) {
			if (stop !== this.#stop) return;
			this.status = isAbort(error)
				? { kind: 'idle' }
				: { kind: 'failed', error: toAppError(error) };
		}
	}

	stop(): void {
		this.#stop.abort();
		this.status = { kind: 'idle' };
	}

	/** Forgets the last verification. */
	leave(): void {
		this.stop();
		this.#stop = new AbortController();
		this.targetId = null;
	}
}
