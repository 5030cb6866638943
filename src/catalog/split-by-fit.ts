/** What of the catalogue runs on this machine, and what keeps the rest from it. */
import type { FamilyGroup } from './find-models.ts';
import type { Fit, FitReason, Machine } from './gpu-fit.ts';
import { fitsListed, type ListedModel } from './listed-model.ts';

const RANKS: Readonly<Record<Fit['verdict'], number>> = {
	works: 0,
	'may-not-work': 1,
	'does-not-work': 2
};

/** The verdict on the precision that runs best here. */
function bestFit(models: readonly ListedModel[], machine: Machine): Fit {
	const found = models.map((model) => fitsListed(model, machine));
	const [best] = found.sort((a, b) => RANKS[a.verdict] - RANKS[b.verdict]);
	return best ?? { verdict: 'works', reasons: [] };
}

/** Models that one thing keeps from running here. */
export interface RuledOut {
	readonly code: FitReason['code'];
	/** In the order of `groupModels`. */
	readonly families: readonly FamilyGroup[];
	/** How many models, each counted once whatever its precisions. */
	readonly count: number;
}

export interface SplitFamilies {
	/** What works first, then what may not work. */
	readonly usable: readonly FamilyGroup[];
	/** Models of which no precision runs here; what most of them lack comes first. */
	readonly ruledOut: readonly RuledOut[];
}

interface Judged<T> {
	readonly item: T;
	readonly fit: Fit;
}

/** Without the models that `keep` refuses; the best verdict first, otherwise in their order. */
function pick<T>(judged: readonly Judged<T>[], keep: (fit: Fit) => boolean): T[] {
	return judged
		.filter(({ fit }) => keep(fit))
		.sort((a, b) => RANKS[a.fit.verdict] - RANKS[b.fit.verdict])
		.map(({ item }) => item);
}

/** @param machine null while it is not known: then everything counts as usable */
export function splitByFit(
	families: readonly FamilyGroup[],
	machine: Machine | null
): SplitFamilies {
	if (machine === null) return { usable: families, ruledOut: [] };
	const judged = families.map(({ family, models, hub }) => ({
		family,
		models: models.map((item) => ({ item, fit: bestFit(item.precisions, machine) })),
		hub: hub.map((item) => ({ item, fit: bestFit([item], machine) }))
	}));
	const select = (keep: (fit: Fit) => boolean): FamilyGroup[] =>
		judged
			.map(({ family, models, hub }) => ({
				family,
				models: pick(models, keep),
				hub: pick(hub, keep)
			}))
			.filter(({ models, hub }) => models.length + hub.length > 0);
	const rankOf = ({ models, hub }: FamilyGroup): number =>
		RANKS[bestFit([...models.flatMap(({ precisions }) => precisions), ...hub], machine).verdict];
	const usable = select(({ verdict }) => verdict !== 'does-not-work');
	const codes = new Set(
		judged.flatMap(({ models, hub }) => [...models, ...hub].flatMap(({ fit }) => codeOf(fit)))
	);
	const ruledOut = [...codes].map((code) => {
		const out = select((fit) => codeOf(fit)[0] === code);
		const count = out.reduce((sum, { models, hub }) => sum + models.length + hub.length, 0);
		return { code, families: out, count };
	});
	return {
		usable: usable.sort((a, b) => rankOf(a) - rankOf(b)),
		ruledOut: ruledOut.sort((a, b) => b.count - a.count)
	};
}

/** What rules it out, first of all; empty for what may run. */
function codeOf({ verdict, reasons }: Fit): FitReason['code'][] {
	return verdict === 'does-not-work' ? reasons.slice(0, 1).map(({ code }) => code) : [];
}
