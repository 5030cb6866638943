import type { EmbedStatus } from '#core/embed/messages.ts';
import { AppError, isAbort, toAppError } from '#core/errors.ts';
import type { ColumnLink, Link, LinkModel, RecipeLink } from '#core/link/link-schema.ts';
import { readLink } from '#core/link/read-link.ts';
import { writeRecipeLink } from '#core/link/write-link.ts';
import type { Run } from '#core/run-file/schema.ts';
import type { Verdict } from '#core/verification/verdict.ts';
import type { AppState } from '../app-state.ts';
import { findLinkDownload } from '../library/link-download.ts';
import { hostOf, linkChoice } from '../model/link-model.ts';
import type { ModelChoice } from '../model/model-state.svelte.ts';
import { choiceFor } from '../model/run-model.ts';
import { targetOfLink } from '../runs/verify-target.ts';

/** A model that has to be fetched first, which only a click in the frame may start. */
export interface ModelNeed {
	readonly model: LinkModel;
	/** From where it would come: the hub that this browser uses. */
	readonly host: string | null;
	/** Null until the button was pressed. */
	readonly key: string | null;
	readonly error: AppError | null;
}

type Parts = Pick<AppState, 'library' | 'model' | 'recipe' | 'verify' | 'writing'>;

interface Job {
	readonly content: Pick<RecipeLink, 'model' | 'request'>;
	readonly signal: AbortSignal;
}

function calledOff(): AppError {
	return new AppError('aborted', 'cancelled');
}

/** One recipe or run in a frame: it is shown, and nothing of it starts by itself. */
export class EmbedState {
	link = $state.raw<Link | null>(null);
	/** The link's own text, `recipe=1.…`. */
	fragment = $state('');
	error = $state.raw<AppError | null>(null);
	need = $state.raw<ModelNeed | null>(null);

	/** A recipe or a run; null for what is not shown in a frame. */
	readonly column = $derived.by((): ColumnLink | null =>
		this.link?.kind === 'recipe' || this.link?.kind === 'run' ? this.link : null
	);
	readonly content = $derived.by(() => {
		if (this.column === null) return null;
		return this.column.kind === 'run' ? this.column.run : this.column.recipe;
	});
	/** null where there is no run to verify. */
	readonly target = $derived.by(() =>
		this.column?.kind === 'run' ? targetOfLink(this.fragment, this.column.run) : null
	);
	readonly status = $derived.by((): EmbedStatus => this.#status());
	readonly isBusy = $derived.by(() =>
		['needs-click', 'loading', 'running', 'verifying'].includes(this.status.state)
	);

	readonly #parts: Parts;
	#job = new AbortController();
	#onModel: (choice: ModelChoice) => void = () => undefined;

	constructor(parts: Parts) {
		this.#parts = parts;
		// What each token was drawn from is not shown in a frame.
		parts.writing.keepsLogits = { isOn: false };
	}

	/** Shows what a link says, or why it cannot be read. @returns whether it could */
	open(fragment: string): boolean {
		this.#leave();
		try {
			this.link = readLink(fragment);
			this.fragment = fragment.slice(fragment.indexOf('#') + 1).trim();
		} catch (error) {
			this.error = toAppError(error);
		}
		return this.error === null;
	}

	openRecipe(recipe: RecipeLink): void {
		this.#leave();
		this.fragment = writeRecipeLink(recipe);
		this.link = { kind: 'recipe', recipe };
	}

	/**
	 * Loads the model and writes. Ends when the text does; a text that was stopped is a run, too.
	 *
	 * @throws AppError why there is no run; `aborted` when it was cancelled before the first token
	 */
	async run(): Promise<Run> {
		return await this.#work(async ({ content, signal }) => {
			const { recipe, writing } = this.#parts;
			await this.#load(content.model, signal);
			recipe.open(content.request);
			writing.clear();
			if (!recipe.canWrite) throw new AppError('prompt-empty', 'there is nothing to continue');
			await writing.write();
			const { status } = writing;
			if (status.kind === 'finished') return status.run;
			throw (status.kind === 'stopped' ? status.error : null) ?? calledOff();
		});
	}

	/** Verifies the run on show. @throws AppError as `run` */
	async verify(): Promise<Verdict> {
		return await this.#work(async ({ content, signal }) => {
			const { model, verify } = this.#parts;
			const { target } = this;
			if (target === null) throw calledOff();
			await this.#load(content.model, signal);
			const backend = model.choice?.backend ?? 'wasm';
			await verify.verify(target, { backend, exact: false });
			const { status } = verify;
			if (status.kind === 'done') return status.value.verdict;
			throw status.kind === 'failed' ? status.error : calledOff();
		});
	}

	/** Cancels what is under way. A text that has begun stays, and is finished as it is. */
	stop(): void {
		const { model, verify, writing } = this.#parts;
		if (writing.isWriting) {
			writing.stop();
			return;
		}
		this.#cancel();
		if (verify.isBusy) verify.stop();
		model.cancel();
	}

	/** Fetches the model that is asked for: the one thing that only a person in the frame may start. */
	async fetchModel(): Promise<void> {
		const { need } = this;
		if (need === null || need.key !== null) return;
		const { signal } = this.#job;
		this.need = { ...need, error: null, key: '' };
		try {
			const library = await this.#openLibrary();
			const download = await findLinkDownload(need.model, library);
			signal.throwIfAborted();
			this.need = { ...need, error: null, key: download.key };
			await download.start();
			const choice = linkChoice(need.model, this.#parts.model);
			if (choice === null) throw new AppError('model-unknown', need.model.name);
			if (!signal.aborted) this.#onModel(choice);
		} catch (error) {
			if (!signal.aborted) this.need = { ...need, key: null, error: toAppError(error) };
		}
	}

	/** One thing at a time: a new one calls the last one off. */
	async #work<T>(work: (job: Job) => Promise<T>): Promise<T> {
		this.#cancel();
		const { signal } = this.#job;
		const { content } = this;
		try {
			if (content === null) throw calledOff();
			const result = await work({ content, signal });
			if (signal.aborted) throw calledOff();
			return result;
		} catch (error) {
			if (!signal.aborted && !isAbort(error)) this.error = toAppError(error);
			throw toAppError(signal.aborted ? calledOff() : error);
		}
	}

	#cancel(): void {
		const key = this.need?.key ?? '';
		// What is stored of it stays.
		if (key !== '') this.#parts.library.value?.catalog.downloads.pause(key);
		this.#job.abort();
		this.#job = new AbortController();
		this.error = null;
		this.need = null;
	}

	#leave(): void {
		const { verify, writing } = this.#parts;
		this.#cancel();
		verify.leave();
		writing.clear();
		this.link = null;
		this.fragment = '';
	}

	async #openLibrary() {
		const { library } = this.#parts;
		await library.open();
		if (library.value === null) throw library.error ?? calledOff();
		return library.value;
	}

	async #load(named: LinkModel, signal: AbortSignal): Promise<void> {
		const { model } = this.#parts;
		await model.detect();
		// Looks into this browser's store of models; fetches none.
		if (linkChoice(named, model) === null) await this.#openLibrary().catch(() => null);
		const choice = linkChoice(named, model) ?? (await this.#ask(named, signal));
		signal.throwIfAborted();
		await this.#ensure(named, choice);
		signal.throwIfAborted();
	}

	/** Where the graphics card disappoints, the CPU may do. */
	async #ensure(named: LinkModel, choice: ModelChoice): Promise<void> {
		const { model } = this.#parts;
		try {
			await model.ensure(choice);
		} catch (error) {
			const onCpu = choiceFor(model, named, 'wasm');
			if (isAbort(error) || choice.backend === 'wasm' || onCpu === null) throw error;
			await model.ensure(onCpu);
		}
	}

	async #ask(named: LinkModel, signal: AbortSignal): Promise<ModelChoice> {
		const { library, model } = this.#parts;
		if (named.format === 'mlc' && model.support?.webgpu.available !== true) {
			throw new AppError('webgpu-unavailable', `${named.name} needs WebGPU`);
		}
		const host = hostOf(library.value?.catalog.mirror.base);
		this.need = { model: named, host, key: null, error: null };
		try {
			return await new Promise<ModelChoice>((resolve, reject) => {
				this.#onModel = resolve;
				signal.addEventListener('abort', () => reject(calledOff()), { once: true });
			});
		} finally {
			this.#onModel = () => undefined;
			if (!signal.aborted) this.need = null;
		}
	}

	#status(): EmbedStatus {
		const { model, verify, writing } = this.#parts;
		if (this.error !== null) return { state: 'failed', code: this.error.code };
		if (this.link === null) return { state: 'empty' };
		if (this.need !== null) return this.#needStatus(this.need);
		if (writing.isWriting) return { state: 'running', tokens: writing.log.length };
		if (model.status.kind === 'loading') {
			const { loadedBytes, totalBytes } = model.status.progress;
			return { state: 'loading', model: model.model?.name ?? '', loadedBytes, totalBytes };
		}
		if (verify.status.kind === 'running' && verify.status.progress.at === 'working') {
			return { state: 'verifying', share: verify.status.progress.progress };
		}
		const isDone = writing.run !== null || verify.status.kind === 'done';
		return { state: isDone ? 'done' : 'idle' };
	}

	#needStatus({ model: named, host, key }: ModelNeed): EmbedStatus {
		const { name, size_bytes: sizeBytes } = named;
		if (key === null) return { state: 'needs-click', model: name, sizeBytes, host };
		const status = this.#parts.library.value?.catalog.downloads.get(key)?.status;
		const progress = status?.kind === 'running' ? status.progress : null;
		return {
			state: 'loading',
			model: name,
			loadedBytes: progress?.storedBytes ?? 0,
			totalBytes: progress?.totalBytes ?? 0
		};
	}
}
