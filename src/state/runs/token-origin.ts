/** Where a token of an output came from, as far as it is known here. */

/** `set`: put there by you; `given`: the run began with it; who chose it is not known; `drawn`: by the sampler in this run. */
export type TokenOrigin = 'set' | 'given' | 'drawn';

/** How a text came out of the ones before it. */
export interface Branched {
	/** Where another token was put in its place; null: other settings wrote it. */
	readonly branchedAt: number | null;
	readonly before: Branched | null;
}

/**
 * @param forcedCount how many of the first tokens the run was told to begin with
 * @param before what the text came out of; null when that is not known, as with a run from a file
 */
export function tokenOrigin(
	index: number,
	forcedCount: number,
	before: Branched | null
): TokenOrigin {
	if (index >= forcedCount) return 'drawn';
	// A place that was set survives only in front of all later ones.
	let limit = forcedCount;
	for (let each = before; each !== null; each = each.before) {
		const { branchedAt } = each;
		if (branchedAt === null || branchedAt >= limit) continue;
		if (branchedAt === index) return 'set';
		limit = branchedAt;
	}
	return 'given';
}
