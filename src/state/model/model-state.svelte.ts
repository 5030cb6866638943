import { backendsOf, weightOf, type CatalogModel, type CatalogPrecision } from '#catalog/model.ts';
import { isSprout } from '#catalog/sprout.ts';
import type { BackendSupport } from '#client/detect-backends.ts';
import { UNCHECKED, type CheckState } from '#client/model-check.ts';
import { AppError, isAbort, toAppError } from '#core/errors.ts';
import type { RunEngine } from '#core/run-file/schema.ts';
import type { Analyses, AnalysisKind, AnalysisProgress } from '#protocol/analysis-api.ts';
import type { GenerateRequest, PromptRequest } from '#protocol/generate-request.ts';
import type {
	GenerateResult,
	LoadedModel,
	LoadProgress,
	PromptPreview,
	TokenBatch,
	VerifyProgress,
	VerifyRequest,
	VerifyResult
} from '#protocol/worker-api.ts';
import { faultOf, type SelfTestFault } from './self-test-fault.ts';
import { isPassing } from './is-passing.ts';
import { LOAD_BEGIN, measureLoad, type LoadView } from './load-meter.ts';
import type { ModelClient, ModelParts } from './model-parts.ts';

export type Backend = RunEngine['backend'];

export interface ModelChoice {
	readonly modelId: string;
	readonly precisionId: string;
	readonly backend: Backend;
}

interface ChosenModel {
	readonly model: CatalogModel;
	readonly precision: CatalogPrecision;
}

export type ModelStatus =
	| { readonly kind: 'idle' }
	| { readonly kind: 'loading'; readonly progress: LoadView }
	| { readonly kind: 'ready'; readonly loaded: LoadedModel }
	| { readonly kind: 'failed'; readonly error: AppError };

/**
 * The model in use. Owns the worker: another model, precision or backend means another worker, and
 * a worker that dies is replaced once by itself before the user is asked.
 */
export class ModelState {
	status = $state.raw<ModelStatus>({ kind: 'idle' });
	choice = $state.raw<ModelChoice | null>(null);
	/** null while it is being found out. */
	support = $state.raw<BackendSupport | null>(null);
	/** Why the model was restarted by itself; until dismissed. */
	restartedAfter = $state.raw<AppError | null>(null);
	generating = $state(false);
	/** What the self-test found wrong with the model in use; until dismissed. */
	fault = $state.raw<SelfTestFault | null>(null);
	/** Of the model in use: its large files are checked after it is ready. */
	check = $state.raw<CheckState>(UNCHECKED);

	/** Complete models in the weights store; empty until someone has looked. */
	stored = $state.raw<readonly CatalogModel[]>([]);
	/** What can be loaded: the models of the app, and those in the store. */
	readonly catalog = $derived.by(() => [...this.#parts.catalog, ...this.stored]);
	/** A model that is deleted from the store stays in use until another one is chosen. */
	#chosen = $state.raw<ChosenModel | null>(null);
	readonly model = $derived(this.#chosen?.model);
	readonly precision = $derived(this.#chosen?.precision);
	/** What speaks of Sprout's world is shown for no other model; before one is chosen, Sprout is to come. */
	readonly isSprout = $derived(this.model === undefined || isSprout(this.model));
	/** What the model in use can run on. */
	readonly backends = $derived(this.model === undefined ? [] : backendsOf(this.model));
	readonly loaded = $derived(this.status.kind === 'ready' ? this.status.loaded : null);
	readonly sizeBytes = $derived(weightOf(this.precision) ?? 0);

	readonly #parts: ModelParts;
	#client: ModelClient | null = null;
	#loading = new AbortController();
	#mayRestart = true;
	#detecting: Promise<void> | null = null;
	readonly #awaiting: (() => void)[] = [];

	constructor(parts: ModelParts) {
		this.#parts = parts;
	}

	/** Looks for WebGPU, once, and says nothing about it until asked. */
	detect(again = false): Promise<void> {
		if (again) this.#detecting = null;
		this.#detecting ??= this.#parts.detectBackends(again).then((support) => {
			this.support = support;
		});
		return this.#detecting;
	}

	/**
	 * The catalogue's first model in its first precision: on the graphics card once one is found, else
	 * on the CPU. A card that the CPU only plays would be slower than the CPU itself.
	 */
	get defaultChoice(): ModelChoice {
		const model = this.catalog[0];
		const precision = model?.precisions[0];
		if (model === undefined || precision === undefined) {
			throw new AppError('model-unknown', 'the catalogue is empty');
		}
		const gpu = this.support?.webgpu;
		const backend = gpu?.available === true && !gpu.software ? 'webgpu' : 'wasm';
		return { modelId: model.id, precisionId: precision.id, backend };
	}

	/** Loads the default choice; on the CPU after all when the graphics card disappoints. */
	async loadDefault(): Promise<void> {
		await this.detect();
		await this.load(this.defaultChoice);
		if (this.status.kind === 'failed' && this.choice?.backend === 'webgpu') {
			await this.load({ ...this.choice, backend: 'wasm' });
		}
	}

	/** True when the catalogue has this model in this precision. */
	has(choice: ModelChoice): boolean {
		return this.#find(choice) !== null;
	}

	/** Loads what is chosen, in a new worker. Ends in `ready` or `failed`; never rejects. */
	async load(choice: ModelChoice): Promise<void> {
		this.#mayRestart = true;
		this.restartedAfter = null;
		await this.#start(choice);
	}

	/** Resolves once the chosen model is ready. @throws AppError why it could not be loaded */
	async ensure(choice: ModelChoice): Promise<LoadedModel> {
		if (this.loaded === null || !sameChoice(this.choice, choice)) await this.load(choice);
		if (this.status.kind === 'failed') throw this.status.error;
		if (this.status.kind !== 'ready') throw new AppError('aborted', 'another model was chosen');
		return this.status.loaded;
	}

	/** Resolves once a model is ready, whichever it is. */
	async whenReady(): Promise<void> {
		if (this.loaded === null) await new Promise<void>((resolve) => this.#awaiting.push(resolve));
	}

	async restart(): Promise<void> {
		await this.load(this.choice ?? this.defaultChoice);
	}

	/** Cancels a load that is under way. */
	cancel(): void {
		if (this.status.kind !== 'loading') return;
		this.#discard();
		this.status = { kind: 'idle' };
	}

	/** @throws AppError `busy` while no model is ready, and what the worker says */
	async preview(prompt: PromptRequest): Promise<PromptPreview> {
		return await this.#readyClient().preview(prompt);
	}

	/** How the model's tokenizer spells tokens. @throws AppError as `preview` */
	async spell(tokenIds: readonly number[]): Promise<string[]> {
		return await this.#readyClient().spell(tokenIds);
	}

	/**
	 * Generates, one run at a time.
	 *
	 * @throws AppError `busy` while no model is ready or another run is under way, and what the worker says
	 */
	async generate(
		request: GenerateRequest,
		signal: AbortSignal,
		onTokens: (batch: TokenBatch) => void
	): Promise<GenerateResult> {
		return await this.#exclusively((client) => client.generate(request, signal, onTokens));
	}

	/**
	 * Verifies a claim; shares the model with `generate`.
	 *
	 * @throws AppError as `generate`; `aborted` when cancelled
	 */
	async verify(
		request: VerifyRequest,
		signal: AbortSignal,
		onProgress: (progress: VerifyProgress) => void
	): Promise<VerifyResult> {
		return await this.#exclusively((client) => client.verify(request, signal, onProgress));
	}

	/**
	 * Asks about a text; shares the model with `generate`.
	 *
	 * @throws AppError as `generate`; `aborted` when cancelled
	 */
	async analyse<K extends AnalysisKind>(
		kind: K,
		request: Analyses[K]['request'],
		signal: AbortSignal,
		onProgress: (progress: AnalysisProgress) => void
	): Promise<Analyses[K]['result']> {
		return await this.#exclusively((client) => client.analyse(kind, request, signal, onProgress));
	}

	/** Nobody waits any longer for the check of the model's files; whatever waited is cancelled. */
	leaveCheck(): void {
		this.#client?.leaveCheck();
	}

	async #exclusively<T>(work: (client: ModelClient) => Promise<T>): Promise<T> {
		if (this.generating) throw new AppError('busy', 'another run is under way');
		const client = this.#readyClient();
		this.generating = true;
		try {
			const result = await work(client);
			// A run went well: the next death may again be repaired without asking.
			this.#mayRestart = true;
			return result;
		} finally {
			this.generating = false;
		}
	}

	#readyClient(): ModelClient {
		if (this.#client === null || this.status.kind !== 'ready') {
			throw new AppError('busy', 'no model is ready');
		}
		return this.#client;
	}

	#find(choice: ModelChoice): ChosenModel | null {
		const model = this.catalog.find(({ id }) => id === choice.modelId);
		const precision = model?.precisions.find(({ id }) => id === choice.precisionId);
		return model === undefined || precision === undefined ? null : { model, precision };
	}

	async #start(choice: ModelChoice): Promise<void> {
		this.#discard();
		this.choice = choice;
		const found = this.#find(choice);
		this.#chosen = found;
		if (found === null) {
			this.status = { kind: 'failed', error: new AppError('model-unknown', choice.modelId) };
			return;
		}
		this.status = { kind: 'loading', progress: LOAD_BEGIN };
		const client = this.#parts.createClient();
		const { signal } = this.#loading;
		this.#client = client;
		client.followCheck((check) => {
			if (client === this.#client) this.check = check;
		});
		const request = this.#parts.createLoadRequest(found.model, found.precision, choice.backend);
		try {
			const loaded = await client.load(request, signal, this.#meter(client));
			if (client !== this.#client) return;
			this.status = { kind: 'ready', loaded };
			this.fault = faultOf(loaded.selfTest);
			this.#parts.onReady?.(found.model, loaded);
			for (const tell of this.#awaiting.splice(0)) tell();
			void client.dead.then((reason) => this.#onDeath(client, reason));
		} catch (error) {
			if (client !== this.#client || isAbort(error)) return;
			this.#discard();
			this.status = { kind: 'failed', error: toAppError(error) };
		}
	}

	#meter(client: ModelClient): (progress: LoadProgress) => void {
		const startedMs = this.#parts.now();
		return (progress) => {
			if (client !== this.#client || this.status.kind !== 'loading') return;
			const view = measureLoad(this.status.progress, progress, startedMs, this.#parts.now());
			this.status = { kind: 'loading', progress: view };
		};
	}

	async #onDeath(client: ModelClient, reason: AppError): Promise<void> {
		if (client !== this.#client || this.choice === null) return;
		if (!this.#mayRestart || !isPassing(reason)) {
			this.#discard();
			this.status = { kind: 'failed', error: reason };
			return;
		}
		this.#mayRestart = false;
		this.restartedAfter = reason;
		await this.#start(this.choice);
	}

	#discard(): void {
		const client = this.#client;
		this.#client = null;
		this.check = UNCHECKED;
		this.fault = null;
		this.#loading.abort();
		this.#loading = new AbortController();
		client?.terminate();
	}
}

export function sameChoice(a: ModelChoice | null, b: ModelChoice | null): boolean {
	const fields = ['modelId', 'precisionId', 'backend'] as const;
	return fields.every((field) => a?.[field] === b?.[field]);
}
