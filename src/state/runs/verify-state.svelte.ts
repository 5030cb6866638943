import type { Verdict } from '#core/verification/verdict.ts';
import type { VerifyResult } from '#protocol/worker-api.ts';
import type { Backend, ModelState } from '../model/model-state.svelte.ts';
import { Check } from './check.svelte.ts';
import type { VerifyTarget } from './verify-target.ts';

export interface VerifyWay {
	readonly backend: Backend;
	/** Token by token, the only way to find equal bits. */
	readonly exact: boolean;
}

/** Puts recorded tokens through the model and asks at each one what would have been drawn here. */
export class VerifyState extends Check<VerifyResult> {
	readonly #onVerdict: (targetId: string, verdict: Verdict) => void;

	/** @param onVerdict told of every verdict, also those about links */
	constructor(model: ModelState, onVerdict: (targetId: string, verdict: Verdict) => void) {
		super(model);
		this.#onVerdict = onVerdict;
	}

	/** Loads the model that the claim names, and verifies. */
	async verify(target: VerifyTarget, { backend, exact }: VerifyWay): Promise<void> {
		const { claim, id } = target;
		await this.begin(
			target,
			backend,
			(signal, tell) =>
				this.model.verify({ claim, exact }, signal, ({ checkedTokens, totalTokens }) =>
					tell(checkedTokens / totalTokens)
				),
			({ verdict }) => this.#onVerdict(id, verdict)
		);
	}
}
