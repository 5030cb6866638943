import type { Run } from '#core/run-file/schema.ts';
import type { Analyses } from '#protocol/analysis-api.ts';
import type { ModelState } from '../model/model-state.svelte.ts';
import { Task } from '../page/task.svelte.ts';

type Result = Analyses['respell']['result'];

/** How far the token ids of a run were compared with the texts beside them. */
export type Spelling =
	/** Another model is loaded, or none. */
	| { readonly kind: 'no-tokenizer' }
	| { readonly kind: 'comparing' }
	| { readonly kind: 'failed' }
	| ({ readonly kind: 'compared' } & Result);

/** Compares a run's token ids with its texts, once the model that it names is the one in use. */
export class SpellingCheck {
	readonly #model: ModelState;
	readonly #run: Run;
	readonly #task = new Task<Result>();
	readonly #isLoaded = $derived.by(() => this.#model.loaded?.digest === this.#run.model.digest);
	/** Whether it could be asked now, and was not yet. */
	readonly isDue = $derived.by(
		() => this.#isLoaded && !this.#model.generating && this.#task.status.kind === 'idle'
	);
	readonly spelling = $derived.by((): Spelling => {
		const { status } = this.#task;
		if (status.kind === 'done') return { kind: 'compared', ...status.value };
		if (status.kind === 'failed') return { kind: 'failed' };
		return { kind: this.#isLoaded ? 'comparing' : 'no-tokenizer' };
	});

	constructor(model: ModelState, run: Run) {
		this.#model = model;
		this.#run = run;
	}

	async ask(): Promise<void> {
		const { model, engine, request, output } = this.#run;
		await this.#task.run(null, (signal) =>
			this.#model.analyse('respell', { model, engine, request, output }, signal, () => undefined)
		);
	}
}
