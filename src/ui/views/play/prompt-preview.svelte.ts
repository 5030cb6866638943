/** What the model would see of the prompt on screen, asked for a moment after it changes. */
import type { AppError } from '#core/errors.ts';
import type { AppState } from '#state/app-state.ts';
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
	readonly isEmpty: boolean;

	readonly #model: AppState['model'];

	constructor({ model, recipe, writing }: Pick<AppState, 'model' | 'recipe' | 'writing'>) {
		this.#model = model;
		this.isEmpty = $derived(recipe.mode === 'chat' ? !recipe.canWrite : recipe.prompt === '');
		$effect(() => {
			if (this.isEmpty || model.loaded === null || model.generating) return;
			const prompt = recipe.upcoming(writing.answer);
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
	}
}
