/** What can be verified: the claim of a run file or of a run link, and which model it names. */
import type { RunLink } from '#core/link/link-schema.ts';
import type { Run } from '#core/run-file/schema.ts';
import { claimOfLink, claimOfRun, type Claim } from '#core/verification/claim.ts';
import type { NamedModel } from '../model/run-model.ts';

export interface VerifyTarget {
	/** The run's id; of a link, which has no seal, its own text. */
	readonly id: string;
	readonly claim: Claim;
	readonly model: NamedModel;
}

export function targetOfRun(run: Run): VerifyTarget {
	return { id: run.id, claim: claimOfRun(run), model: run.model };
}

/** @param fragment the link's own text, `run=1.…` */
export function targetOfLink(fragment: string, link: RunLink): VerifyTarget {
	return { id: fragment, claim: claimOfLink(link), model: link.model };
}
