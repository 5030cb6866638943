import type { FillVerdict } from '#core/fill-mask/fill-verdict.ts';
import type { Analyses } from '#protocol/analysis-api.ts';
import type { Backend, ModelState } from '../model/model-state.svelte.ts';
import { Check } from '../runs/check.svelte.ts';
import type { FillTarget } from './fill-target.ts';

/** Puts the sentences of a fill-mask run, or of a link to one, through the model again. */
export class FillCheck extends Check<Analyses['verify-fill']['result']> {
	readonly #onVerdict: (targetId: string, verdict: FillVerdict) => void;

	/** @param onVerdict told of every verdict, also those about links */
	constructor(model: ModelState, onVerdict: (targetId: string, verdict: FillVerdict) => void) {
		super(model);
		this.#onVerdict = onVerdict;
	}

	async verify(target: FillTarget, backend: Backend): Promise<void> {
		await this.begin(
			target,
			backend,
			(signal, tell) =>
				this.model.analyse('verify-fill', target.claim, signal, ({ done, total }) =>
					tell(done / total)
				),
			({ verdict }) => this.#onVerdict(target.id, verdict)
		);
	}
}
