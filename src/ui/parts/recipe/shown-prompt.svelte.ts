/** What the model in use would see of a prompt on screen, asked for a moment after it changes. */
import type { AppError } from '#core/errors.ts';
import type { ModelState } from '#state/model/model-state.svelte.ts';
import { failureOf } from '#state/page/task.svelte.ts';
import type { PromptRequest } from '#protocol/generate-request.ts';
import type { PromptPreview } from '#protocol/worker-api.ts';

const PAUSE_MS = 150;

/** Created while a component is set up; stays with it. */
export class ShownPrompt {
	/** Of the prompt as it was a moment ago; null before the first answer. */
	preview = $state.raw<PromptPreview | null>(null);
	/** Why there is no preview of the prompt as it is. */
	error = $state.raw<AppError | null>(null);
	/** Whether the answer about the prompt as it is has yet to come. */
	isStale = $state(false);
	readonly isEmpty: boolean;

	readonly #model: ModelState;

	/** @param upcoming null while there is nothing for the model in use to read */
	constructor(model: ModelState, upcoming: () => PromptRequest | null) {
		this.#model = model;
		this.isEmpty = $derived(upcoming() === null);
		$effect(() => {
			const prompt = upcoming();
			this.isStale = prompt !== null;
			if (prompt === null || model.loaded === null || model.generating) return;
			let isCurrent = true;
			const timer = setTimeout(() => void this.#refresh(prompt, () => isCurrent), PAUSE_MS);
			return () => {
				isCurrent = false;
				clearTimeout(timer);
			};
		});
	}

	async #refresh(prompt: PromptRequest, isCurrent: () => boolean): Promise<void> {
		try {
			const next = await this.#model.preview(prompt);
			if (!isCurrent()) return;
			this.preview = next;
			this.error = null;
		} catch (reason) {
			const end = failureOf(reason);
			if (isCurrent() && end.kind === 'failed') this.error = end.error;
		}
		if (isCurrent()) this.isStale = false;
	}
}
