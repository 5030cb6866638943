import type { KeptBatch } from '#core/sampling/kept-batch.ts';
import type { ScoredToken } from '#core/scoring/scored-text.ts';

/** What is known of an output besides what its run file says; it goes when the page goes. */
export class RunInsight {
	/** One entry for each output token. */
	kept = $state.raw<KeptBatch | null>(null);
	/** The prompt's tokens and how likely each was; null until the run has been read again. */
	promptTokens = $state.raw<readonly ScoredToken[] | null>(null);
	/** How the model's tokenizer spells tokens, as far as someone has asked. */
	pieces = $state.raw<Readonly<Partial<Record<number, string>>>>({});

	clear(): void {
		this.kept = null;
		this.promptTokens = null;
		this.pieces = {};
	}
}
