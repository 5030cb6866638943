import type { LessonModel } from '#core/lesson/schema.ts';
import type { ModelState } from '../model/model-state.svelte.ts';
import { isInUse, lessonChoice } from './lesson-model.ts';

/** What keeps a step from its model. */
export type ModelNeed =
	/** It runs; `isOther` where another model does as well. */
	| { readonly kind: 'ready'; readonly isOther: boolean }
	| { readonly kind: 'loading' }
	| { readonly kind: 'failed' }
	/** It is on this device and waits for a press: its loading was cancelled, or another model was chosen since. */
	| { readonly kind: 'waiting' }
	| { readonly kind: 'no-webgpu' }
	/** Its files are not on this device. */
	| { readonly kind: 'absent' };

export interface StepModelParts {
	readonly named: LessonModel;
	/** Whether another model that is ready will do as well. */
	readonly anyWillDo: boolean;
	/** Whether it may be loaded without a press. */
	readonly loadsItself: boolean;
}

/**
 * The model of a step. Who opens a lesson wants its model: one that comes with the app or is stored here is loaded
 * without asking, once. After a cancelled load, or when another model is chosen, it waits for a press.
 */
export class StepModel {
	readonly #model: ModelState;
	readonly #parts: StepModelParts;
	#isAsked = $state(false);
	/** Null when it is not on this device, or cannot run here. */
	readonly choice = $derived.by(() => lessonChoice(this.#model, this.#parts.named));
	readonly need: ModelNeed = $derived.by(() => this.#need());

	constructor(model: ModelState, parts: StepModelParts) {
		this.#model = model;
		this.#parts = parts;
	}

	/** Whether it is time to load it by itself: not before the page has chosen its first model, nor into a run. */
	get isDue(): boolean {
		const { choice, generating } = this.#model;
		const isFree = choice !== null && !generating && !this.#isAsked;
		return isFree && this.#parts.loadsItself && this.#mayLoad();
	}

	/** Loads it. Ends as `ModelState.load`; never rejects. */
	async load(): Promise<void> {
		this.#isAsked = true;
		if (this.choice !== null) await this.#model.load(this.choice);
	}

	#mayLoad(): boolean {
		if (this.choice === null || isInUse(this.#model, this.#parts.named)) return false;
		return !(this.#parts.anyWillDo && this.#model.loaded !== null);
	}

	#need(): ModelNeed {
		const { loaded, status } = this.#model;
		const { named, anyWillDo } = this.#parts;
		const isRight = isInUse(this.#model, named);
		if (loaded !== null && (isRight || anyWillDo)) return { kind: 'ready', isOther: !isRight };
		if (status.kind === 'loading') return { kind: 'loading' };
		if (status.kind === 'failed' && isRight) return { kind: 'failed' };
		return { kind: this.choice === null ? this.#obstacle : this.#nextMove };
	}

	/** Before its first choice, the page is about to load one. */
	get #nextMove(): 'loading' | 'waiting' {
		return this.#model.choice === null || this.isDue ? 'loading' : 'waiting';
	}

	get #obstacle(): 'no-webgpu' | 'absent' {
		const hasNoGpu = this.#model.support?.webgpu.available === false;
		return this.#parts.named.backend === 'webgpu' && hasNoGpu ? 'no-webgpu' : 'absent';
	}
}
