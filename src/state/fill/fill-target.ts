/** What can be verified of masks: the claim of a run file or of a link, and which model it names. */
import { fillClaimOfLink, type FillClaim } from '#core/fill-mask/fill-claim.ts';
import type { FillMaskRun } from '#core/fill-mask/schema.ts';
import type { FillLink } from '#core/link/link-schema.ts';
import type { NamedModel } from '../model/run-model.ts';

export interface FillTarget {
	/** The run's id; of a link, which has no seal, its own text. */
	readonly id: string;
	readonly claim: FillClaim;
	readonly model: NamedModel;
}

export function fillTargetOfRun(run: FillMaskRun): FillTarget {
	return { id: run.id, claim: run, model: run.model };
}

/**
 * @param fragment the link's own text, `fill=1.…`
 * @returns null when the link only asks
 */
export function fillTargetOfLink(fragment: string, link: FillLink): FillTarget | null {
	const claim = fillClaimOfLink(link);
	return claim === null ? null : { id: fragment, claim, model: link.model };
}
