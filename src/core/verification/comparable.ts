/** Whether a claim and what is here speak of the same thing: model, template, prompt, sampler. */
import { promptDigest } from '../link/prompt-digest.ts';
import { SAMPLER_NAME } from '../run-file/schema.ts';
import type { RunRequest, RunResource } from '../run-file/schema.ts';
import type { DifferingResource, IncomparableReason, Verdict } from './verdict.ts';

export interface ComparedClaim {
	readonly model: { readonly digest: string; readonly resources: readonly RunResource[] };
	readonly request: Pick<RunRequest, 'sampler' | 'template_digest'>;
	/** `sha256:<hex>`, as `promptDigest` gives it. */
	readonly promptDigest: string;
	/** For the evidence; null when only the digest is known. */
	readonly promptTokenIds: readonly number[] | null;
}

/** What was found here, on this machine. */
export interface LocalSetup {
	readonly modelDigest: string;
	readonly resources: readonly RunResource[];
	/** Of the local model's chat template; null in completion mode. */
	readonly templateDigest: string | null;
	/** What the claim's messages or text become here. */
	readonly promptTokenIds: readonly number[];
}

/** The first difference that makes a comparison meaningless, or null. */
export function findIncomparable(claim: ComparedClaim, local: LocalSetup): Verdict | null {
	const { model, request } = claim;
	const sampler: string = request.sampler;
	if (sampler !== SAMPLER_NAME) return notComparable('sampler', sampler, SAMPLER_NAME);
	if (model.digest !== local.modelDigest) {
		const resources = differingResources(model.resources, local.resources);
		return notComparable('model', model.digest, local.modelDigest, resources);
	}
	if (request.template_digest !== null && request.template_digest !== local.templateDigest) {
		return notComparable('template', request.template_digest, local.templateDigest);
	}
	if (claim.promptDigest !== promptDigest(local.promptTokenIds)) {
		const recorded = claim.promptTokenIds?.length ?? null;
		return notComparable('prompt', recorded, local.promptTokenIds.length);
	}
	return null;
}

export function notComparable(
	reason: IncomparableReason,
	recorded: string | number | null,
	local: string | number | null,
	resources: readonly DifferingResource[] = []
): Verdict {
	return { verdict: 'not-comparable', evidence: { reason, recorded, local, resources } };
}

/** Files whose digests differ, or that only one side has; none when the record names no files. */
export function differingResources(
	recorded: readonly RunResource[],
	local: readonly RunResource[]
): DifferingResource[] {
	// A link names no files: then it is not known which ones differ.
	if (recorded.length === 0) return [];
	const recordedByName = new Map(recorded.map(({ name, digest }) => [name, digest]));
	const localByName = new Map(local.map(({ name, digest }) => [name, digest]));
	return [...new Set([...recordedByName.keys(), ...localByName.keys()])]
		.sort()
		.map((name) => ({
			name,
			recordedDigest: recordedByName.get(name) ?? null,
			localDigest: localByName.get(name) ?? null
		}))
		.filter(({ recordedDigest, localDigest }) => recordedDigest !== localDigest);
}
