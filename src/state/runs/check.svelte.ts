import type { Backend, ModelState } from '../model/model-state.svelte.ts';
import { choiceFor, type NamedModel } from '../model/run-model.ts';
import { LOADING, withModel, type Stage } from '../model/with-model.ts';
import { Task, type TaskStatus } from '../page/task.svelte.ts';

/** Of what is checked: the id of a run, or a link's own text, and the model that it names. */
export interface Checked {
	readonly id: string;
	readonly model: NamedModel;
}

/** `progress`: a share from 0 to 1; null where none is known. */
export type CheckStatus<T> = TaskStatus<T, Stage<number>>;

/** A check of something recorded, with the model that it names: one at a time. */
export abstract class Check<T> {
	/** What the status is about. */
	targetId = $state<string | null>(null);
	protected readonly model: ModelState;
	protected readonly task = new Task<T, Stage<number>>();

	constructor(model: ModelState) {
		this.model = model;
	}

	get status(): CheckStatus<T> {
		return this.task.status;
	}

	get isBusy(): boolean {
		return this.task.isRunning;
	}

	/** Ends the check; there is no half verdict. */
	stop(): void {
		this.task.clear();
	}

	/** Forgets the last check. */
	leave(): void {
		this.task.clear();
		this.targetId = null;
	}

	/** Loads the model that is named, and does the work; nothing where it is not here, or busy. */
	protected async begin(
		{ id, model: named }: Checked,
		backend: Backend,
		work: Parameters<typeof withModel<T, number>>[2],
		take: (value: T) => void
	): Promise<void> {
		const choice = choiceFor(this.model, named, backend);
		if (choice === null || this.isBusy) return;
		this.leave();
		this.targetId = id;
		await this.task.run(LOADING, withModel(this.model, choice, work), take);
	}
}
