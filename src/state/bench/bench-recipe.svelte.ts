import {
	FIRST_PROMPT,
	firstValues,
	numbersOf,
	promptRequest,
	type BenchField,
	type BenchPrompt,
	type BenchValues
} from './bench-values.ts';
import type { PromptRequest } from '#protocol/generate-request.ts';
import type { ModelChoice } from '../model/model-state.svelte.ts';
import type { RecipeState } from '../play/recipe-state.svelte.ts';

/** Kept over a reload: plain data. */
export interface BenchRecipeDraft {
	readonly prompt: BenchPrompt;
	readonly values: BenchValues;
}

/** What Compare and Sweep write from, apart from what differs: edited once. */
export class BenchRecipe {
	prompt = $state.raw<BenchPrompt>(FIRST_PROMPT);
	values = $state.raw<BenchValues>(firstValues({ modelId: '', precisionId: '', backend: 'wasm' }));

	readonly hasPrompt = $derived(
		(this.prompt.mode === 'completion' ? this.prompt.prompt : this.prompt.message).trim() !== ''
	);

	constructor(choice: ModelChoice, prompt = FIRST_PROMPT) {
		this.prompt = prompt;
		this.values = firstValues(choice);
	}

	/**
	 * What the model in use would read.
	 *
	 * @param values of all columns, or of one
	 * @returns null while there is no prompt, or where another model is to read it
	 */
	promptFor({ modelId, system }: BenchValues, choice: ModelChoice | null): PromptRequest | null {
		if (!this.hasPrompt || choice?.modelId !== modelId) return null;
		return promptRequest(this.prompt, system);
	}

	get draft(): BenchRecipeDraft {
		return { prompt: this.prompt, values: this.values };
	}

	restore({ prompt, values }: BenchRecipeDraft): void {
		this.prompt = prompt;
		this.values = values;
	}

	edit(change: Partial<BenchPrompt>): void {
		this.prompt = { ...this.prompt, ...change };
	}

	set<F extends BenchField>(field: F, value: BenchValues[F]): void {
		this.values = { ...this.values, [field]: value };
	}

	/** Takes over the playground's prompt, settings and model. */
	takeFrom(recipe: RecipeState, choice: ModelChoice): void {
		const { mode, prompt, system, turns, message, date, settings } = recipe.draft;
		const typed = message.trim();
		this.restore({
			prompt: {
				mode,
				prompt,
				turns: typed === '' ? turns.slice(0, -1) : turns,
				message: typed === '' ? (turns.at(-1)?.content ?? '') : message,
				...(date === '' ? {} : { date }),
				stopSequences: settings.stop_sequences,
				logitBias: settings.logit_bias
			},
			values: { ...choice, ...numbersOf(settings), system, seed: recipe.seedToShare ?? '1' }
		});
	}
}
