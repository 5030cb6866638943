/** One sentence of a story, chosen uniformly from these templates. */
export interface PlotStep {
	readonly sentences: readonly string[];
	/** Odds of the step being told; always when absent. */
	readonly chance?: { readonly told: number; readonly left: number };
}

export const HALF = { told: 1, left: 1 };
export const OFTEN = { told: 2, left: 1 };
