import { sameChoice, type ModelChoice, type ModelState } from './model-state.svelte.ts';

/** Loads the model of what was opened when it is not the one in use; null keeps that one. */
export function loadOther(model: ModelState, choice: ModelChoice | null): void {
	if (choice !== null && !sameChoice(choice, model.choice)) void model.load(choice);
}
