/** From the model that a lesson names to what this app can load. */
import type { LessonModel } from '#core/lesson/schema.ts';
import type { Backend, ModelChoice, ModelState } from '../model/model-state.svelte.ts';
import { choiceFor } from '../model/run-model.ts';

/** What to load for it here; null when this app or this machine cannot. */
export function lessonChoice(model: ModelState, named: LessonModel): ModelChoice | null {
	const inUse = (model.choice ?? model.defaultChoice).backend;
	const backends: readonly Backend[] =
		named.backend === null ? [inUse, 'wasm', 'webgpu'] : [named.backend];
	const hasGpu = model.support?.webgpu.available === true;
	for (const backend of backends.filter((each) => each === 'wasm' || hasGpu)) {
		const choice = choiceFor(model, named, backend);
		if (choice !== null) return choice;
	}
	return null;
}

/** Whether the model in use is the one that the lesson names. */
export function isInUse(model: ModelState, named: LessonModel): boolean {
	const { choice } = model;
	const wanted = lessonChoice(model, named);
	return (
		choice !== null &&
		wanted?.modelId === choice.modelId &&
		wanted.precisionId === choice.precisionId &&
		(named.backend === null || named.backend === choice.backend)
	);
}

/** Whether two parts of a lesson name the same weights to run on the same. */
export function isSameModel(a: LessonModel, b: LessonModel): boolean {
	const fields = ['name', 'quantization', 'digest', 'backend'] as const;
	return fields.every((field) => a[field] === b[field]);
}
