import type { RunRequest, SamplingSettings } from '#core/run-file/schema.ts';
import { Explainer, type Explanation } from '#core/sampling/explain.ts';
import type { KeptLogits } from '#core/sampling/kept-logits.ts';
import { replayRun, type ReplayResult } from '#core/sampling/replay.ts';
import { NUMERIC_SETTINGS, parseSeed, validateSettings } from '#core/sampling/settings.ts';

/** A run's settings and seed, which can be changed to see what would have been drawn. */
export class WhatIf {
	settings = $state<SamplingSettings>({} as SamplingSettings);
	seed = $state('');
	readonly #request: RunRequest;

	/** Which settings are not the run's own. */
	readonly changed = $derived.by(() =>
		NUMERIC_SETTINGS.filter((key) => this.settings[key] !== this.#request[key])
	);
	readonly isChanged = $derived.by(
		() => this.changed.length > 0 || this.seed.trim() !== this.#request.seed
	);
	/** null while something typed is not allowed. */
	readonly valid = $derived.by(() => {
		try {
			return { settings: validateSettings(this.settings), seed: parseSeed(this.seed) };
		} catch {
			return null;
		}
	});

	constructor(request: RunRequest) {
		this.#request = request;
		this.reset();
	}

	reset(): void {
		this.settings = validateSettings(this.#request);
		this.seed = this.#request.seed;
	}

	/** How the token at `position` is drawn under these settings. */
	explain(position: number, outputIds: readonly number[], kept: KeptLogits): Explanation | null {
		if (this.valid === null) return null;
		const promptTokenIds = this.#request.prompt_token_ids;
		const explainer = new Explainer({ ...this.valid, promptTokenIds });
		for (let i = 0; i < position; i++) explainer.accept(outputIds[i] ?? 0);
		return explainer.explain(kept);
	}

	/** All positions under these settings; see `replayRun`. */
	replay(
		outputIds: readonly number[],
		kept: readonly (KeptLogits | null)[]
	): Generator<undefined, ReplayResult> | null {
		if (this.valid === null) return null;
		return replayRun({
			...this.valid,
			promptTokenIds: this.#request.prompt_token_ids,
			outputTokenIds: outputIds,
			forcedCount: this.#request.forced_token_ids.length,
			kept
		});
	}
}
